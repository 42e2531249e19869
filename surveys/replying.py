"""The draft of a reply to a low answer: our text in the language they answered in, with their own words and ours.

It is never sent as it is: a person reads it, changes it and sends it under their own name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from accounts.models import Agency, Client, User
from signals.calendars import known_calendars
from signals.playbooks.checking import PLACEHOLDER
from signals.playbooks.filling import GAP, facts_of, language_of
from surveys.said import Said

FILE = Path(__file__).parent / "reply_texts.toml"
LONGEST_QUOTE = 600  # characters of their own words; more is theirs to read where they wrote it


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """A mail to read and change. `recipient` empty: no address is known, and it can only be copied."""

    subject: str
    body: str
    language: str
    recipient: str


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Our texts by language."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def draft_for(client: Client, said: Said, by: User, agency: Agency) -> ReplyDraft:
    """Filled with what is known; a fact that is not stands as a gap, which does not leave."""
    wanted = said.language if said.language in texts() else language_of(client, said.contact, agency)
    text = texts()[wanted]
    today = agency.today()
    facts = facts_of([client], agency, today.date, known_calendars(today, "recorded_at"), debts=False)[client.pk]
    facts = replace(facts, contact=said.contact)
    words: dict[str, Any] = {
        "salutation": facts.said("salutation", wanted) or text["nobody"],
        "client_name": client.name,
        "own_words": _quoted(said),
        "call_slot_1": facts.said("meeting_choice_1", wanted),
        "call_slot_2": facts.said("meeting_choice_2", wanted),
        "reply_name": by.name,
        "agency_name": agency.name,
    }
    words["what_they_said"] = _filled(text["with_words" if words["own_words"] else "without_words"], words)
    return ReplyDraft(_filled(text["subject"], words), _filled(text["body"], words).strip(), wanted, said.email)


def _quoted(said: Said) -> str:
    """Their own words on one line, without braces of theirs that would look like a gap of ours."""
    words = " ".join((said.comment or said.one_thing).replace("{", "(").replace("}", ")").split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"


def _filled(text: str, words: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: words.get(found[1]) or GAP, text)
