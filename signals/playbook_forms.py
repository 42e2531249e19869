"""Forms of playbooks: the head, one step, the rules that start them, and starting one for a client."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.models import Invoice, User
from clienthealth.core.typed import ModelForm
from signals.models import Play, PlaybookRule, Task
from signals.playbooks.checking import LATEST_DUE, MOST_STEPS, draft_faults, text_faults
from signals.playbooks.content import DUNNING_SIGNS, LANGUAGES, Playbook
from signals.playbooks.library import built_in, translated
from signals.playbooks.signs import sign_choices

WHO = [
    ("manager", _("Whoever looks after the client")),
    ("lead", _("The team's lead")),
    ("owner", _("An owner of the agency")),
    ("rescuer", _("The rescuer")),
]
MOVES = re.compile(r"(up|down|remove)-(\d+)")
_LINES = {"rows": 3}


class PlaybookForm(forms.Form):
    """The head of a playbook of the agency's own."""

    name = forms.CharField(label=_("Name"), max_length=120)
    about = forms.CharField(label=_("What it is for"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    signs = forms.MultipleChoiceField(
        label=_("Signs"), choices=sign_choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("It is offered on alerts of these signs."),
    )  # fmt: skip
    replaces = forms.ChoiceField(
        label=_("Stands in for"), required=False, help_text=_("The built-in playbook is then no longer offered.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted((translated(book.name), key) for key, book in built_in().items())
        self.fields["replaces"].choices = [("", _("None"))] + [(key, name) for name, key in names]  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """One step. An e-mail may be written in any of our languages; a client without theirs gets the first there is."""

    title = forms.CharField(label=_("What to do"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=Task.Kind.choices, initial=Task.Kind.WORK)
    who = forms.ChoiceField(label=_("Who does it"), choices=WHO)
    due = forms.IntegerField(
        label=_("Due, in working days"), min_value=0, max_value=LATEST_DUE, initial=0,
        help_text=_("After the start; 0 is the same day."),
    )  # fmt: skip
    hours = forms.IntegerField(
        label=_("At the latest, in hours"), min_value=24, max_value=720, required=False,
        help_text=_("Weekends count: 48 are two days."),
    )  # fmt: skip
    help = forms.CharField(label=_("How"), widget=forms.Textarea(attrs=_LINES), required=False)
    script = forms.CharField(label=_("What to say"), widget=forms.Textarea(attrs=_LINES), required=False)

    def __init__(self, *args: Any, dunning: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dunning = dunning
        for language in LANGUAGES:
            self.fields[f"subject_{language}"] = forms.CharField(label=_("Subject"), max_length=300, required=False)
            self.fields[f"body_{language}"] = forms.CharField(
                label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 6})
            )

    @property
    def languages(self) -> list[tuple[str, str, Any, Any]]:
        """Code, name, and the two fields of each e-mail."""
        return [
            (code, get_language_info(code)["name_local"].capitalize(), self[f"subject_{code}"], self[f"body_{code}"])
            for code in LANGUAGES
        ]

    @property
    def has_draft(self) -> bool:
        return any(self[f"body_{code}"].value() for code in LANGUAGES)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("title", "help", "script"):
            for fault in text_faults(cleaned.get(name, ""), dunning=self.dunning):
                self.add_error(name, fault)
        for language in LANGUAGES:
            subject, body = cleaned.get(f"subject_{language}", ""), cleaned.get(f"body_{language}", "")
            for fault in draft_faults(subject, body, language, dunning=self.dunning) if subject or body else ():
                self.add_error(f"body_{language}", fault)
        return cleaned

    def step(self) -> dict[str, Any]:
        """As a row keeps it."""
        kept = {name: self.cleaned_data[name] for name in ("title", "kind", "who", "due", "hours", "help", "script")}
        draft = {
            language: {
                "subject": self.cleaned_data[f"subject_{language}"].strip(),
                "body": self.cleaned_data[f"body_{language}"],
            }
            for language in LANGUAGES
            if self.cleaned_data[f"body_{language}"]
        }
        return {name: value for name, value in kept.items() if value not in (None, "")} | (
            {"draft": draft} if draft else {}
        )


def steps_posted(data: QueryDict) -> list[dict[str, str]]:
    """The steps as they were typed, in their order."""
    number = min(int(data.get("steps", "0")) if data.get("steps", "0").isdigit() else 0, MOST_STEPS)
    return [
        {name.removeprefix(f"step-{n}-"): str(data[name]) for name in data if name.startswith(f"step-{n}-")}
        for n in range(number)
    ]


def rearranged(steps: Sequence[dict[str, str]], do: str) -> list[dict[str, str]]:
    """`add`, `up-2`, `down-2`, `remove-2`: what a button of the form does to the steps; anything else does nothing."""
    found = list(steps)
    if do == "add" and len(found) < MOST_STEPS:
        return [*found, {"due": found[-1].get("due", "0") if found else "0"}]
    asked = MOVES.fullmatch(do)
    n = int(asked[2]) if asked else -1
    if asked is None or not 0 <= n < len(found):
        return found
    step = found.pop(n)
    if asked[1] != "remove":
        found.insert(max(0, n - 1) if asked[1] == "up" else n + 1, step)
    return found


def typed(step: Mapping[str, Any]) -> dict[str, Any]:
    """A step of a row as the form shows it."""
    texts = step.get("draft") or {}
    found = {name: value for name, value in step.items() if name != "draft"}
    for language, text in texts.items():
        found |= {f"subject_{language}": text.get("subject", ""), f"body_{language}": text.get("body", "")}
    return found


def is_dunning(signs: Sequence[str]) -> bool:
    return bool(DUNNING_SIGNS.intersection(signs))


class RuleForm(ModelForm):
    """Which playbook starts by itself on an alert of a sign."""

    class Meta:
        model = PlaybookRule
        fields = ["sign", "playbook", "least_loss", "active"]

    def __init__(self, *args: Any, books: Mapping[str, Playbook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sign"] = forms.ChoiceField(label=_("Sign"), choices=[("", "–"), *sign_choices()])
        named = sorted((translated(book.name), key) for key, book in books.items())
        self.fields["playbook"] = forms.ChoiceField(
            label=_("Playbook"), choices=[("", "–"), *((key, name) for name, key in named)]
        )
        self.fields["least_loss"].widget.attrs["min"] = 0


class StartForm(forms.Form):
    """A playbook for a client, and who steps in."""

    playbook = forms.ChoiceField(label=_("Playbook"), widget=forms.RadioSelect)
    rescuer = forms.ModelChoiceField(label=_("Rescuer"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, books: Sequence[Playbook], rescuers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["playbook"].choices = [(book.key, translated(book.name)) for book in books]  # type: ignore[attr-defined]
        self.fields["rescuer"].queryset = rescuers  # type: ignore[attr-defined]
        self.fields["rescuer"].empty_label = _("Nobody: it stays with the manager")  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """How a play ended."""

    outcome = forms.ChoiceField(label=_("How it ended"), choices=Play.Outcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("What we learnt"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


class PromiseForm(forms.Form):
    """What they promised to pay, and by when."""

    until = forms.DateField(label=_("To pay by"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    amount = forms.DecimalField(label=_("Amount"), min_value=0, max_digits=14, decimal_places=2, required=False)
    invoice = forms.ModelChoiceField(label=_("Invoice"), queryset=Invoice.objects.none(), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    token = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, invoices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invoice"].queryset = invoices  # type: ignore[attr-defined]
        self.fields["invoice"].empty_label = _("All that is due")  # type: ignore[attr-defined]
