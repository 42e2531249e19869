"""Surveys: who is asked, who answers (the content more often), and what they say."""

from __future__ import annotations

from typing import Any

import numpy as np

from clienthealth.demo.lives import Life, Person
from clienthealth.demo.sheets import Book, table
from clienthealth.demo.world import World

GLAD = ("You know our shop better than we do.", "Always there when it counts.", "", "", "Good work, clear reports.")
SORE = ("We have to ask for everything twice.", "The results are not what we were promised.", "", "Too slow.", "")


def draw(world: World, life: Life) -> Book:
    profile = life.profile
    if "survey" not in profile.sources:
        return {}
    rng = world.stream(profile.number, 7)
    step = profile.survey_weeks * 7
    first = max(profile.started, 0) + 40 + int(rng.integers(step))
    sent: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    for day in range(first, life.last(world.length), step):
        whom = next((at for at, who in enumerate(life.people) if who.champion and _present(who, day)), 1)
        sent.append({"contact": whom, "sent_on": day, "known": day * 1440 + 540})
        week = min(day // 7, world.calendar.weeks - 1)
        mood, lean = float(life.mood[week]), float(life.leaning(world.calendar.weeks)[week])
        if rng.random() < 1 / (1 + np.exp(-(0.9 + 0.8 * mood - 0.9 * lean))):
            score = int(np.clip(round(7.7 + 1.3 * mood - 1.1 * lean + rng.normal(0, 1.1)), 0, 10))
            answers.append(answer(len(sent) - 1, whom, day + int(rng.integers(0, 9)), score, rng))
    return {"surveyinvitation": table("surveyinvitation", sent), "surveyresponse": table("surveyresponse", answers)}


def answer(invitation: int, whom: int, day: int, score: int, rng: np.random.Generator) -> dict[str, Any]:
    words = GLAD if score >= 8 else SORE
    return {
        "contact": whom, "invitation": invitation, "answered_on": day, "score": score,
        "comment": words[int(rng.integers(len(words)))], "known": day * 1440 + 900,
    }  # fmt: skip


def _present(person: Person, day: int) -> bool:
    return person.joined <= day and (person.left is None or day < person.left)
