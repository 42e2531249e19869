"""Programs and people, told apart by what they do."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.links.agents import NOTHING, family_of
from surveys.scanners import (
    AFTER_BURST,
    AT_ONCE,
    BURST_SPAN,
    QUICKEST,
    TAINTED,
    Press,
    Seen,
    judge,
    of_request,
    unmasks,
)
from tests.surveys.pages import PHONE

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
# A busy machine is no failure.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
READ = dt.timedelta(seconds=5)  # a person reads for so long
ME, GATEWAY = "me", "gateway"

moments = st.integers(0, 600_000).map(lambda ms: NOW - dt.timedelta(milliseconds=ms))
events = st.builds(
    Seen,
    at=moments,
    score=st.none() | st.integers(0, 10),
    visitor=st.sampled_from([ME, GATEWAY]),
    pressed=st.booleans(),
)
ages = st.none() | st.integers(-1000, 60_000).map(lambda ms: dt.timedelta(milliseconds=ms))
presses = st.builds(
    Press,
    at=st.just(NOW),
    score=st.integers(0, 10),
    visitor=st.sampled_from([ME, GATEWAY]),
    age=ages,
    trap=st.booleans(),
)


def looks(count: int, *, ago: float, visitor: str = GATEWAY, apart: float = 0.2) -> list[Seen]:
    """So many links of different answers opened one after the other, the last one `ago` seconds before now."""
    last = NOW - dt.timedelta(seconds=ago)
    return [Seen(last - dt.timedelta(seconds=apart * n), n, visitor, pressed=False) for n in range(count)]


def press(age: float | None = 5, *, score: int = 9, visitor: str = ME, trap: bool = False) -> Press:
    return Press(NOW, score, visitor, None if age is None else dt.timedelta(seconds=age), trap)


def test_a_person_who_opens_one_link_and_presses_is_a_person() -> None:
    assert judge(press(2), [Seen(NOW - READ, 9, ME, pressed=False)]).reasons == ()


def test_changing_ones_mind_in_the_mail_is_no_burst() -> None:
    two = [Seen(NOW - READ, 9, ME, pressed=False), Seen(NOW - 2 * READ, 8, ME, pressed=False)]

    assert judge(press(2), two).reasons == ()


@pytest.mark.parametrize(
    ("pressed", "reason"),
    [(press(0.3), "fast"), (press(-1), "fast"), (press(None), "stamp"), (press(5, trap=True), "trap")],
)
def test_what_only_a_program_does_is_not_kept(pressed: Press, reason: str) -> None:
    verdict = judge(pressed, [])

    assert verdict.again
    assert reason in verdict.reasons


def test_a_press_right_after_a_burst_is_part_of_it_whoever_it_came_from() -> None:
    assert judge(press(3), looks(11, ago=2)).reasons == ("after_burst",)
    assert judge(press(3), looks(11, ago=AFTER_BURST.total_seconds())).reasons == ()


def test_what_a_visitor_presses_after_a_round_of_all_links_is_kept_apart() -> None:
    verdict = judge(press(20, visitor=GATEWAY), looks(11, ago=30))

    assert (verdict.reasons, verdict.apart, verdict.again) == (("burst",), True, False)
    assert judge(press(20, visitor=ME), looks(11, ago=30)).reasons == ()
    assert judge(press(20, visitor=GATEWAY), looks(11, ago=TAINTED.total_seconds())).reasons == ()


def test_all_five_of_the_short_scale_are_a_round_as_well() -> None:
    assert judge(press(20, visitor=GATEWAY), looks(5, ago=30)).apart


def test_links_opened_slowly_are_no_burst() -> None:
    assert judge(press(2), looks(5, ago=1, visitor=ME, apart=BURST_SPAN.total_seconds())).again is False


def test_several_answers_pressed_at_once_are_nobodys() -> None:
    at_once = [Seen(NOW - AT_ONCE / 2, score, GATEWAY, pressed=True) for score in (3, 4)]

    assert judge(press(5), at_once[:1]).reasons == ("several",)
    assert not unmasks(press(5), at_once[:1])
    assert unmasks(press(5), at_once)
    assert judge(press(5, score=3), at_once[:1]).reasons == ()  # a double click


@unhurried
@given(presses, st.lists(events, max_size=30))
def test_a_press_faster_than_a_person_is_never_kept(pressed: Press, seen: list[Seen]) -> None:
    verdict = judge(pressed, seen)

    if pressed.age is None or pressed.age < QUICKEST or pressed.trap:
        assert verdict.again
    assert not (verdict.again and verdict.apart)


@unhurried
@given(presses, st.lists(events, max_size=20), st.integers(0, 2**32))
def test_the_order_of_what_was_seen_does_not_matter(pressed: Press, seen: list[Seen], seed: int) -> None:
    shuffled = random.Random(seed).sample(seen, len(seen))

    assert judge(pressed, seen) == judge(pressed, shuffled)


@unhurried
@given(presses, st.lists(events, max_size=15), st.lists(events, max_size=15))
def test_more_evidence_never_makes_a_program_a_person(pressed: Press, seen: list[Seen], more: list[Seen]) -> None:
    less, all_of_it = judge(pressed, seen), judge(pressed, seen + more)

    assert not less.reasons or all_of_it.reasons
    assert not less.again or all_of_it.again


@unhurried
@given(st.lists(events, max_size=30).map(lambda seen: [one for one in seen if one.score in {None, 9}]))
def test_one_link_opened_however_often_is_a_persons(seen: list[Seen]) -> None:
    assert judge(press(QUICKEST.total_seconds()), seen).reasons == ()


@pytest.mark.parametrize("header", ["sec-purpose", "purpose", "x-moz", "x-purpose"])
def test_a_page_opened_ahead_of_its_reader_says_so(header: str) -> None:
    assert of_request("GET", {header: "prefetch;prerender"}, "Chrome") == ("prefetch",)


def test_the_program_and_the_method_say_so() -> None:
    assert of_request("HEAD", {}, "Chrome") == ("head",)
    assert of_request("GET", {}, family_of("Mozilla/5.0 (compatible; Barracuda Sentinel)")) == ("program",)
    assert of_request("GET", {}, family_of(PHONE)) == ()
    assert of_request("GET", {}, NOTHING) == ()  # some people's browsers name none
