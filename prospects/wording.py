"""Words of our own pages for states, kinds, advice and what a rule says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from prospects.content import LANGUAGES, Rule
from prospects.models import Prospect

KINDS = {
    "mud": gettext_lazy("Muddy"),
    "div": gettext_lazy("Divided"),
    "cha": gettext_lazy("Champagne on a beer budget"),
    "con": gettext_lazy("Conservative"),
    "pre": gettext_lazy("No prepayment"),
    "deb": gettext_lazy("Eternal debtor"),
    "dis": gettext_lazy("Dishonest product"),
}
ADVICE: dict[str, tuple[str, str, Any]] = {  # colour, icon, words
    "people": ("high", "flag", gettext_lazy("People first: a flag stands")),
    "first": ("unknown", "message-circle", gettext_lazy("Talk first")),
    "go": ("low", "circle-check", gettext_lazy("Go")),
    "talk": ("raised", "message-circle", gettext_lazy("Talk")),
    "decline": ("high", "hand-stop", gettext_lazy("Decline kindly, or offer a small paid first step")),
}
STATES: dict[str, tuple[str, str]] = {  # colour, icon
    Prospect.State.NEW: ("unknown", "circle-dashed"),
    Prospect.State.ASKED: ("unknown", "mail"),
    Prospect.State.ANSWERING: ("unknown", "pencil"),
    Prospect.State.ANSWERED: ("raised", "mail-opened"),
    Prospect.State.MORE: ("unknown", "message-circle"),
    Prospect.State.ACCEPTED: ("low", "circle-check"),
    Prospect.State.DECLINED: ("unknown", "circle-x"),
    Prospect.State.CONVERTED: ("low", "building-store"),
}
FEELINGS = {
    1: gettext_lazy("1 · no"),
    2: gettext_lazy("2 · rather not"),
    3: gettext_lazy("3 · cannot tell"),
    4: gettext_lazy("4 · rather yes"),
    5: gettext_lazy("5 · yes"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """Colour, icon and word of a state."""

    tone: str
    icon: str
    word: str


def state_chip(prospect: Prospect) -> Chip:
    tone, icon = STATES[prospect.state]
    return Chip(tone, icon, prospect.get_state_display())


def advice_chip(advice: str) -> Chip:
    tone, icon, word = ADVICE[advice]
    return Chip(tone, icon, str(word))


def reason_of(rule: Rule) -> str:
    return _(rule.reason)


def ask_of(rule: Rule) -> str:
    return _(rule.ask) if rule.ask else ""


def own_language() -> str:
    """The language of the person who reads, where questionnaires are written in it."""
    active = get_language() or "en"
    return active if active in LANGUAGES else "en"
