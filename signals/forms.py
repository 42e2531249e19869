"""Forms of the judgement: a score set by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models.base import own_id

USUAL = 28  # days that a score set by hand holds unless another day is chosen


class OverrideForm(forms.Form):
    """What the score should read, why, and until when."""

    score = forms.IntegerField(
        label=_("Score"), min_value=0, max_value=100, help_text=_("0 to 100; higher is riskier. High begins at 66.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    expires_on = forms.DateField(
        label=_("Until"), help_text=_("At most 180 days; then the computed score is shown again.")
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
