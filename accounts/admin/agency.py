"""The agency, its calendar and its currencies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.forms import zones
from accounts.models import Agency
from clienthealth.core.listfilters import ValuesFilter
from clienthealth.core.panel import RecordAdmin, RecordForm


class AgencyForm(RecordForm):
    working_days = forms.TypedMultipleChoiceField(
        label=_("working days"), coerce=int, choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple
    )
    zone = forms.ChoiceField(label=_("time zone"), choices=lambda: zones()[1:])


class AgencyAdmin(RecordAdmin):
    form = AgencyForm
    list_display = ("name", "currency", "zone", "country")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Agency.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class HolidayAdmin(RecordAdmin):
    list_display = ("on", "name", "country")
    list_filter = (("country", ValuesFilter),)
    search_fields = ("name",)
    ordering = ("-on",)


class ExchangeRateAdmin(RecordAdmin):
    list_display = ("currency", "starts", "rate")
    list_filter = ("currency",)
    search_fields = ("currency",)
    ordering = ("currency", "-starts")
