"""Forms of the owners' pages on privacy and standards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.standards import LONGEST
from accounts.models import Retention
from clienthealth.core.typed import ModelForm


class RetentionForm(ModelForm):
    class Meta:
        model = Retention
        fields = ["months", "automatic"]
        help_texts = {
            "months": _("Counted from the last day of the relationship."),
            "automatic": _("Otherwise the list below waits for you."),
        }


class ErasureForm(forms.Form):
    sure = forms.BooleanField(label=_("I know that this cannot be undone."))


class StandardsForm(forms.Form):
    text = forms.CharField(
        label=_("Text"), required=False, max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("“# ” begins the title, “## ” a heading, “- ” or “1. ” a list; **words** stand out."),
    )  # fmt: skip


class PublishForm(forms.Form):
    in_force_from = forms.DateField(
        label=_("In force from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    note = forms.CharField(
        label=_("What changed"), required=False, max_length=300, help_text=_("Shown beside the version.")
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_force_from"].initial = today
        self.fields["in_force_from"].widget.attrs["min"] = today.isoformat()
