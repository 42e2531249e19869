"""Who was a machine, and why; and what counts as one opening."""

from __future__ import annotations

import datetime as dt
from itertools import count

import pytest

from accounts.links.agents import NOTHING
from accounts.links.judging import HINTS, PERSON, Counted, Seen, distinct, judge
from accounts.links.reasons import WHY

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
NUMBERS = count(1)


def seen(seconds: float = 0, *, link: int = 1, visitor: str = "ada", agent: str = "Firefox", hint: str = "") -> Seen:
    return Seen(next(NUMBERS), link, 7, NOON + dt.timedelta(seconds=seconds), visitor, agent, hint)


def reasons(*openings: Seen, **more: object) -> list[str]:
    found = judge(openings, **more)  # type: ignore[arg-type]
    return [found[one.id] for one in openings]


def test_a_browser_by_itself_is_a_person() -> None:
    assert reasons(seen(), seen(30, link=2), seen(3600)) == [PERSON] * 3


@pytest.mark.parametrize("hint", sorted(HINTS))
def test_what_the_request_gives_away_is_the_reason(hint: str) -> None:
    assert reasons(seen(hint=hint)) == [hint]


@pytest.mark.parametrize(
    ("agent", "why"),
    [
        ("Mimecast", "scanner"), ("Slack", "preview"), ("Googlebot", "search"), ("UptimeRobot", "monitor"),
        ("Python", "library"), ("headless browser", "headless"), (NOTHING, "library"),
    ],
)  # fmt: skip
def test_programs_that_say_who_they_are(agent: str, why: str) -> None:
    assert reasons(seen(agent=agent)) == [why]


def test_every_reason_has_words() -> None:
    kinds = {"scanner", "preview", "search", "monitor", "library", "headless"}
    assert set(WHY) == HINTS | kinds | {"too_fast", "burst", "beside", "rhythm"}


@pytest.mark.parametrize(
    ("after", "why"), [(-20, "too_fast"), (0, "too_fast"), (4.9, "too_fast"), (6, PERSON), (-40, PERSON)]
)
def test_nobody_reads_a_mail_in_the_seconds_of_its_arrival(after: float, why: str) -> None:
    assert reasons(seen(after), mailed={1: [NOON]}) == [why]
    assert reasons(seen(after, link=2), mailed={1: [NOON]}) == [PERSON]


def test_three_links_within_seconds_are_a_machine_s_and_two_are_not() -> None:
    assert reasons(seen(0), seen(2, link=2), seen(4, link=3)) == ["burst"] * 3
    assert reasons(seen(0), seen(2, link=2)) == [PERSON] * 2
    assert reasons(seen(0), seen(1), seen(2)) == [PERSON] * 3  # one link, opened again
    assert reasons(seen(0), seen(4, link=2), seen(8, link=3)) == [PERSON] * 3
    assert reasons(seen(0), seen(2, link=2, visitor="bo"), seen(4, link=3)) == [PERSON] * 3


def test_what_is_not_ripe_and_what_was_counted_belong_to_the_burst_too() -> None:
    counted = Counted(2, 7, NOON - dt.timedelta(seconds=1), "ada", automatic=True)
    assert reasons(seen(0), company=[seen(2, link=3)], before=[counted]) == ["burst"]


def test_the_same_visitor_s_opening_an_hour_later_is_a_person_s() -> None:
    assert reasons(seen(0), seen(1, link=2), seen(2, link=3), seen(3600)) == ["burst", "burst", "burst", PERSON]


def test_a_browser_that_comes_with_a_program_s_request_is_a_machine_s() -> None:
    assert reasons(seen(0, hint="head"), seen(2), seen(60)) == ["head", "beside", PERSON]
    assert reasons(seen(0, hint="head", visitor="bo"), seen(2)) == ["head", PERSON]
    assert reasons(seen(0, agent="Slack"), seen(2)) == ["preview", PERSON]  # whoever posts a link may open it


def test_even_intervals_are_a_machine_s() -> None:
    assert reasons(*[seen(300 * k) for k in range(6)]) == [PERSON] * 4 + ["rhythm"] * 2
    assert reasons(*[seen(300 * k + 7 * (k % 2)) for k in range(6)]) == [PERSON] * 6
    counted = [Counted(1, 7, NOON + dt.timedelta(seconds=300 * k), "ada", automatic=False) for k in range(4)]
    assert reasons(seen(1200), before=counted) == ["rhythm"]


def kept(*openings: Seen, before: tuple[Counted, ...] = ()) -> list[float]:
    found = distinct(openings, judge(openings), before)
    return [(one.at - NOON).total_seconds() for one in found]


def test_reloading_within_a_minute_is_one_opening() -> None:
    assert kept(seen(50), seen(0), seen(59), seen(61)) == [0, 61]
    assert kept(seen(0), seen(10, link=2), seen(20, visitor="bo")) == [0, 10, 20]
    assert kept(seen(0), before=(Counted(1, 7, NOON - dt.timedelta(seconds=30), "ada", automatic=False),)) == []


def test_a_person_counts_beside_a_machine_of_the_same_place() -> None:
    assert kept(seen(0, hint="head"), seen(20)) == [0, 20]
    assert kept(seen(0), before=(Counted(1, 7, NOON - dt.timedelta(seconds=30), "ada", automatic=True),)) == [0]


def test_whoever_left_no_trace_is_never_taken_for_another() -> None:
    assert kept(seen(0, visitor=""), seen(1, visitor="")) == [0, 1]
    assert reasons(seen(0, visitor=""), seen(1, link=2, visitor=""), seen(2, link=3, visitor="")) == [PERSON] * 3
