"""Forms of the judgement's pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Client, User
from accounts.models.base import own_id
from accounts.models.clients import ClientQuerySet
from accounts.permissions import editable_clients_for
from signals.models import Task

USUAL = 28  # days that a score set by hand holds unless another day is chosen


class TaskForm(forms.Form):
    """A follow-up: what, for whom, by when. The client is typed: a list of thousands is no choice."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    title = forms.CharField(label=gettext_lazy("What to do"), max_length=300)
    client = forms.CharField(label=gettext_lazy("Client"), max_length=200)
    due_on = forms.DateField(label=gettext_lazy("By"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Task.Kind.choices)

    def __init__(self, data: Any = None, *, user: User, today: dt.date, client: Client | None = None) -> None:
        initial = {"token": own_id(), "due_on": today, "kind": Task.Kind.CALL, "client": client.name if client else ""}
        super().__init__(data, initial=initial)
        self.clients: ClientQuerySet = editable_clients_for(user).served()
        self.fields["client"].widget.attrs.update({"list": "task-clients", "autocomplete": "off"})
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()

    def clean_client(self) -> Client:
        """The client of that name; else the only one whose name contains it."""
        text = self.cleaned_data["client"].strip()
        exact = list(self.clients.filter(name__iexact=text)[:2])
        found = exact or list(self.clients.named(text)[:2])
        if len(found) != 1:
            words = (
                _("Several clients are called like that.") if found else _("No client of yours is called like that.")
            )
            raise ValidationError(words)
        return found[0]


class OverrideForm(forms.Form):
    """What the score should read, why, and until when."""

    score = forms.IntegerField(
        label=gettext_lazy("Score"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("0 to 100; higher is riskier. High begins at 66."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    expires_on = forms.DateField(
        label=gettext_lazy("Until"), help_text=gettext_lazy("At most 180 days; then the computed score is shown again.")
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, today: dt.date, longest: int, **kwargs: Any) -> None:
        usual = today + dt.timedelta(days=USUAL)
        kwargs["initial"] = {"expires_on": usual, "token": own_id(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        limits = {
            "type": "date",
            "min": (today + dt.timedelta(days=1)).isoformat(),
            "max": (today + dt.timedelta(days=longest)).isoformat(),
        }
        self.fields["expires_on"].widget = forms.DateInput(format="%Y-%m-%d", attrs=limits)
