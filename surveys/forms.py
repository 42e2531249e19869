"""Forms of our own pages about surveys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Contact, Role, User
from clienthealth.core.typed import ModelForm
from surveys.models import Campaign, CampaignWording, Suppression, SurveyTerms
from surveys.origins import origins_of

HELP = {
    "name": _("For us. Clients do not see it."),
    "whom": _("By default everyone: agencies have few clients, and only all of them together make a figure."),
    "in_notice": _("They are leaving; what they say can still teach us."),
    "share": _("100 asks everyone. Less asks a part, chosen by lot: always the same people."),
    "every_days": _("Between two questions to the same person. Half a year is usual."),
    "delay_days": _("A day or two, so that they have seen what they are asked about."),
    "starts_on": _("Empty: from the start of the campaign."),
    "ends_on": _("Empty: until you end it."),
    "weekdays": _("Where the person is."),
    "hour_from": _("On the clock where the person is, not on ours."),
    "spread_days": _("So that not all answers have to be read on one day."),
    "reminders": _("Three at most. Any answer, and a request to stop, ends them."),
    "open_days": _("Counted from the day of sending."),
}  # fmt: skip


class CampaignForm(ModelForm):
    """Who, when, at which hours, and then."""

    SECTIONS: Sequence[tuple[str, Any, Sequence[str]]] = (
        ("what", _("What"), ("name", "kind")),
        ("who", _("Who"), ("whom", "segments", "in_notice", "share")),
        ("when", _("When"), ("when", "every_days", "event", "delay_days", "starts_on", "ends_on")),
        ("hours", _("At which hours"), ("weekdays", "hour_from", "hour_to", "spread_days")),
        ("then", _("And then"), ("reminders", "reminder_days", "open_days", "reader")),
    )
    segments = forms.MultipleChoiceField(
        label=_("Segments"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all.")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On weekdays"), coerce=int, choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one weekday, or nothing is ever sent.")},
    )  # fmt: skip

    class Meta:
        model = Campaign
        fields = (
            "name", "kind", "whom", "segments", "in_notice", "share", "when", "every_days", "event", "delay_days",
            "starts_on", "ends_on", "weekdays", "hour_from", "hour_to", "spread_days", "reminders",
            "reminder_days", "open_days", "reader",
        )  # fmt: skip
        widgets = {
            "kind": forms.RadioSelect, "whom": forms.RadioSelect, "when": forms.RadioSelect,
            "starts_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "ends_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "hour_from": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "hour_to": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].help_text = ""
        for name, words in HELP.items():
            self.fields[name].help_text = words
        self.fields["segments"].choices = [(one, one) for one in _segments(self.instance)]  # type: ignore[attr-defined]
        self.fields["share"].min_value = 1  # type: ignore[attr-defined]
        self.fields["reader"].queryset = readers()  # type: ignore[attr-defined]
        self.fields["reader"].empty_label = _("The client’s owner")  # type: ignore[attr-defined]
        self.fields["event"].choices = [("", _("Choose what")), *Campaign.Event.choices]  # type: ignore[attr-defined]
        for name in ("kind", "whom", "when"):
            self.fields[name].choices = type(self.instance)._meta.get_field(name).choices  # type: ignore[attr-defined]

    @property
    def sections(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        return [(key, title, [self[name] for name in names]) for key, title, names in self.SECTIONS]

    def _post_clean(self) -> None:
        """The action checks the record, in words of ours; here only the fields are read."""


def readers() -> Any:
    return User.objects.filter(is_active=True).exclude(role=Role.OBSERVER).order_by("name")


def _segments(campaign: Campaign) -> list[str]:
    """Those in use, and those that the campaign names and nobody has any more."""
    used = Client.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True).distinct()
    return list(dict.fromkeys([*used, *campaign.segments]))


class WordingForm(ModelForm):
    """What is empty is said in ours, which stands there as the placeholder."""

    class Meta:
        model = CampaignWording
        fields = ("subject", "intro", "question", "low", "high")
        widgets = {"intro": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, ours: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["placeholder"] = ours.get(name, "")


class TermsForm(ModelForm):
    class Meta:
        model = SurveyTerms
        fields = ("throttle_days", "loop_hours", "address")
        widgets = {"address": forms.Textarea(attrs={"rows": 2})}


class SuppressionForm(forms.Form):
    """An address not to be asked; who it is is found by the address."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    scope = forms.ChoiceField(
        label=_("What"), choices=Suppression.Scope.choices, initial=Suppression.Scope.STOP, widget=forms.RadioSelect
    )

    def contact(self) -> Contact | None:
        return Contact.objects.filter(email__iexact=self.cleaned_data["email"], left_on=None).order_by("pk").first()


class OriginsForm(forms.Form):
    origins = forms.CharField(
        label=_("Pages that may show the form"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, such as https://portal.example. Nobody else can show it within a page of theirs."),
    )  # fmt: skip

    def clean_origins(self) -> list[str]:
        return origins_of(self.cleaned_data["origins"])


class EntryForm(forms.Form):
    client = forms.ModelChoiceField(label=_("Client"), queryset=Client.objects.none(), empty_label=_("Choose a client"))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = campaign.entries.filter(ended_at=None).values("client")
        self.fields["client"].queryset = Client.objects.served().exclude(pk__in=taken)  # type: ignore[attr-defined]
