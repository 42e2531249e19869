"""Forms of retrospectives and second looks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from offboarding.forms import words
from offboarding.models import Cause, Retrospective, SecondLook


class LessonForm(forms.Form):
    """Begins with what was kept, or with what the signs suggest."""

    side = forms.ChoiceField(label=_("Who ended it?"), choices=Client.Side.choices)
    cause = forms.ChoiceField(label=_("What was the cause?"), choices=[("", _("Choose"))])
    cause_note = words(_("How do we know?"), rows=2, required=False, help_text=_("What they said, and to whom."))
    done_differently = words(_("What would we do otherwise?"), required=False)
    keep_doing = words(_("What would we do again?"), required=False)

    def __init__(self, data: Any = None, *, client: Client, kept: Retrospective | None, suggested: str) -> None:
        names = ("cause", "cause_note", "done_differently", "keep_doing")
        initial = {name: getattr(kept, name) for name in names} if kept else {"cause": suggested}
        super().__init__(data, initial=initial)
        cause = self.fields["cause"]
        assert isinstance(cause, forms.ChoiceField)
        cause.choices = [("", _("Choose")), *Cause.choices]
        if client.notice_by or kept:
            del self.fields["side"]


class SecondLookForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Would you decide the same today?"), choices=SecondLook.Answer.choices, widget=forms.RadioSelect
    )
    why = words(_("Why?"), required=False, help_text=_("Needed where you would decide otherwise."))
