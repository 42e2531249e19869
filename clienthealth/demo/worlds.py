"""Whole worlds, small and large, loaded into the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import count as count_up

from django.db import connection, transaction

from clienthealth.demo import agency, generate, stories, world
from clienthealth.demo.generate import Generated
from clienthealth.demo.loading import Loaded, Loader
from clienthealth.demo.sheets import size
from clienthealth.demo.world import Volume, World

FIRST = 100  # made-up clients are numbered from here, after the named ones of the demo
PILOT = 60
AIM = {"message": 0.65, "timeentry": 0.15, "adresult": 0.12}


def load_demo(seed: int, served: int, months: int, today: dt.date) -> Loaded:
    """The demo: hand-made clients and as many others as make `served`, with those who left on the way."""
    built = world.build(seed, months, today)
    with transaction.atomic():
        return _loader(built, today).load(portfolio(built, served))


def portfolio(built: World, served: int) -> Iterator[Generated]:
    """Stories, then made-up clients, until so many are served; and of made-up ones those who left on the way."""
    count = 0
    for story in stories.STORIES:
        if count < served:
            told = story(built)
            count += _is_served(built, told)
            yield told
    for number in count_up(len(stories.STORIES)):
        drawn = generate.client(built, number)
        if count < served or not _is_served(built, drawn):
            count += _is_served(built, drawn)
            yield drawn
        if count >= served and number >= len(stories.STORIES) + served:
            return


def _is_served(built: World, client: Generated) -> bool:
    return client.life.ended is None or client.life.ended >= built.length


def load_world(
    seed: int, clients: int, months: int, facts_target: int | None = None, today: dt.date | None = None
) -> Loaded:
    """A world for evaluation and for the bench, in an empty database. Holds back the truth from it.

    With `facts_target` the volumes are set so that about 65 % of so many facts are messages, 15 % time entries
    and 12 % days of ad accounts; what clients do and decide stays the same.
    """
    until = today or dt.datetime.now(dt.UTC).date()
    built = build_world(seed, clients, months, facts_target, until)
    return _loader(built, until).load(generate.clients(built, range(FIRST, FIRST + clients)))


def build_world(seed: int, clients: int, months: int, facts_target: int | None, today: dt.date) -> World:
    built = world.build(seed, months, today, managers=max(4, clients // 60))
    if facts_target is None:
        return built
    return replace(built, volume=_volume(built, facts_target / clients))


def _volume(built: World, wanted: float) -> Volume:
    """What to scale so that a client has about `wanted` facts: measured on a few clients of the same world."""
    counts = dict.fromkeys(AIM, 0)
    for each in generate.clients(built, range(FIRST, FIRST + PILOT)):
        for name in AIM:
            counts[name] += size(each.book[name]) if name in each.book else 0
    mean = {name: max(count / PILOT, 1.0) for name, count in counts.items()}
    scale = {name: AIM[name] * wanted / mean[name] for name in AIM}
    return Volume(
        messages=scale["message"],
        entries=scale["timeentry"],
        ad_days=min(built.length, round(built.length * scale["adresult"])),
    )


def _loader(built: World, today: dt.date) -> Loader:
    """Set the agency up in a database that has none, and say who serves whom."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('clienthealth.known_when_happened', 'on', true)")
        owners, teams = agency.create(built.calendar.start, today, built.seed)
    return Loader(built, agency.ZONE, owners, teams)
