"""Dated facts about clients: up to ten million rows, found through their client."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.models import Client
from clienthealth.core.panel import RecordAdmin

MOST_CLIENTS = 50


class FactAdmin(RecordAdmin):
    """A search finds clients first, so that the facts are read through the index (client, date).

    `exact_fields` are columns with an index of their own, in which a search looks for the whole word.
    """

    autocomplete_fields: ClassVar[Any] = ("client",)
    list_select_related: ClassVar[Any] = ("client",)
    search_fields: ClassVar[Any] = ("client__name",)
    sortable_by: ClassVar[Any] = ()
    exact_fields: ClassVar[tuple[str, ...]] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_term.strip()
        if not words:
            return queryset, False
        clients = list(Client.objects.named(words).order_by("pk").values_list("pk", flat=True)[:MOST_CLIENTS])
        found = Q(client__in=clients)
        for name in self.exact_fields:
            found |= Q(**{name: words})
        return queryset.filter(found), False
