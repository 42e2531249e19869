import pytest

from accounts.models import TimeEntry
from signals.framing import FrameData
from tests.factories import TimeEntryFactory
from tests.scenarios import Story, ago, learnt, opens, rate, read, sentence, strength

KEY = "time_thief"
SUPPORT = TimeEntry.Kind.SUPPORT
# 100 hours of support in three months and €20,000 a month over the whole portfolio
FRAME = FrameData(support_minutes=6000, revenue_cents=2_000_000)


def caller(hours: float, fee: float = 2000, **how: float) -> Story:
    """So many hours of support in three months for a tenth of the revenue."""
    return Story(**how).contract(fee).works(hours / 13, kind=SUPPORT)  # type: ignore[arg-type]


@pytest.mark.parametrize(("hours", "expected"), [(10, 0.0), (20, 0.5), (30, 1.0), (60, 1.0)])
def test_it_fires_at_double_the_fair_share(hours: float, expected: float) -> None:
    assert strength(KEY, caller(hours), frame=FRAME) == pytest.approx(expected, abs=0.01)


def test_the_classic_case_is_named() -> None:
    assert sentence(KEY, caller(82), frame=FRAME) == (
        "82% of all support time (82 hours in three months) for 10% of the revenue."
        " The classic case: 80% of the time for 20% of the money or less."
    )


def test_other_work_is_no_support() -> None:
    assert strength(KEY, caller(8).works(50), frame=FRAME) == 0.0


def test_benign_beginning_of_a_client() -> None:
    assert strength(KEY, caller(60, started=59), frame=FRAME) == 0.0


@pytest.mark.parametrize("kind", ["onboarding", "launch"])
def test_benign_beginning_of_something(kind: str) -> None:
    assert strength(KEY, caller(60).period(kind, 40, 10), frame=FRAME) == 0.0


def test_benign_small_client_who_calls_now_and_then() -> None:
    assert strength(KEY, caller(5, fee=200), frame=FRAME) == 0.0


def test_benign_few_hours() -> None:
    """Twice the share and ten hours above it; five times the share and 42 above it."""
    assert strength(KEY, caller(20.1), frame=FRAME) >= 0.5  # type: ignore[operator]
    assert not opens(KEY, caller(20.1), frame=FRAME)
    assert opens(KEY, caller(52), frame=FRAME)


def test_without_hours_of_anybody_it_cannot_be_told() -> None:
    assert strength(KEY, Story().contract(), frame=FRAME) is None
    assert strength(KEY, caller(60), frame=FrameData(revenue_cents=2_000_000)) is None


def test_without_any_revenue_known_it_cannot_be_told() -> None:
    assert strength(KEY, Story().works(5, kind=SUPPORT), frame=FRAME) is None


def test_a_currency_without_a_rate_cannot_be_told_and_is_named() -> None:
    story = Story().contract(2000, currency="SEK").works(5, kind=SUPPORT)

    assert strength(KEY, story, frame=FRAME) is None
    rate("SEK", "0.1")
    assert strength(KEY, story, frame=FRAME) == 1.0


def test_when_hours_are_no_longer_logged_the_last_reading_is_held_and_then_expires() -> None:
    story = Story().contract().works(20 / 13, since=120, until=30, kind=SUPPORT)
    frame = FrameData(support_minutes=6000, revenue_cents=2_000_000, spoke={"timeentry": ago(30).isoformat()})

    assert (
        strength(KEY, story, frame=frame)
        == strength(KEY, story, frame=frame, day=ago(30))
        == pytest.approx(0.5, abs=0.01)
    )
    assert strength(KEY, story, frame=frame, day=ago(-16)) is None


def test_hours_learnt_later_do_not_count_before() -> None:
    story = caller(9)
    with learnt(2):
        TimeEntryFactory(client=story.client, occurred_on=ago(20), minutes=6000, kind=SUPPORT)

    assert strength(KEY, story, day=ago(3), frame=FRAME) == 0.0
    assert strength(KEY, story, frame=FRAME) == 1.0


def test_evidence_adds_up_to_the_minutes_of_support() -> None:
    told = read(KEY, caller(26).works(10), frame=FRAME)

    assert sum(told.figures) == told.reading["support"] == 13 * 120
    assert told.evidence[0].text == "Week to 24 Feb 2026: 2 hours of support"
