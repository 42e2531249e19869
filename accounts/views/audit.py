"""Who changed what, when, from what to what: for owners."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.permissions import Permission, allowed
from clienthealth.core.audit_log import Place, Wanted, read
from clienthealth.core.history import audited_models


def kinds() -> list[tuple[str, Any]]:
    return [("", _("Everything")), *((model._meta.label_lower, model._meta.verbose_name) for model in audited_models())]


class AuditFilter(forms.Form):
    person = forms.ModelChoiceField(
        User.objects.order_by("name"), label=_("person"), required=False, empty_label=_("Everybody")
    )
    kind = forms.ChoiceField(label=_("kind of record"), choices=kinds, required=False)
    record = forms.IntegerField(label=_("number of the record"), required=False, min_value=1, max_value=2**63 - 1)
    day = forms.DateField(label=_("day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def wanted(self, reader: object) -> Wanted:
        asked = self.cleaned_data if self.is_valid() else {}
        person, since = asked.get("person"), _beginning(asked.get("day"))
        models = {model._meta.label_lower: model for model in audited_models()}
        return Wanted(
            user_id=person.pk if person else None,
            model=models.get(asked.get("kind") or ""),
            record_id=asked.get("record"),
            since=since,
            until=since + dt.timedelta(days=1) if since else None,
            reader=reader,
        )


@require_GET
@allowed(Permission.VIEW_AUDIT)
def index(request: HttpRequest) -> HttpResponse:
    form = AuditFilter(request.GET or None)
    page = read(form.wanted(request.user), after=Place.read(request.GET.get("after", "")))
    names = dict(User.objects.filter(pk__in={change.user_id for change in page.changes}).values_list("pk", "name"))
    context = {
        "form": form,
        "rows": [(change, names.get(change.user_id or 0, "")) for change in page.changes],
        "older_url": _older(request, page.older),
    }
    return render(request, "accounts/audit_list.html", context)


def _beginning(day: dt.date | None) -> dt.datetime | None:
    """The first instant of a day in the reader's zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else None


def _older(request: HttpRequest, place: Place | None) -> str:
    """The address of the next page, with the same filters."""
    if place is None:
        return ""
    query = request.GET.copy()
    query["after"] = str(place)
    return f"?{query.urlencode()}"
