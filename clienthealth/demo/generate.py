"""From a seed to a book: profiles, lives, records. Pure NumPy, and nothing here knows what a score is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from clienthealth.demo import (
    advertising,
    cast,
    deliverables,
    effort,
    lives,
    messages,
    money,
    profiles,
    relations,
    voice,
)
from clienthealth.demo import truth as truths
from clienthealth.demo.lives import Life
from clienthealth.demo.sheets import NONE, SHEETS, Book, size, table, take
from clienthealth.demo.world import World

Row = dict[str, Any]
OPTIONAL = {"contact", "invoice", "surveyinvitation", "observation"}


@dataclass(frozen=True)
class Revision:
    """A change of a record that was known from a day on: `row` is its position in the client's own table."""

    table: str
    row: int
    day: int
    changes: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Generated:
    """All that was written down about one client, what was corrected later, and the truth."""

    number: int
    book: Book
    revisions: tuple[Revision, ...]
    life: Life
    truth: truths.Truth


def external_id(number: int) -> str:
    return f"c{number:05d}"


def client(world: World, number: int) -> Generated:
    """One client of the world, whoever else is in it."""
    return record(world, lives.draw(world, profiles.draw(world, number)))


def clients(world: World, numbers: Iterable[int]) -> Iterator[Generated]:
    return (client(world, number) for number in numbers)


def record(world: World, life: Life, extra: Book | None = None) -> Generated:
    """Write a life down. `extra` are tables that a hand-made story wrote itself."""
    number = life.profile.number
    contract, renewals = money.contract(world, life)
    book: Book = {
        "client": table("client", [_client(life)]),
        "contact": table("contact", [_contact(life, at) for at in range(len(life.people))]),
        "contract": table("contract", [contract]),
    }
    talk = messages.draw(world, life)
    if talk is not None:
        book["message"] = talk
    for part in (money, advertising, effort, voice, relations, deliverables):
        book.update(part.draw(world, life))
    book.update(extra or {})
    revisions = [Revision("contract", 0, day, tuple(changes.items())) for day, changes in renewals]
    revisions += _departures(life) + _labels(world, life)
    book, answers = _as_asked(book)
    revisions += answers
    book = settle(book, world.length)
    known = sorted((each for each in revisions if each.day < world.length), key=lambda each: each.day)
    return Generated(number, book, tuple(known), life, truths.of(world, life, external_id(number)))


def settle(book: Book, length: int) -> Book:
    """Leave out what nobody knows yet, and let references follow."""
    settled: Book = {}
    places: dict[str, Any] = {}
    for name, kinds in SHEETS.items():
        if name not in book:
            continue
        rows = book[name]
        keep = np.asarray(rows["known"], dtype=np.int64) < length * 1440
        for column, kind in kinds.items():
            if kind.startswith("ref:") and kind[4:] != name and size(rows):
                rows = {**rows, column: _follow(rows[column], places.get(kind[4:]))}
                if kind[4:] not in OPTIONAL:
                    keep &= rows[column] != NONE
        places[name] = np.where(keep, np.cumsum(keep) - 1, NONE)
        for column in (column for column, kind in kinds.items() if kind == f"ref:{name}"):
            rows = {**rows, column: _follow(rows[column], places[name])}
        settled[name] = rows if keep.all() else take(rows, np.flatnonzero(keep))
    return settled


def _follow(refs: Any, places: Any) -> Any:
    refs = np.asarray(refs, dtype=np.int64)
    if places is None or not len(places):
        return np.full(len(refs), NONE)
    return np.where(refs == NONE, NONE, places[np.clip(refs, 0, len(places) - 1)])


def _client(life: Life) -> Row:
    profile = life.profile
    company = profile.company
    return {
        "name": company.name, "status": "active", "owner": profile.manager, "team": profile.manager,
        "segment": profile.segment, "industry": company.industry, "city": company.city, "country": company.country,
        "language": profile.language, "domains": f'["{company.domain}"]', "goals": profile.goals,
        "started_on": profile.started, "known": profile.started * 1440,
    }  # fmt: skip


def _contact(life: Life, at: int) -> Row:
    person = life.people[at]
    return {
        "name": person.name, "email": f"{cast.plain(person.name, '.')}@{life.profile.company.domain}",
        "role": person.role, "is_champion": person.champion, "is_decider": person.decider,
        "is_senior": person.senior, "prefers": "phone" if person.decider else "email",
        "language": life.profile.language, "joined_on": person.joined,
        "known": max(person.joined + 5, life.profile.started) * 1440,
    }  # fmt: skip


def _departures(life: Life) -> list[Revision]:
    found = []
    for at, person in enumerate(life.people):
        if person.left is None or person.heard is None:
            continue
        found.append(Revision("contact", at, person.heard, (("left_on", person.left),)))
        if person.successor is not None:
            day = max(person.heard, life.people[person.successor].joined + 6)
            changes = (("successor", person.successor), ("introduced", person.introduced))
            found.append(Revision("contact", at, day, changes))
    return found


def _as_asked(book: Book) -> tuple[Book, list[Revision]]:
    """What we asked of the client stands open in the book until the answer comes, where that took long."""
    if "request" not in book:
        return book, []
    rows = book["request"]
    found = [
        Revision("request", at, answered, (("answered_on", answered),))
        for at, (known, answered) in enumerate(zip(rows["known"], rows["answered_on"], strict=True))
        if answered != NONE and answered * 1440 > known
    ]
    later = {each.row for each in found}
    first = [NONE if at in later else answered for at, answered in enumerate(rows["answered_on"])]
    return {**book, "request": {**rows, "answered_on": first}}, found


def _labels(world: World, life: Life) -> list[Revision]:
    """When and how the agency's own people wrote the end down: mostly at once, some late, some wrong."""
    if life.notice is None or life.ended is None:
        return []
    rng = world.stream(life.profile.number, 10)
    late = int(rng.integers(15, 60)) if rng.random() < 0.15 else int(rng.exponential(2.5))
    told = life.notice + late
    noted, side = life.notice, life.side
    if rng.random() < 0.06:
        noted = max(life.notice - int(rng.integers(5, 25)), life.profile.started + 1)
    wrong = rng.random() < 0.05
    first: Row = {"status": "notice", "notice_on": noted, "notice_by": "completed" if wrong else side}
    found = [Revision("client", 0, told, tuple(first.items()))]
    if wrong and rng.random() < 0.5:
        found.append(Revision("client", 0, told + int(rng.integers(20, 90)), (("notice_by", side),)))
    over: Row = {"status": "ended", "ended_on": life.ended, "end_reason": life.reason}
    found.append(Revision("client", 0, max(life.ended, told) + 1, tuple(over.items())))
    return found
