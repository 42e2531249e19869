"""Forms of deliverables and links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.links import Terms, Upload
from accounts.links.targets import UTM
from accounts.models import Client, Contact, Deliverable, Link, LinkTerms
from accounts.models.base import own_id
from accounts.sharing.files import MOST_BYTES
from clienthealth.core.typed import ModelForm


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class WhatForm(forms.Form):
    """What was delivered."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Deliverable.Kind.choices)
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=200, help_text=gettext_lazy("The recipient reads it.")
    )
    delivered_on = forms.DateField(label=gettext_lazy("Delivered on"), widget=Day())
    period_from = forms.DateField(label=gettext_lazy("About the time from"), required=False, widget=Day())
    period_to = forms.DateField(label=gettext_lazy("to"), required=False, widget=Day())
    due_on = forms.DateField(
        label=gettext_lazy("Was promised for"), required=False, widget=Day(),
        help_text=gettext_lazy("Where a day was agreed: reports and scores then know whether it was kept."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("period_from") and data.get("period_to") and data["period_to"] < data["period_from"]:
            self.add_error("period_to", _("The end is before the beginning."))
        return data

    def what(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: data[name] for name in ("kind", "title", "delivered_on", "due_on")} | {
            "period": (data["period_from"], data["period_to"])
        }


class PlaceForm(forms.Form):
    """Where it lies: at an address, or with us."""

    target = forms.CharField(
        label=gettext_lazy("Address where it lies"), required=False, max_length=2000,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Or its file"), required=False,
        help_text=gettext_lazy("We keep it as it is now: PDF, picture, recording, text, office document; up to 25 MB."),
    )  # fmt: skip

    def clean_file(self) -> Upload | None:
        sent = self.cleaned_data.get("file")
        if not sent:
            return None
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than %(size)s MB.") % {"size": MOST_BYTES // 1024**2})
        return Upload(sent.name, sent.read())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("target")) == bool(data.get("file")) and not self.errors:
            self.add_error("target", _("Say where it lies, or give its file: one of the two."))
        return data


class TermsForm(forms.Form):
    """How the links behave. Everything may be left as it is."""

    expires_on = forms.DateField(label=gettext_lazy("Links end after"), required=False, widget=Day())
    forever = forms.BooleanField(label=gettext_lazy("Links never end"), required=False)
    slug = forms.CharField(
        label=gettext_lazy("Own words in the address"), required=False, max_length=60,
        help_text=gettext_lazy("Letters, digits, hyphens. With several recipients each gets an ending of their own."),
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("Password"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Asked for before it opens. We keep no copy: note it before you go on."),
    )  # fmt: skip
    tags = forms.CharField(
        label=gettext_lazy("Tags"), required=False, max_length=300, help_text=gettext_lazy("With commas between them.")
    )
    utm_source = forms.CharField(label="utm_source", required=False, max_length=100)
    utm_medium = forms.CharField(label="utm_medium", required=False, max_length=100)
    utm_campaign = forms.CharField(label="utm_campaign", required=False, max_length=100)

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(
            slug=data["slug"], expires_on=data["expires_on"], forever=data["forever"], password=data["password"],
            tags=data["tags"].split(","), utm=utm_of(data),
        )  # fmt: skip


class Keyed(forms.Form):
    """A form that can be sent twice."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = own_id()


class Recipients(Keyed):
    """Who gets a link of their own."""

    contacts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("A link for each of"), queryset=Contact.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Then we can say who opened it. Nobody ticked: one link for everybody."),
    )  # fmt: skip

    def __init__(self, *args: Any, contacts: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contacts"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = contacts


class NewForm(TermsForm, PlaceForm, WhatForm, Recipients):
    """Everything on one page."""


class AddForm(TermsForm, Recipients):
    """More recipients of something that is shared already."""


class PlacedAddForm(TermsForm, PlaceForm, Recipients):
    """The first links of something that was only on record."""


class ShareForm(TermsForm, Recipients):
    """A report as a PDF."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=200, help_text=gettext_lazy("The recipient reads it.")
    )


class ManyForm(TermsForm, PlaceForm, WhatForm, Keyed):
    """The same thing for many clients."""

    champions = forms.BooleanField(
        label=gettext_lazy("A link of their own for whoever speaks for us there"), required=False, initial=True,
        help_text=gettext_lazy("Otherwise, and where nobody does, one link for everybody."),
    )  # fmt: skip
    clients = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Clients"), queryset=Client.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, clients: QuerySet[Client], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clients"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = clients


class RowsForm(forms.Form):
    """A table, pasted or as a file."""

    rows = forms.CharField(
        label=gettext_lazy("Paste the rows"), required=False, max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )  # fmt: skip
    table = forms.FileField(label=gettext_lazy("Or send a file"), required=False)


class LinkForm(forms.Form):
    """One link, changed."""

    slug = forms.CharField(label=gettext_lazy("Last part of the address"), max_length=80)
    expires_on = forms.DateField(label=gettext_lazy("Ends after"), required=False, widget=Day())
    tags = forms.CharField(label=gettext_lazy("Tags"), required=False, max_length=300)
    new_password = forms.CharField(
        label=gettext_lazy("New password"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Left empty, it stays as it is."),
    )  # fmt: skip
    no_password = forms.BooleanField(label=gettext_lazy("Ask for no password"), required=False)

    @classmethod
    def of(cls, link: Link, data: Mapping[str, Any] | None) -> LinkForm:
        form = cls(data, initial={"slug": link.slug, "expires_on": link.expires_on, "tags": ", ".join(link.tags)})
        if not link.password:
            del form.fields["no_password"]
        return form

    def changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        password = "" if data.get("no_password") else data["new_password"] or None
        return {
            "slug": data["slug"],
            "expires_on": data["expires_on"],
            "tags": data["tags"].split(","),
            "password": password,
        }


class RulesForm(ModelForm):
    class Meta:
        model = LinkTerms
        fields = ["disclosed", "expire_days", "visitor_days"]
        help_texts = {"expire_days": gettext_lazy("Empty: they do not end.")}


def utm_of(data: Mapping[str, Any]) -> dict[str, str]:
    return {name: data[name] for name in UTM if data.get(name)}
