"""The form in which a key of the API is made."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Permission, may
from clienthealth.core.clock import Day
from clienthealth.core.scopes import Scope

USUAL_DAYS = 365


class KeyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("What uses it: “Bookkeeping, every night”."))
    user = forms.ModelChoiceField(
        label=_("Acts as"), queryset=User.objects.none(), empty_label=None,
        help_text=_("It may never do more than this person."),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(label=_("May"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Empty: until somebody revokes it."),
    )  # fmt: skip

    def __init__(self, *args: Any, by: User, today: Day, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        people = User.objects.filter(is_active=True).order_by("name")
        own = people if may(by, Permission.MANAGE_PEOPLE) else people.filter(pk=by.pk)
        self.fields["user"].queryset = own  # type: ignore[attr-defined]
        self.fields["user"].initial = by.pk
        self.fields["expires_on"].initial = today.date + dt.timedelta(days=USUAL_DAYS)

    def told(self) -> dict[str, Any]:
        """What `make_key` takes: the key ends when its last day does, in the agency's zone."""
        given = dict(self.cleaned_data)
        day = given.pop("expires_on")
        return given | {"expires_at": Day(day, self.today.zone).cut if day else None}
