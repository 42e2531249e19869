"""What every page of the owners' panel has: it opens at once at ten million rows, and shows the past.

Nothing counts a whole table, orders one without an index or collects the thousands of facts behind a client.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clienthealth.core.estimates import EstimatingPaginator
from clienthealth.core.exports import csv_response
from clienthealth.core.history import changes_of, names_of_people
from clienthealth.core.listfield import WordsField
from clienthealth.core.typed import ModelAdmin, ModelForm
from clienthealth.core.withheld import shown

MOST_EXPORTED = 100_000
SECRETS = frozenset({"password"})


class RecordForm(ModelForm):
    """What a record points at belongs to the same client as the record."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        client = cleaned.get("client") or (getattr(self.instance, "client_id", None) and self.instance.client)
        for name, value in list(cleaned.items()):
            if client and isinstance(value, models.Model) and getattr(value, "client_id", client.pk) != client.pk:
                self.add_error(name, ValidationError(_("This belongs to another client.")))
        return cleaned


class RecordAdmin(ModelAdmin):
    form: Any = RecordForm
    paginator = EstimatingPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    ordering: ClassVar[Any] = ("-pk",)
    actions: Any = ("export",)
    object_history_template = "admin/past_versions.html"
    formfield_overrides = {models.JSONField: {"form_class": WordsField}}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Every page of a record begins here: what is kept from this person has none."""
        return shown(super().get_queryset(request), self.model, request.user)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Who logged it, where a record asks for that. (The audit log has it from the request anyway.)"""
        if not change and hasattr(obj, "by_id"):
            obj.by = request.user
        super().save_model(request, obj, form, change)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Past versions: who, when, from what to what; a deleted record's page is the audit log."""
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        changes = changes_of(record)
        people = names_of_people(changes)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Past versions of %(record)s") % {"record": record},
            "rows": [(change, people.get(change.user_id, "")) for change in changes],
            "object": record,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template or "", context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Ask each relation once whether anything stands behind, instead of collecting all of it."""
        kept = sorted(protecting(self.model, [obj.pk for obj in objs]))
        counts = {self.opts.verbose_name_plural: len(objs)}
        return [str(obj) for obj in objs], counts, set(), kept

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        kept = sorted(protecting(self.model, [object_id]))
        if kept and (record := self.get_object(request, object_id)):
            self.message_user(request, refusal(record, kept), messages.ERROR)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)
        return super().delete_view(request, object_id, extra_context)

    @admin.action(description=gettext_lazy("Export the chosen rows as CSV"), permissions=["view"])
    def export(self, request: HttpRequest, chosen: models.QuerySet[Any]) -> StreamingHttpResponse:
        fields = [field for field in self.model._meta.concrete_fields if field.name not in SECRETS]
        heads = [field.name for field in fields]
        return csv_response(
            str(self.opts.model_name), heads, _rows(chosen.prefetch_related(None)[:MOST_EXPORTED].iterator(), fields)
        )


class ReadOnlyAdmin(RecordAdmin):
    """For what the program keeps for itself."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def protecting(model: type[models.Model], keys: list[Any]) -> Iterator[str]:
    """The names of the kinds of records that keep these from being deleted."""
    for relation in model._meta.related_objects:
        if getattr(relation, "on_delete", None) is models.PROTECT:
            behind = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
            if behind.exists():
                yield str(relation.related_model._meta.verbose_name_plural)


def refusal(record: models.Model, kept: list[str]) -> str:
    return _("%(record)s cannot be deleted: %(kinds)s of theirs would be lost.") % {
        "record": record,
        "kinds": get_text_list(kept, _("and")),
    }


def _rows(chosen: Iterable[models.Model], fields: Iterable[Any]) -> Iterator[list[Any]]:
    for record in chosen:
        yield [getattr(record, field.attname) for field in fields]
