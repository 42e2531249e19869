"""What a report is asked for: its months, its language, what was agreed, next steps. Nothing of it is stored here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.briefing.words import LANGUAGES, first_known
from accounts.models import Agency, Client
from accounts.report.composing import Wishes, report
from accounts.report.document import Document
from accounts.report.facts import Targets, gather, reader_of, relationship_of
from accounts.report.period import YEAR, Period, Relationship
from clienthealth.core import formats

MOST_WORDS = 1000  # of the next steps: they travel in an address


@dataclass(frozen=True, slots=True)
class Asked:
    period: Period
    language: str
    wishes: Wishes


class ReportForm(forms.Form):
    """Always filled: whatever is not asked for has its default, and what was asked wrongly is said and left alone."""

    first = forms.ChoiceField(label=gettext_lazy("From"))
    last = forms.ChoiceField(label=gettext_lazy("To"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    results = forms.DecimalField(
        label=gettext_lazy("Results that were agreed"), required=False, min_value=1, max_digits=12, decimal_places=2,
        help_text=gettext_lazy("For these months together. Leave it empty where no figure was agreed."),
    )  # fmt: skip
    cost = forms.DecimalField(
        label=gettext_lazy("Cost per result that was agreed, at most"), required=False, min_value=Decimal("0.01"),
        max_digits=12, decimal_places=2,
    )  # fmt: skip
    next_steps = forms.CharField(
        label=gettext_lazy("Next steps"), required=False, max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line, in the language of the report. The client reads it."),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any], *, relationship: Relationship, language: str) -> None:
        self.relationship = relationship
        period = relationship.latest(YEAR)
        self.defaults = {"first": key_of(period.first), "last": key_of(period.last), "language": language}
        asked = {name: data[name] for name in self.base_fields if name in data}
        super().__init__({**self.defaults, **asked})
        names = dict(settings.LANGUAGES)
        months = [(key_of(month), formats.full_month(month, get_language() or "en")) for month in relationship.months]
        for name, choices in (("first", months), ("last", months), ("language", [(c, names[c]) for c in LANGUAGES])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("Choose a month that is not before the first."))
        return data

    def asked(self) -> Asked:
        """What to make; the defaults where the form was filled wrongly."""
        data: Mapping[str, Any] = self.cleaned_data if self.is_valid() else self.defaults
        period = self.relationship.between(month_of(data["first"]), month_of(data["last"]))
        targets = Targets(data.get("results"), data.get("cost"))
        return Asked(period, data["language"], Wishes(targets, data.get("next_steps", "")))

    @property
    def chosen(self) -> dict[str, str]:
        """The same choices, for another form or an address."""
        data = self.cleaned_data if self.is_valid() else self.defaults
        return {name: str(value) for name, value in data.items() if value not in (None, "")}

    @property
    def query(self) -> str:
        return urlencode(self.chosen)


def form_for(client: Client, today: dt.date, data: Mapping[str, Any]) -> ReportForm:
    """In the language of whoever speaks for us at the client, else the client's, else the agency's first."""
    reader = reader_of(client, today)
    spoken = [reader.language if reader else "", client.language, *map(str, Agency.objects.get().languages)]
    return ReportForm(data, relationship=relationship_of(client, today), language=first_known(spoken))


def made(client: Client, today: dt.date, asked: Asked) -> Document:
    return report(gather(client, asked.period, today), asked.language, asked.wishes)


def key_of(month: dt.date) -> str:
    return f"{month:%Y-%m}"


def month_of(key: str) -> dt.date:
    return dt.date.fromisoformat(f"{key}-01")
