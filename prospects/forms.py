"""Forms of our own pages about prospects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import zones
from accounts.models import Contract, Role, User
from clienthealth.core.typed import ModelForm
from prospects.library import ADD_ONS, built_in
from prospects.models import Decision, Entry, Prospect
from prospects.wording import FEELINGS, own_language


def people_for(user: User) -> Any:
    """Whom a person may give a prospect to: owners anybody, leads their team, managers themselves."""
    people = User.objects.filter(is_active=True).exclude(role=Role.OBSERVER).order_by("name")
    if user.role == Role.OWNER:
        return people
    if user.role == Role.LEAD and user.team_id:
        return people.filter(team=user.team_id)
    return people.filter(pk=user.pk)


def add_ons() -> list[tuple[str, str]]:
    return [(key, built_in()[key].name[own_language()]) for key in ADD_ONS]


class ProspectForm(ModelForm):
    add_ons = forms.MultipleChoiceField(
        label=gettext_lazy("Asked besides the 14 questions"), required=False, choices=add_ons,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False, choices=zones)

    class Meta:
        model = Prospect
        fields = ("company", "name", "email", "language", "source", "segment", "zone", "owner")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_for(user)  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["add_ons"].initial = [key for key in self.instance.questionnaires if key in ADD_ONS]
            if self.instance.owner and self.instance.owner not in people_for(user):
                del self.fields["owner"]
        else:
            self.fields["owner"].initial = user.pk

    def values(self) -> dict[str, Any]:
        """What the action is told."""
        found = {**self.cleaned_data}
        found["questionnaires"] = ["base", *found.pop("add_ons")]
        found.setdefault("owner", self.instance.owner)
        return found


class InviteForm(forms.Form):
    add_ons = forms.MultipleChoiceField(
        label=gettext_lazy("Asked besides the 14 questions"), required=False, choices=add_ons,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    by_mail = forms.BooleanField(label=gettext_lazy("Send it by e-mail"), required=False, initial=True)


class FeelingForm(forms.Form):
    value = forms.TypedChoiceField(
        label=gettext_lazy("Shall we work with them?"), coerce=int, choices=list(FEELINGS.items()),
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("In a few words (if you like)"), max_length=500, required=False)


class DecisionForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Decision"), choices=Decision.Kind.choices, widget=forms.RadioSelect)
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For us. They do not see it."),
    )  # fmt: skip


class LetterForm(forms.Form):
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300)
    body = forms.CharField(label=gettext_lazy("Text"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 18}))


class ConvertForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Client"), max_length=200)
    owner = forms.ModelChoiceField(label=gettext_lazy("Looked after by"), queryset=User.objects.none())
    goals = forms.CharField(
        label=gettext_lazy("Original goals"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    kind = forms.ChoiceField(label=gettext_lazy("Contract"), choices=Contract.Kind.choices)
    monthly_fee = forms.DecimalField(
        label=gettext_lazy("Fee a month"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    currency = forms.RegexField(label=gettext_lazy("Currency"), regex="^[A-Z]{3}$")
    hours_included = forms.DecimalField(
        label=gettext_lazy("Hours a month"), max_digits=8, decimal_places=2, min_value=0, required=False
    )
    is_prepaid = forms.BooleanField(label=gettext_lazy("Paid beforehand"), required=False)
    payment_days = forms.IntegerField(label=gettext_lazy("Payment terms, days"), min_value=0, max_value=365,
                                      required=False)  # fmt: skip
    notice_length = forms.IntegerField(label=gettext_lazy("Notice, months"), min_value=0, max_value=60, required=False)
    starts = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, user: User, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_for(user)  # type: ignore[attr-defined]
        self.fields["starts"].initial = today.isoformat()


class EntryForm(ModelForm):
    add_ons = forms.MultipleChoiceField(
        label=gettext_lazy("Asked besides the 14 questions"), required=False, choices=add_ons,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Entry
        fields = ("name", "language")


class QuestionnaireForm(forms.Form):
    """The agency's own wording of one questionnaire in one language, what it leaves out, and open questions of its own.

    `asked`: key, title, hint and whether it is asked, of each question; `added`: the words of each open question.
    """

    MOST_ADDED = 3

    def __init__(
        self, *args: Any, asked: list[tuple[str, str, str, bool]], added: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [key for key, *_rest in asked]
        for key, title, hint, is_asked in asked:
            self.fields[f"asked-{key}"] = forms.BooleanField(label=_("Asked"), required=False, initial=is_asked)
            self.fields[f"title-{key}"] = forms.CharField(label=_("Question"), max_length=300, initial=title)
            self.fields[f"hint-{key}"] = forms.CharField(label=_("Hint"), max_length=400, required=False, initial=hint)
        for number in range(1, self.MOST_ADDED + 1):
            words = added[number - 1] if number <= len(added) else ""
            label = _("Open question %(n)d of our own") % {"n": number}
            self.fields[f"added-{number}"] = forms.CharField(label=label, max_length=300, required=False, initial=words)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"asked-{key}") for key in self.keys):
            raise forms.ValidationError(_("At least one question has to be asked."))
        return cleaned

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(self[f"asked-{key}"], self[f"title-{key}"], self[f"hint-{key}"]) for key in self.keys]

    def extra(self) -> list[forms.BoundField]:
        return [self[f"added-{number}"] for number in range(1, self.MOST_ADDED + 1)]
