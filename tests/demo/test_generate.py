"""The generator alone: the same rows from the same seed, whoever else is in the world, in plausible proportions."""

from __future__ import annotations

import ast
import datetime as dt
import hashlib
from pathlib import Path

import numpy as np
import pytest

from clienthealth.demo import generate, lives, profiles, world, worlds
from clienthealth.demo.calendar import Calendar, add_months
from clienthealth.demo.generate import Generated
from clienthealth.demo.sheets import NONE, size
from clienthealth.demo.world import Volume, World

TODAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def small() -> World:
    return world.build(3, 12, TODAY)


@pytest.fixture(scope="module")
def drawn(small: World) -> list[Generated]:
    return list(generate.clients(small, range(100, 220)))


@pytest.fixture(scope="module")
def courses() -> list[lives.Life]:
    built = world.build(5, 36, TODAY, managers=12)
    return [lives.draw(built, profiles.draw(built, number)) for number in range(100, 900)]


def digest(generated: Generated) -> str:
    columns = [
        f"{name}.{column}={list(map(str, values))}"
        for name, table in generated.book.items()
        for column, values in table.items()
    ]
    return hashlib.sha256(repr([columns, generated.revisions]).encode()).hexdigest()


def test_same_seed_same_rows(small: World) -> None:
    again = world.build(3, 12, TODAY)
    assert digest(generate.client(small, 107)) == digest(generate.client(again, 107))


def test_another_seed_other_rows(small: World) -> None:
    assert digest(generate.client(small, 107)) != digest(generate.client(world.build(4, 12, TODAY), 107))


def test_a_client_does_not_depend_on_the_others(small: World) -> None:
    some = {each.number: digest(each) for each in generate.clients(small, [103, 101])}
    more = {each.number: digest(each) for each in generate.clients(small, [100, 101, 102, 103])}
    assert some.items() <= more.items()


def test_nothing_is_known_after_the_last_day(small: World, drawn: list[Generated]) -> None:
    for each in drawn:
        assert all(revision.day < small.length for revision in each.revisions)
        for table in each.book.values():
            assert not size(table) or max(table["known"]) < small.length * 1440


def test_references_stay_inside_the_client(drawn: list[Generated]) -> None:
    for each in drawn:
        refs = np.asarray(each.book["payment"]["invoice"]) if "payment" in each.book else np.array([])
        assert all(ref == NONE or 0 <= ref < size(each.book["invoice"]) for ref in refs.tolist())


def test_a_fact_is_known_when_it_happened_or_later(drawn: list[Generated]) -> None:
    for each in drawn:
        if "message" in each.book:
            assert (each.book["message"]["known"] >= each.book["message"]["occurred_at"]).all()
        if "adresult" in each.book:
            assert (each.book["adresult"]["known"] // 1440 > each.book["adresult"]["occurred_on"]).all()


def test_about_a_fifth_leave_in_a_year(courses: list[lives.Life]) -> None:
    length = round(36 * world.DAYS_A_MONTH)
    left = sum(life.side in {"client", "both"} for life in courses)
    days = sum(
        max(0, (length if life.notice is None else life.notice) - max(life.profile.started, 0)) for life in courses
    )
    assert 0.042 < left / days * 90 < 0.068


def test_some_partings_are_ours_and_some_decisions_are_taken_back(courses: list[lives.Life]) -> None:
    years = 3 * len(courses)
    assert 0.003 < sum(life.side == "agency" for life in courses) / years < 0.03
    assert any(life.stayed is not None and life.notice is None for life in courses)


def test_a_decision_comes_before_its_notice(courses: list[lives.Life]) -> None:
    waits = [life.notice - life.decided for life in courses if life.notice is not None and life.decided is not None]
    assert min(waits) >= 3
    assert 25 < np.median(waits) < 60


@pytest.mark.parametrize("source", sorted(profiles.SOURCES))
def test_each_source_is_missing_for_some(courses: list[lives.Life], source: str) -> None:
    missing = np.mean([source not in life.profile.sources for life in courses])
    assert 0.1 < missing < 0.37


def test_the_discontent_answer_less(drawn: list[Generated]) -> None:
    asked: dict[bool, list[int]] = {True: [0, 0], False: [0, 0]}
    for each in drawn:
        if "surveyinvitation" in each.book:
            content = float(np.mean(each.life.mood)) > 0.4
            asked[content][0] += size(each.book["surveyinvitation"])
            asked[content][1] += size(each.book["surveyresponse"])
    assert asked[True][1] / asked[True][0] > asked[False][1] / asked[False][0] + 0.1


def test_most_accounts_are_in_the_base_currency(courses: list[lives.Life]) -> None:
    codes = [life.profile.currency for life in courses]
    assert codes.count("EUR") / len(codes) > 0.7
    assert {"DKK", "GBP", "USD"} <= set(codes)


def test_volume_changes_what_is_written_not_what_happens() -> None:
    quiet, loud = (
        generate.client(world.build(3, 12, TODAY, volume=Volume(messages=messages)), 104) for messages in (0.5, 3.0)
    )
    assert quiet.truth.notice == loud.truth.notice
    assert np.array_equal(quiet.life.mood, loud.life.mood)


def test_a_target_of_facts_is_met_in_the_agreed_mix() -> None:
    built = worlds.build_world(3, 80, 12, 80 * 900, TODAY)
    counts: dict[str, int] = {}
    for each in generate.clients(built, range(100, 180)):
        for name, table in each.book.items():
            counts[name] = counts.get(name, 0) + size(table)
    total = sum(counts.values())
    assert 0.75 < total / (80 * 900) < 1.25
    assert 0.5 < counts["message"] / total < 0.75
    assert 0.08 < counts["timeentry"] / total < 0.22


def test_truth_names_who_gives_notice_within_the_window(drawn: list[Generated]) -> None:
    gone = next(each.truth for each in drawn if each.truth.notice is not None and each.truth.side == "client")
    assert gone.notice is not None
    assert gone.gives_notice(gone.notice - dt.timedelta(days=30))
    assert not gone.gives_notice(gone.notice - dt.timedelta(days=120))
    assert not gone.is_served(gone.notice)


def test_christmas_and_weekends_are_slow() -> None:
    calendar = Calendar(dt.date(2025, 1, 1), 365)
    pace = calendar.pace("DK")
    assert pace[calendar.day(dt.date(2025, 12, 25))] < 0.05
    assert pace[calendar.day(dt.date(2025, 3, 15))] < 0.1 < pace[calendar.day(dt.date(2025, 3, 12))]


def test_replies_come_within_business_hours() -> None:
    calendar = Calendar(dt.date(2026, 6, 1), 30)
    friday_evening = np.array([calendar.day(dt.date(2026, 6, 12)) * 1440 + 18 * 60])
    day, minute = divmod(int(calendar.later(friday_evening, np.array([60.0]), "DE")[0]), 1440)
    assert (calendar.date(day), minute) == (dt.date(2026, 6, 15), 9 * 60 + 30)


def test_months_are_added_to_their_last_day() -> None:
    assert add_months(dt.date(2026, 1, 31), 1) == dt.date(2026, 2, 28)
    assert add_months(dt.date(2026, 3, 15), -3) == dt.date(2025, 12, 15)


def test_the_generator_knows_no_detector() -> None:
    folder = Path(generate.__file__).parent
    after = {*folder.glob("desk/*.py"), *folder.glob("management/commands/demo_life.py")}  # what comes after the scores
    assert len(after) > 3
    for path in set(folder.rglob("*.py")) - after:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in names if name.split(".")[0] == "signals"], path
