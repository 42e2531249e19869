from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from prospects.actions.freezing import weights
from prospects.actions.publishing import publish_points, publish_questionnaire, rules_that_count
from prospects.learning import FEWEST, STEP, Case, difference_interval, propose
from prospects.library import asked, current
from prospects.models import FitResult, Prospect, WeightSet
from prospects.outcomes import cases, outcome_of, results
from prospects.permissions import prospects_for
from prospects.views import learning
from tests.cast import Cast
from tests.factories import ClientFactory
from tests.prospects.replies import answered, looked_at

QUESTIONS = frozenset({"settle", "goal"})


def some(held: str, bad: int, good: int) -> list[Case]:
    return [Case(frozenset({held}), QUESTIONS, bad=number < bad) for number in range(bad + good)]


def test_a_clear_difference_is_proposed_in_small_steps() -> None:
    found = propose([*some("settle_open", 14, 1), *some("settle_talk", 2, 18)], rules_that_count(), {"settle_open": 3})
    by_rule = {one.rule: one for one in found}

    assert by_rule["settle_open"].proposed == 3 - STEP
    assert (by_rule["settle_open"].evidence.bad_with, by_rule["settle_open"].evidence.n_with) == (14, 15)
    assert by_rule["settle_talk"].proposed == 1 + STEP


def test_what_the_points_say_already_is_left_alone() -> None:
    found = propose(
        [*some("settle_open", 14, 1), *some("settle_talk", 2, 18)], rules_that_count(), {"settle_open": -10}
    )
    assert "settle_open" not in {one.rule for one in found}


def test_too_few_and_no_difference_propose_nothing() -> None:
    few = [*some("settle_open", FEWEST - 1, 0), *some("settle_talk", 0, 20)]
    same = [*some("settle_open", 6, 6), *some("settle_talk", 7, 7)]

    assert propose(few, rules_that_count(), {}) == []
    assert propose(same, rules_that_count(), {}) == []


@given(st.integers(0, 30), st.integers(1, 30), st.integers(0, 30), st.integers(1, 30))
def test_the_interval_holds_the_difference(k1: int, n1: int, k2: int, n2: int) -> None:
    k1, k2 = min(k1, n1), min(k2, n2)
    low, high = difference_interval(k1, n1, k2, n2)
    assert -1.0001 <= low <= k1 / n1 - k2 / n2 <= high <= 1.0001


def test_the_interval_is_newcombes() -> None:
    """Newcombe 1998, table II: 56/70 against 48/80."""
    low, high = difference_interval(56, 70, 48, 80)
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


def test_publishing_changes_new_fits_and_no_old_one(cast: Cast) -> None:
    first = looked_at(answered(), cast.boss)
    publish_points(by=cast.boss, points={"terms_yes": 2}, notes="Everyone says yes")
    second = looked_at(answered(), cast.boss)

    assert FitResult.objects.get(prospect=first).figure == 70  # no price floor: 39 points
    assert FitResult.objects.get(prospect=second).figure == 67
    assert (WeightSet.objects.get().version, weights().points["terms_yes"]) == (1, 2)


@pytest.mark.parametrize(
    ("points", "notes"),
    [({"terms_yes": 2}, " "), ({"nothing": 1}, "x"), ({"terms_yes": 99}, "x"),
     ({rule.key: 20 for rule in rules_that_count()}, "x")],
    ids=["without a reason", "an unknown rule", "too many", "beyond 100"],
)  # fmt: skip
def test_points_that_cannot_be_are_refused(cast: Cast, points: dict[str, int], notes: str) -> None:
    with pytest.raises(ValidationError):
        publish_points(by=cast.boss, points=points, notes=notes)


def test_the_page_of_points_publishes(cast: Cast) -> None:
    address = reverse("prospect_points")
    form = {f"points-{rule.key}": str(rule.points) for rule in rules_that_count()} | {"points-goal_help": "-4"}

    assert cast.browser("lead").post(address, {**form, "notes": "Learnt"}).status_code == 302
    assert weights().points["goal_help"] == -4
    assert cast.browser("keeper").post(address, {**form, "notes": "Learnt"}).status_code == 403


START = dt.date(2025, 1, 1)


@pytest.mark.parametrize(
    ("fields", "today", "expected"),
    [
        ({}, dt.date(2025, 6, 1), ("still", 5, None)),
        ({}, dt.date(2026, 6, 1), ("still", 17, True)),
        ({"notice_on": dt.date(2025, 9, 1), "notice_by": "client"}, dt.date(2026, 6, 1), ("left", 8, False)),
        ({"notice_on": dt.date(2025, 9, 1), "notice_by": "agency"}, dt.date(2026, 6, 1), ("parted", 8, False)),
        ({"notice_on": dt.date(2027, 9, 1), "notice_by": "client"}, dt.date(2028, 1, 1), ("left", 32, None)),
        ({"notice_on": dt.date(2025, 4, 1), "notice_by": "completed"}, dt.date(2026, 1, 1), ("ran_out", 3, True)),
    ],
)
def test_what_became_of_them(db: None, fields: dict[str, Any], today: dt.date, expected: tuple[Any, ...]) -> None:
    found = outcome_of(ClientFactory.build(started_on=START, **fields), today)
    assert (found.what, found.months, found.good) == expected


def test_an_end_that_was_our_own_fault_teaches_nothing_about_answers(cast: Cast) -> None:
    prospect = looked_at(answered(), cast.boss)
    prospect.state, prospect.client = "converted", cast.client
    prospect.save()
    cast.client.notice_on, cast.client.notice_by = cast.client.started_on, "client"
    cast.client.save()
    found = results(Prospect.objects.all(), cast.agency.today().date)

    assert [case.bad for case in cases(found)] == [True]
    assert cases(found, {cast.client.pk: "service"}) == []
    assert len(cases(found, {cast.client.pk: "payment"})) == 1


def test_with_few_outcomes_no_skill_is_claimed_and_what_is_sealed_stays_so(cast: Cast) -> None:
    prospect = looked_at(answered(), cast.boss)
    prospect.state, prospect.client = "converted", cast.client
    prospect.save()
    page = cast.browser("boss").get(reverse("prospect_right")).content.decode()

    assert "Too few to tell" in page
    assert "Sealed" not in page
    assert "Sealed" in cast.browser("keeper").get(reverse("prospect_right")).content.decode()


def test_with_enough_outcomes_groups_are_compared_with_their_ranges(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "FEWEST", 2)
    monkeypatch.setattr(learning, "FEWEST_EACH", 1)
    for client in (cast.client, cast.foreign):
        prospect = looked_at(answered(), cast.boss)
        prospect.state, prospect.client = "converted", client
        prospect.save()
    cast.client.notice_on, cast.client.notice_by = cast.client.started_on, "client"
    cast.client.save()
    page = cast.browser("boss").get(reverse("prospect_right")).content.decode()

    assert "Fit of 65 or more" in page
    assert "1 of 2" in page
    assert "9–91 %" in page


def test_a_questionnaire_of_our_own_is_asked_from_the_next_link_on(cast: Cast) -> None:
    before = current(["base"])
    changes = {
        "left_out": ["settle"],
        "texts": {"en": {"goal": {"title": "What for?"}}},
        "added": [{"key": "base_own_1", "title": {"en": "Do you have a dog?"}}],
    }
    publish_questionnaire(by=cast.boss, key="base", changes=changes)
    form = asked(current(["base"]))

    assert (form.text("en", "goal", "title"), form.text("da", "base_own_1", "title")) == (
        "What for?",
        "Do you have a dog?",
    )
    assert "settle" not in {question.key for question in form.questions}
    assert (len(form.counted), len(asked(before).counted)) == (13, 14)


@pytest.mark.parametrize(
    ("who", "seen"),
    [("boss", "own team free foreign"), ("lead", "own team free"), ("keeper", "own free"), ("teammate", "free"),
     ("observer", ""), ("rival", "free foreign")],
)  # fmt: skip
def test_whose_prospects_one_sees(cast: Cast, who: str, seen: str) -> None:
    answered(company="own", owner=cast.keeper, team=cast.team)
    answered(company="team", team=cast.team)
    answered(company="free")
    answered(company="foreign", owner=cast.outsider)

    assert set(prospects_for(getattr(cast, who)).values_list("company", flat=True)) == set(seen.split())
