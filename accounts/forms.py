"""Forms for people: ten-second logging, and one's own account."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Lapse, Note, Observation, Pulse, User, Win
from accounts.models.base import own_id
from clienthealth.core.typed import ModelForm

PULSE = [(1, _("1 Bad")), (2, _("2 Poor")), (3, _("3 So-so")), (4, _("4 Good")), (5, _("5 Very good"))]


class LogForm(ModelForm):
    """Something about one client, today unless said otherwise. The token lets a form be sent twice."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, client: Client, today: dt.date, **kwargs: Any) -> None:
        kwargs["initial"] = {"occurred_on": today, "token": own_id(), **kwargs.get("initial", {})}
        kwargs["auto_id"] = f"{self._meta.model._meta.model_name}-%s"
        super().__init__(*args, **kwargs)
        self.instance.client = client
        day = self.fields["occurred_on"]
        day.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": today.isoformat()})
        if "contact" in self.fields:
            self.fields["contact"].queryset = client.contacts.order_by("name")  # type: ignore[attr-defined]
            self.fields["contact"].empty_label = _("Nobody in particular")  # type: ignore[attr-defined]


class ObservationForm(LogForm):
    class Meta:
        model = Observation
        fields = ["kind", "note", "severity", "occurred_on", "contact", "evidence"]
        widgets = {"severity": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 2})}


class LapseForm(LogForm):
    class Meta:
        model = Lapse
        fields = ["kind", "note", "severity", "occurred_on"]
        widgets = {"severity": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 2})}


class WinForm(LogForm):
    class Meta:
        model = Win
        fields = ["title", "figure", "occurred_on"]


class NoteForm(LogForm):
    class Meta:
        model = Note
        fields = ["text", "occurred_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class PulseForm(LogForm):
    value = forms.TypedChoiceField(label=_("pulse"), choices=PULSE, coerce=int, widget=forms.RadioSelect)

    class Meta:
        model = Pulse
        fields = ["value", "note", "occurred_on"]


class ProfileForm(ModelForm):
    """Name, language and zone of one's own. Role, team and address are the owners' to change."""

    class Meta:
        model = User
        fields = ["name", "language", "zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(label=_("language"), choices=languages)
        self.fields["zone"] = forms.ChoiceField(label=_("time zone"), choices=zones, required=False)


def languages() -> list[tuple[str, str]]:
    """Every language, each in its own name."""
    from django.conf import settings
    from django.utils.translation import get_language_info

    return [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]


def zones() -> list[tuple[str, Any]]:
    named = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/")))
    return [("", _("The agency's")), ("UTC", "UTC"), *((name, name.replace("_", " ")) for name in named)]
