"""Forms of a case for parting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Contact, Lapse, User
from accounts.models.base import own_id
from accounts.permissions import Permission, may
from offboarding.handover.library import EARLIEST, LATEST, MOST
from offboarding.models import ASSESSMENTS, CaseFile, HandoverItem, Outcome, Parting, Repair, Review


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def words(
    label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "", most: int = 4000
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=4000, widget=area, help_text=help_text)


class OpenForm(forms.Form):
    why = words(_("Why do you ask?"), help_text=_("One or two sentences. The evidence is kept as it is known today."))
    token = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=own_id)


class StepForm(forms.Form):
    why = words(_("Reasons"), required=False)


class PauseForm(forms.Form):
    until = day(_("Until"))
    why = forms.CharField(label=_("What it waits for"), max_length=300)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason why it could be us"), max_length=300)
    evidence = words(_("What shows it"), rows=2, help_text=_("A date, a document, a record."))
    lapse = forms.ModelChoiceField(label=_("The lapse on record"), queryset=Lapse.objects.none(), required=False)

    def __init__(self, data: Any = None, *, client: Client) -> None:
        super().__init__(data)
        field = self.fields["lapse"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Lapse.objects.of(client).order_by("-occurred_on")


def contact_field(label: Any) -> Any:
    return forms.ModelChoiceField(label=label, queryset=Contact.objects.none(), required=False)


class OfClient(forms.Form):
    """A form that names one of the client's contacts."""

    def __init__(self, data: Any = None, files: Any = None, *, client: Client, today: dt.date, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        field = self.fields.get("contact")
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Contact.objects.of(client).order_by("name")
        if "on" in self.fields:
            self.fields["on"].initial = today
            self.fields["on"].widget.attrs["max"] = today.isoformat()


class ViewForm(OfClient):
    words = words(_("Their view, in their own words"), rows=4)
    on = day(_("Said on"))
    contact = contact_field(_("Said by"))


class RepairForm(OfClient):
    kind = forms.ChoiceField(label=_("What was tried"), choices=Repair.Kind.choices)
    on = day(_("On"))
    contact = contact_field(_("With whom"))
    agreed = words(_("What was said and agreed"))
    check_on = day(_("Look at it again on"), required=False)


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(label=_("What came of it"), choices=Outcome.choices)
    note = words(_("What we saw"), rows=2)


class WarningForm(forms.Form):
    topic = forms.CharField(label=_("About"), max_length=200)
    items = words(_("What must change"), rows=4, help_text=_("One point a line, ten at most."))
    reply_by = day(_("Reply by"))
    cure_by = day(_("To be put right by"))
    standard = words(_("What our standards say"), rows=2, required=False)

    def __init__(self, data: Any = None, *, today: dt.date, cure_days: int, standard: str = "") -> None:
        initial = {
            "reply_by": today + dt.timedelta(days=min(14, cure_days)),
            "cure_by": today + dt.timedelta(days=cure_days),
            "standard": standard,
        }
        super().__init__(data, initial=initial)

    def clean_items(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]


class SendingForm(OfClient):
    on = day(_("Sent on"))
    how = forms.CharField(label=_("How"), max_length=120, help_text=_("As the contract says: registered post …"))


class DeliveryForm(OfClient):
    on = day(_("Arrived on"))
    proof = words(_("What shows it"), rows=2, required=False)
    file = forms.FileField(label=_("Proof, as a file"), required=False)

    def clean_file(self) -> Any:
        return small(self.cleaned_data.get("file"))


class ReplyForm(OfClient):
    words = words(_("What they answered"), rows=4)
    on = day(_("On"))
    contact = contact_field(_("From"))


class PeopleForm(forms.Form):
    """Who reviews: those whose role takes part in partings."""

    inside = forms.ModelChoiceField(label=_("Somebody who knows the account"), queryset=User.objects.none())
    outside = forms.ModelChoiceField(
        label=_("Somebody from outside the account"), queryset=User.objects.none(),
        help_text=_("They read the case file, and nothing else of this client opens to them."),
    )  # fmt: skip
    due_on = day(_("Due"))

    def __init__(self, data: Any = None, *, parting: Parting, today: dt.date) -> None:
        super().__init__(data, initial={"due_on": today + dt.timedelta(days=7), "inside": parting.client.owner_id})
        for name in ("inside", "outside"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = people_who_take_part()


class ReplaceForm(forms.Form):
    to = forms.ModelChoiceField(label=_("Who judges instead"), queryset=User.objects.none())

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people_who_take_part()


class ReviewForm(forms.Form):
    """Six assessments from 1 to 5; a draft may leave some open."""

    advice = forms.ChoiceField(
        label=_("What would you do?"), choices=[("", _("Not said yet")), *Review.Advice.choices], required=False
    )
    why = words(_("Why?"), required=False)

    def __init__(self, data: Any = None, *, review: Review) -> None:
        initial = {name: getattr(review, name) for name in (*ASSESSMENTS, "advice", "why")}
        super().__init__(data, initial=initial)
        for name in ASSESSMENTS:
            self.fields[name] = forms.IntegerField(min_value=1, max_value=5, required=False)


class ItemForm(OfClient):
    """A line of the hand-over is done, or not needed."""

    on = day(_("Done on"))
    proof = words(_("What shows it"), rows=2, help_text=_("Where it lies, who confirmed it, a number."))
    file = forms.FileField(label=_("Proof, as a file"), required=False)
    needless = forms.BooleanField(label=_("It is not needed here"), required=False)

    def clean_file(self) -> Any:
        return small(self.cleaned_data.get("file"))


class GiveForm(forms.Form):
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none())
    due_on = day(_("Due"))

    def __init__(self, data: Any = None, *, item: HandoverItem) -> None:
        super().__init__(data, initial={"owner": item.owner_id, "due_on": item.due_on})
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people_who_take_part()


class LineForm(forms.Form):
    """A line of one's own."""

    kind = forms.ChoiceField(label=_("Kind"), choices=HandoverItem.Kind.choices)
    title = forms.CharField(label=_("What"), max_length=300)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none())
    due_on = day(_("Due"))
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, user: User, due_on: dt.date) -> None:
        super().__init__(data, initial={"owner": user.pk, "due_on": due_on, "token": own_id()})
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people_who_take_part()


class DoorForm(forms.Form):
    door = forms.ChoiceField(label=_("Would we work together again?"), choices=Parting.Door.choices)
    terms = words(_("On which terms"), rows=2, required=False, help_text=_("Seen by us alone."))
    on = day(_("Get in touch on"), required=False, help_text=_("A task reminds whoever looks after them then."))

    def __init__(self, data: Any = None, *, parting: Parting) -> None:
        initial = {"door": parting.door or Parting.Door.OPEN, "terms": parting.door_terms, "on": parting.door_on}
        super().__init__(data, initial=initial)


class ChecklistLineForm(forms.Form):
    """One line of the agency's own checklist."""

    title = forms.CharField(label=_("What"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=[c for c in HandoverItem.Kind.choices if c[0] != "access"])
    side = forms.ChoiceField(label=_("Who"), choices=HandoverItem.Side.choices)
    days = forms.IntegerField(label=_("Days from the end"), min_value=EARLIEST, max_value=LATEST)
    help = words(_("How"), rows=2, required=False)
    required = forms.BooleanField(label=_("Needed to close"), required=False, initial=True)
    key = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=60)


ChecklistFormSet = forms.formset_factory(
    ChecklistLineForm, extra=1, can_delete=True, can_order=True, max_num=MOST, validate_max=True
)


def people_who_take_part() -> QuerySet[User]:
    people = User.objects.filter(is_active=True).order_by("name")
    return people.filter(pk__in=[person.pk for person in people if may(person, Permission.PART)])


def small(file: Any) -> Any:
    """A file of at most ten megabytes."""
    if file and file.size > CaseFile.LARGEST:
        raise forms.ValidationError(_("This file is larger than 10 MB."))
    return file
