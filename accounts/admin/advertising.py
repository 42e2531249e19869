"""Ad accounts, who may enter them, budgets and results."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.facts import FactAdmin


class AdAccountAdmin(FactAdmin):
    list_display = ("name", "number", "platform", "client", "currency")
    list_filter = ("platform",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Accounts are looked for by their number as well."""
        found, _duplicates = super().get_search_results(request, queryset, search_term)
        words = search_term.strip()
        return (found | queryset.filter(number__icontains=words) if words else found), False


class AccountAccessAdmin(FactAdmin):
    list_display = ("email", "client", "ad_account", "role", "relation", "announced", "granted_on", "revoked_on")
    list_select_related = ("client", "ad_account")
    list_filter = ("relation", "announced", ("revoked_on", admin.EmptyFieldListFilter))
    autocomplete_fields = ("client", "ad_account")


class ManagerLinkAdmin(FactAdmin):
    list_display = ("manager_name", "manager_number", "client", "ad_account", "relation", "linked_on", "unlinked_on")
    list_select_related = ("client", "ad_account")
    list_filter = ("relation", "announced")
    autocomplete_fields = ("client", "ad_account")


class BudgetAdmin(FactAdmin):
    list_display = ("client", "ad_account", "starts", "monthly", "currency", "made_by", "reason")
    list_select_related = ("client", "ad_account")
    list_filter = ("made_by",)
    autocomplete_fields = ("client", "ad_account")


class AdResultAdmin(FactAdmin):
    list_display = ("occurred_on", "client", "ad_account", "cost", "clicks", "conversions", "value", "currency")
    list_select_related = ("client", "ad_account")
    autocomplete_fields = ("client", "ad_account")
