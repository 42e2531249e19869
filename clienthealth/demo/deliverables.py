"""Reports, audits and drafts, the links to them, and who opened those: people, sooner or later, and machines."""

from __future__ import annotations

from typing import Any

import numpy as np

from clienthealth.demo.lives import Life
from clienthealth.demo.sheets import Book, table
from clienthealth.demo.world import World

Row = dict[str, Any]
OTHERS = (("audit", "Account audit"), ("creative", "Drafts for the next campaign"), ("recording", "Recorded review"))
SCANNED = 0.4  # share of links that a mail scanner opens within minutes


def draw(world: World, life: Life) -> Book:
    if "links" not in life.profile.sources:
        return {}
    rng = world.stream(life.profile.number, 9)
    return book(world, life, rng, [*reports(world, life, rng), *_others(world, life, rng)])


def book(world: World, life: Life, rng: np.random.Generator, rows: list[Row], eager: float = 1.0) -> Book:
    """What was sent, a link to each, and the openings; `eager` multiplies how often people open."""
    ordered = sorted(rows, key=lambda row: int(row["known"]))
    links = [_link(life.profile.number, nth, row) for nth, row in enumerate(ordered)]
    clicks = [
        click for nth, row in enumerate(ordered) for click in _clicks(world, life, rng, nth, int(row["known"]), eager)
    ]
    return {"deliverable": table("deliverable", ordered), "link": table("link", links), "click": table("click", clicks)}


def reports(world: World, life: Life, rng: np.random.Generator) -> list[Row]:
    """One a month, within the week after; much later where we lapsed."""
    found, last = [], life.last(world.length)
    for day in world.calendar.month_ends(life.profile.started, last):
        lapsed = any(kind == "report" and 0 <= at - day < 30 for at, kind, _severity in life.lapses)
        delivered = day + int(rng.integers(3, 8)) + (6 if lapsed else 0)
        title = f"Report {world.calendar.date(day):%m/%Y}"
        if delivered < last:
            found.append(sent("report", title, delivered, due=day + 8))
    return found


def _others(world: World, life: Life, rng: np.random.Generator) -> list[Row]:
    """Now and then something beside the report."""
    first, last = max(life.profile.started, 0), life.last(world.length)
    found = []
    for day in rng.integers(first, max(last, first + 1), rng.poisson(max(0, last - first) / 120)).tolist():
        kind, title = OTHERS[int(rng.integers(len(OTHERS)))]
        found.append(sent(kind, title, day, due=day + 2))
    return [row for row in found if int(row["delivered_on"]) < last]


def sent(kind: str, title: str, day: int, *, due: int) -> Row:
    return {"kind": kind, "title": title, "delivered_on": day, "due_on": due, "known": day * 1440 + 700}


def _link(client: int, deliverable: int, row: Row) -> Row:
    slug = f"r{client}-{deliverable}"
    return {
        "deliverable": deliverable, "contact": 0, "slug": slug, "target": f"https://reports.nordlys.example/{slug}",
        "made_on": row["delivered_on"], "known": int(row["known"]) + 1,
    }  # fmt: skip


def _clicks(world: World, life: Life, rng: np.random.Generator, link: int, sent_at: int, eager: float) -> list[Row]:
    """The mail scanner's opening a minute later; people's over the next days, a few of them weeks later."""
    week = min(sent_at // 1440 // 7, world.calendar.weeks - 1)
    rate = eager * 1.7 * np.exp(0.4 * life.mood[week]) * (1 - 0.75 * life.leaning(world.calendar.weeks)[week])
    at = [(sent_at + 2, True)] if rng.random() < SCANNED else []
    count = rng.poisson(rate)
    days = rng.exponential(np.where(rng.random(count) < 0.1, 25.0, 2.5))
    moments = (sent_at // 1440 + days.astype(np.int64)) * 1440 + rng.integers(720, 1100, count)
    at += [(moment, False) for moment in moments.tolist()]
    return [
        {
            "link": link,
            "occurred_at": moment,
            "automatic": automatic,
            "known": moment + 1,
            "visitor": rng.bytes(8).hex(),
        }
        for moment, automatic in at
    ]
