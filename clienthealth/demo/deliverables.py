"""Monthly reports, the links to them, and who opened those."""

from __future__ import annotations

from typing import Any

import numpy as np

from clienthealth.demo.lives import Life
from clienthealth.demo.sheets import Book, table
from clienthealth.demo.world import World

Row = dict[str, Any]


def draw(world: World, life: Life) -> Book:
    profile = life.profile
    if "links" not in profile.sources:
        return {}
    rng = world.stream(profile.number, 9)
    reports: list[Row] = []
    links: list[Row] = []
    clicks: list[Row] = []
    for day in world.calendar.month_ends(profile.started, life.last(world.length)):
        delivered = day + int(rng.integers(3, 9))
        if delivered >= life.last(world.length):
            break
        known = delivered * 1440 + 700
        title = f"Report {world.calendar.date(day):%m/%Y}"
        reports.append({"kind": "report", "title": title, "delivered_on": delivered, "due_on": day + 7, "known": known})
        links.append(_link(profile.number, len(reports) - 1, delivered))
        clicks += _clicks(world, life, rng, len(links) - 1, delivered)
    return {"deliverable": table("deliverable", reports), "link": table("link", links), "click": table("click", clicks)}


def _link(client: int, deliverable: int, day: int) -> Row:
    slug = f"r{client}-{deliverable}"
    return {
        "deliverable": deliverable, "contact": 0, "slug": slug, "target": f"https://reports.nordlys.example/{slug}",
        "made_on": day, "known": day * 1440 + 701,
    }  # fmt: skip


def _clicks(world: World, life: Life, rng: np.random.Generator, link: int, day: int) -> list[Row]:
    """The mail scanner's opening a minute later, and people's over the next days."""
    week = min(day // 7, world.calendar.weeks - 1)
    eager = 1.1 * np.exp(0.4 * life.mood[week]) * (1 - 0.7 * life.leaning(world.calendar.weeks)[week])
    at = [(day * 1440 + 702, True)] if rng.random() < 0.4 else []
    count = rng.poisson(eager)
    moments = (day + rng.exponential(2.5, count).astype(np.int64)) * 1440 + rng.integers(720, 1100, count)
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
