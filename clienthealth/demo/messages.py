"""Mails, calls, meetings and chats: conversations that one side begins and the other may answer."""

from __future__ import annotations

import numpy as np

from clienthealth.demo.calendar import Bools, Floats, Ints
from clienthealth.demo.lives import Life, weekly
from clienthealth.demo.sheets import NONE, Table
from clienthealth.demo.world import World

IN, OUT = 1, 2
QUIET = {"between": 0.15, "pause": 0.1, "launch": 1.9, "onboarding": 1.7, "holiday": 0.1}


def draw(world: World, life: Life) -> Table | None:
    profile = life.profile
    if "mail" not in profile.sources:
        return None
    rng = world.stream(profile.number, 2)
    pace = rhythm(world, life)
    night = profile.night + 0.35 * life.spell("nights", world.length)
    theirs = _begin(rng, pace * _their_drive(world, life) * profile.writes / 5 * world.volume.messages, night)
    ours = _begin(rng, pace * profile.hears / 5 * world.volume.messages, np.full(world.length, 0.01))
    lean, mood = weekly(life.leaning(world.calendar.weeks), ours // 1440), weekly(life.mood, ours // 1440)
    stalls = life.spell("stalls", world.length)[ours // 1440]
    answers = rng.random(len(ours)) < 1 / (1 + np.exp(-(0.8 + 0.4 * mood - 1.3 * lean - 0.9 * stalls)))
    hours = profile.reply_hours * np.exp(rng.normal(0, 0.9, len(ours)) - 0.25 * mood + 0.7 * lean + 1.3 * stalls)
    replies = world.calendar.later(ours, hours * 60, profile.company.country)
    slower = 1 + 0.8 * _recent(life.handed_over, theirs // 1440, 45)
    late = profile.our_reply_hours * slower * np.exp(rng.normal(0, 0.8, len(theirs)))
    responses = world.calendar.later(theirs, late * 60, profile.company.country)
    responded = rng.random(len(theirs)) < 0.85
    parts = (
        (theirs, IN, np.arange(len(theirs))),
        (ours, OUT, len(theirs) + np.arange(len(ours))),
        (replies[answers], IN, len(theirs) + np.flatnonzero(answers)),
        (responses[responded], OUT, np.flatnonzero(responded)),
    )
    at = np.concatenate([part[0] for part in parts])
    direction = np.concatenate([np.full(len(part[0]), part[1]) for part in parts])
    thread = np.concatenate([part[2] for part in parts])
    keep = np.flatnonzero(at < life.last(world.length) * 1440)
    keep = keep[np.argsort(at[keep], kind="stable")]
    return _describe(world, life, rng, at[keep], direction[keep], thread[keep])


def rhythm(world: World, life: Life) -> Floats:
    """Business done a day, of theirs and ours together (length,): calendar, phases, tenure, own good and bad weeks."""
    profile = life.profile
    pace = world.calendar.pace(profile.company.country) * np.sqrt(world.season(profile.company.industry))
    rng = world.stream(profile.number, 3)
    pace *= rng.gamma(3.5, 1 / 3.5, world.calendar.weeks)[world.calendar.week]
    for kind, first, last, _note in life.periods:
        pace[max(first, 0) : max(last + 1, 0)] *= QUIET[kind]
    pace[: max(0, profile.started)] = 0
    pace[life.last(world.length) :] = 0
    return pace


def _their_drive(world: World, life: Life) -> Floats:
    """What mood and the hidden decision do to how much they write (length,)."""
    lean = life.leaning(world.calendar.weeks)
    unhappy = np.clip(-life.mood - 0.3, 0, 1.5)
    drive = np.exp((0.3 if life.profile.voices else -0.2) * unhappy)
    drive *= 1 - lean * (0.35 if life.profile.voices else 0.65)
    return np.asarray(drive[world.calendar.week] * (1 + 0.5 * life.spell("hovers", world.length)))


def _begin(rng: np.random.Generator, rate: Floats, night: Floats) -> Ints:
    """Minutes of the world at which conversations begin, in order. `night` (length,): the share out of hours."""
    days = np.repeat(np.arange(len(rate), dtype=np.int64), rng.poisson(rate))
    morning = rng.random(len(days)) < 0.55
    minute = np.where(morning, rng.normal(625, 60, len(days)), rng.normal(890, 75, len(days)))
    odd = rng.random(len(days)) < night[days]
    minute = np.where(odd, rng.normal(1265, 55, len(days)), minute)
    return np.sort(days * 1440 + np.clip(minute, 360, 1435).astype(np.int64))


def _recent(days: tuple[int, ...], at: Ints, span: int) -> Floats:
    hit = np.zeros(len(at))
    for day in days:
        hit = np.maximum(hit, (at >= day) & (at < day + span))
    return hit


def _describe(world: World, life: Life, rng: np.random.Generator, at: Ints, direction: Ints, thread: Ints) -> Table:
    profile, count = life.profile, len(at)
    incoming = direction == IN
    mood = weekly(life.mood, at // 1440)
    lean = weekly(life.leaning(world.calendar.weeks), at // 1440)
    asks = profile.asks * np.exp(0.5 * np.clip(-mood, 0, 2) * profile.voices) * (1 + 0.3 * lean)
    asks = asks * (1 + 1.6 * life.spell("hovers", world.length)[at // 1440])
    words = np.exp(rng.normal(4.0, 0.7, count) + np.where(incoming, 0.15 * mood - 0.35 * lean, 0.1))
    channel = rng.choice([1, 2, 3, 4], count, p=[0.76, 0.09, 0.05, 0.1])
    written = (channel == 1) | (channel == 4)
    delay = rng.integers(2, 45, count)
    return {
        "contact": _who(life, rng, at // 1440, incoming),
        "occurred_at": at,
        "channel": channel,
        "direction": direction,
        "automatic": incoming & (rng.random(count) < 0.015),
        "words": np.where(written, np.clip(words, 3, 1200).astype(np.int64), NONE),
        "questions": np.where(written, np.minimum(rng.poisson(np.where(incoming, asks, 0.4)), 12), NONE),
        "thread": thread,
        "known": at + np.where(written, delay, delay + 600),
    }


def _who(life: Life, rng: np.random.Generator, day: Ints, incoming: Bools) -> Ints:
    """Which of the client's people a message is from or to."""
    weight = np.empty((len(life.people), len(day)))
    for at, person in enumerate(life.people):
        here = (day >= person.joined) & (day < (1 << 30 if person.left is None else person.left))
        weight[at] = here * (4.0 if person.champion else 0.5 if person.decider else 1.6)
    total = weight.sum(axis=0)
    edges = np.cumsum(weight, axis=0) / np.where(total > 0, total, 1)
    chosen = (rng.random(len(day)) > edges).sum(axis=0)
    unknown = (total == 0) | (incoming & (rng.random(len(day)) < 0.03)) | (chosen >= len(life.people))
    return np.where(unknown, NONE, chosen)
