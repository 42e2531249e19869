"""Which letter, in which language, and whether to call before writing. Pure rules over plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from offboarding.letters.languages import known

# how a case ends → the letter that says so; what the client has ended themselves is confirmed
LETTER_OF_ENDING: Mapping[str, str] = {
    "convenience": "convenience",
    "cause": "cause",
    "nonpayment": "nonpayment",
    "mutual": "mutual",
    "expiry": "expiry",
    "client_notice": "client_notice",
}
NOTICES = frozenset(LETTER_OF_ENDING.values())
# optional pieces of which a letter has exactly one: data go back, or are erased, as the client chose
EITHER: Mapping[str, tuple[str, str]] = {"handover": ("returned", "erased")}
MAIL_OF_LETTER: Mapping[str, str] = {
    "mutual": "mutual_end_mail",
    "warning": "warning_mail",
    "reminder": "letter_mail",
    "handover": "handover_mail",
    "client_notice": "client_notice_mail",
}


@dataclass(frozen=True, slots=True)
class Tongues:
    """The language that binds, and one to translate into where the other side reads another."""

    binding: str
    translation: str = ""


def tongues(contract: str, contact: str, client: str, agency: str = "") -> Tongues:
    """1. The contract's language binds. 2. Else the contact's, the client's, the agency's, English.

    Where the contact reads another language than the contract is written in, that one is a translation. Where the
    contract does not say and contact and client differ, the contact's binds and the client's is the translation.
    """
    spoken = [known(one) for one in (contract, contact, client, agency, "en")]
    binding = next(one for one in spoken if one)
    reads = [one for one in spoken[1:3] if one and one != binding]
    if spoken[0]:
        reads = reads if not spoken[1] or spoken[1] != binding else []
    return Tongues(binding, reads[0] if reads else "")


def letter_for(ending: str) -> str:
    """The letter that says how a case ends; empty while nobody has said."""
    return LETTER_OF_ENDING.get(ending, "")


def call_first(prefers: str, kind: str) -> bool:
    """Whether the news is told by phone before it is written: endings, unless the contact prefers mail."""
    return prefers == "phone" and kind in NOTICES - {"client_notice"}


def mail_for(kind: str, *, called: bool) -> str:
    """The e-mail that carries a letter."""
    if kind in MAIL_OF_LETTER:
        return MAIL_OF_LETTER[kind]
    return "termination_mail" if called else "termination_mail_not_called"
