"""The call, filled in: what is said in the client's language, what to keep in mind in the caller's. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from offboarding.letters.composing import clean, fill, holes_in
from offboarding.letters.texts import Passage, PhoneScript


@dataclass(frozen=True, slots=True)
class Said:
    """A part of the call."""

    key: str
    title: str
    say: Sequence[str]
    do: str


@dataclass(frozen=True, slots=True)
class Script:
    """A script ready to be read. `unknown` names facts that were left out, so that somebody can add them."""

    title: str
    about: str
    only: str
    language: str
    advice: str
    headings: Mapping[str, str]
    facts: Sequence[tuple[str, str]]
    before: Sequence[str]
    steps: Sequence[Said]
    branches: Sequence[Said]
    helps: Sequence[str]
    avoid: Sequence[str]
    within_hour: Sequence[str]
    unknown: Sequence[str]


def script_of(
    spoken: PhoneScript, advice: PhoneScript, facts: Mapping[str, str], own_facts: Mapping[str, str]
) -> Script:
    """`facts` are said in the client's language, `own_facts` read in the caller's. What is unknown is left out."""
    words = {one.key: one for one in (*advice.steps, *advice.branches)}

    def said(passage: Passage) -> Said:
        own = words[passage.key]
        return Said(passage.key, _own(own.title, own_facts), _known(passage.say, facts), _own(own.do, own_facts))

    lines = [(label, _own(value, own_facts)) for label, value in advice.facts]
    every = [line for one in (*spoken.steps, *spoken.branches) for line in one.say]
    return Script(
        title=_own(advice.title, own_facts),
        about=_own(advice.about, own_facts),
        only=advice.only,
        language=spoken.language,
        advice=advice.language,
        headings=advice.headings,
        facts=[(label, value) for label, value in lines if value],
        before=_known(advice.before, own_facts),
        steps=[said(one) for one in spoken.steps],
        branches=[said(one) for one in spoken.branches],
        helps=spoken.helps,
        avoid=spoken.avoid,
        within_hour=advice.within_hour,
        unknown=list(dict.fromkeys(hole.name for line in every for hole in holes_in(line, facts))),
    )


def mail_filled(words: str, facts: Mapping[str, str]) -> str:
    """A mail's text with every known fact; an unknown name stays in its braces, for the person who sends it."""
    given = {name: clean(value) for name, value in facts.items() if clean(value)}
    for hole in holes_in(words, given):
        given[hole.name] = f"{{{hole.name}}}"
    return fill(words, given)


def _known(lines: Sequence[str], facts: Mapping[str, str]) -> list[str]:
    return [fill(line, facts) for line in lines if not holes_in(line, facts)]


def _own(words: str, facts: Mapping[str, str]) -> str:
    """A line of advice; empty when it names what nobody knows."""
    return "" if holes_in(words, facts) else fill(words, facts)
