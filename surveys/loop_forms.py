"""Forms of a loop: the cause, a talk, a mail, the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, User
from signals.playbooks.people import rescuers_for
from surveys.models import Loop


class CauseForm(forms.Form):
    cause = forms.ChoiceField(
        label=_("What was behind it"), choices=[("", "–"), *Loop.Cause.choices],
        help_text=_("The cause as you found it, which need not be the one they named."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("In a few words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, loop: Loop) -> None:
        super().__init__(data, initial={"cause": loop.cause, "note": loop.cause_note}, auto_id="cause-%s")


class TalkForm(forms.Form):
    """A reply that was given by voice, or sent from elsewhere."""

    how = forms.ChoiceField(label=_("How"), choices=Loop.How.choices)
    text = forms.CharField(
        label=_("What was said"), max_length=8000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What they said, and what you promised by when."),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="talk-%s")


class MailForm(forms.Form):
    """The draft, to be read and changed before it leaves."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("Text"), max_length=7000, widget=forms.Textarea(attrs={"rows": 19}))

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id="mail-%s")


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: User) -> str:
        return obj.name


class HandOverForm(forms.Form):
    to = PersonField(label=_("Who replies"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, data: Any = None, *, client: Client, current: int | None = None) -> None:
        super().__init__(data, initial={"to": current}, auto_id="to-%s")
        field = self.fields["to"]
        assert isinstance(field, PersonField)
        field.queryset = rescuers_for(client, "churn")
