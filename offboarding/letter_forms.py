"""Forms of letters: facts, days and names, terms of a contract, sending, delivery, wording, letterhead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Contact, Role, User
from accounts.models.base import own_id
from clienthealth.core.typed import ModelForm
from offboarding.letters.languages import NAMES
from offboarding.letters.questions import kind_of, label_of
from offboarding.models import AgencyLetterhead, CaseFile, ContractTerms, Letter, LetterSending
from offboarding.models.letters import SPOKEN

PREFIX = "fact-"
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class TokenForm(forms.Form):
    """A form that counts once, however often it is sent."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=own_id)


class DraftForm(TokenForm):
    """Begin a letter."""

    kind = forms.ChoiceField(label=_("Letter"), choices=Letter.Kind.choices)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As the contract and the contact ask for")), *SPOKEN]
    )


class FactsForm(forms.Form):
    """Facts by hand: one field a name, typed as the fact asks for. `known` is what the records say."""

    def __init__(
        self,
        data: Any = None,
        *,
        names: Iterable[str],
        initial: Mapping[str, str] | None = None,
        known: Mapping[str, str] | None = None,
        sentences: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial={PREFIX + name: value for name, value in (initial or {}).items()})
        for name in names:
            if kind_of(name) == "table":
                continue
            help_text = (sentences or {}).get(name) or (known or {}).get(name, "")
            self.fields[PREFIX + name] = _fact_field(name, help_text)

    def given(self) -> dict[str, str]:
        """What was typed, by name; days as 2026-10-20."""
        typed = {name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items()}
        return {name: value.isoformat() if isinstance(value, dt.date) else value or "" for name, value in typed.items()}


def _fact_field(name: str, help_text: str) -> forms.Field:
    label, kind = label_of(name), kind_of(name)
    if kind == "date":
        return day_field(label, required=False, help_text=_escaped(help_text))
    rows = {"lines": 5, "long": 3}.get(kind)
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=str(label), required=False, widget=widget, help_text=_escaped(help_text))


def _escaped(text: str) -> str:
    """Help is printed as it is, and facts are other people's words."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


class LetterForm(forms.Form):
    """The day on the letter, whom it goes to, who signs."""

    dated_on = day_field(
        _("Date of the letter"), required=False, help_text=_("Empty: the day on which it is made final.")
    )
    contact = forms.ModelChoiceField(Contact.objects.none(), label=_("To"), required=False)
    signatory = forms.ModelChoiceField(
        User.objects.none(), label=_("Signed by"), required=False, empty_label=_("As on the letterhead")
    )

    def __init__(self, *args: Any, letter: Letter, on: dt.date, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "dated_on": letter.dated_on, "contact": letter.contact_id, "signatory": letter.signatory_id
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        assert letter.client is not None
        contacts, owners = self.fields["contact"], self.fields["signatory"]
        contacts.queryset = Contact.objects.of(letter.client).present(on).exclude(name="")  # type: ignore[attr-defined]
        owners.queryset = User.objects.filter(role=Role.OWNER, is_active=True)  # type: ignore[attr-defined]


class TermsForm(ModelForm):
    """What the contract says; asked once."""

    class Meta:
        model = ContractTerms
        exclude = ("contract",)
        widgets = {"signed_on": DAY, "address": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "address": _("One line a line: firm, person, street, town, country."),
            "termination_clause": _("The number is enough: 12.1. Each language adds its own word for it."),
        }


class SendForm(TokenForm):
    """The mail that carries the letter."""

    to = forms.EmailField(label=_("To"))
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 18}), max_length=8000)


class DeliveryForm(TokenForm):
    """A letter on paper."""

    how = forms.ChoiceField(
        label=_("How"), choices=[one for one in LetterSending.How.choices if one[0] != LetterSending.How.MAIL]
    )
    to = forms.CharField(label=_("To"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    on = day_field(_("Sent on"))
    received_on = day_field(_("Received on"), required=False)
    proof = forms.CharField(
        label=_("What proves it"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A tracking number, who signed for it."),
    )  # fmt: skip
    file = forms.FileField(label=_("Proof, as a file"), required=False)

    def clean_file(self) -> Any:
        return _small(self.cleaned_data.get("file"))


class ReceiptForm(forms.Form):
    """It arrived."""

    received_on = day_field(_("Received on"))
    proof = forms.CharField(label=_("What proves it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    file = forms.FileField(label=_("Proof, as a file"), required=False)

    def clean_file(self) -> Any:
        return _small(self.cleaned_data.get("file"))


class PieceForm(TokenForm):
    """A piece in the owners' own words."""

    text = forms.CharField(label=_("Text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 7}))
    items = forms.CharField(
        label=_("Points, one a line"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    checked_by = forms.CharField(label=_("Checked by the lawyer (name)"), required=False, max_length=200)

    def points(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data.get("items", "")).splitlines() if line.strip()]


class CheckForm(forms.Form):
    """A lawyer has looked at it."""

    checked_by = forms.CharField(label=_("The lawyer's name"), max_length=200)


class LetterheadForm(ModelForm):
    """The paper: what is the same in every language, and three words for each."""

    logo_file = forms.FileField(
        label=_("Logo"), required=False, help_text=_("A PNG picture of at most 200 kB. It is printed 12 mm high.")
    )
    drop_logo = forms.BooleanField(label=_("No logo: print the name"), required=False)

    class Meta:
        model = AgencyLetterhead
        fields = ("legal_name", "mark", "accent", "return_line", "bank_line", "signatory")
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for code in languages:
            known = self.instance.words.get(code, {})
            for word, label, field in _of_language():
                self.fields[f"{word}_{code}"] = field
                field.label, field.initial, field.required = label, known.get(word, ""), False

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The words, language by language."""
        words = [word for word, _label, _field in _of_language()]
        return [(NAMES[code], [self[f"{word}_{code}"] for word in words]) for code in self.languages]

    def common(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self.Meta.fields, "logo_file", "drop_logo")]

    def words(self) -> dict[str, dict[str, str]]:
        words = [word for word, _label, _field in _of_language()]
        return {code: {word: self.cleaned_data[f"{word}_{code}"].strip() for word in words} for code in self.languages}


def _of_language() -> list[tuple[str, Any, forms.CharField]]:
    return [
        ("place", _("Place"), forms.CharField(max_length=80)),
        ("title", _("The signatory's office"), forms.CharField(max_length=120)),
        ("footer", _("Foot of the page"), forms.CharField(max_length=400, widget=forms.Textarea(attrs={"rows": 2}))),
    ]


def _small(file: Any) -> Any:
    if file is not None and file and file.size > CaseFile.LARGEST:
        raise forms.ValidationError(_("The file is larger than 10 MB."))
    return file
