from collections.abc import Callable

import numpy as np
import pytest

from accounts.models import Client, Lapse, Message
from signals.detection import Evidence
from signals.detectors import BY_KEY
from signals.framing import FrameData
from signals.measures.fault import PARTS, parts
from signals.statistics import MILLIONTHS
from tests.factories import LapseFactory, UserFactory
from tests.scenarios import Story, ago, learnt, moment, read, scope_for, sentence, strength

KEY = "own_lapses"


def share(story: Story, frame: FrameData | None = None) -> float:
    """Our share of the fault."""
    scope = scope_for(story, frame=frame)
    return float(BY_KEY[KEY].measure(scope)["fault"][0])


@pytest.mark.parametrize(("severity", "expected"), [(1, 0.10), (2, 0.25), (3, 0.50)])
def test_one_fresh_lapse_counts_by_its_severity(severity: int, expected: float) -> None:
    assert strength(KEY, Story().lapse(0, severity=severity)) == pytest.approx(expected)


def test_lapses_add_up_and_halve_every_60_days() -> None:
    assert strength(KEY, Story().lapse(0, 60)) == pytest.approx(0.375)


def test_the_fault_is_never_more_than_all_of_it() -> None:
    assert strength(KEY, Story().lapse(0, 1, 2, severity=3)) == 1.0


def test_no_lapse_of_a_client_who_is_watched_is_fine() -> None:
    story = Story().noted(5)

    assert strength(KEY, story) == 0.0
    assert sentence(KEY, story) == "No lapse of ours is on record."


def test_a_client_of_whom_nothing_is_known_cannot_be_told() -> None:
    assert strength(KEY, Story()) is None
    assert np.isnan(share(Story("Another")))


def test_an_old_lapse_still_says_something() -> None:
    assert strength(KEY, Story().lapse(240)) == pytest.approx(0.25 / 16, abs=1e-6)


def test_a_lapse_learnt_later_does_not_count_before() -> None:
    story = Story().noted(30)
    with learnt(2):
        LapseFactory(client=story.client, occurred_on=ago(9), severity=3)

    assert strength(KEY, story, day=ago(3)) == 0.0
    assert strength(KEY, story) > 0.4  # type: ignore[operator]


def test_a_milder_judgement_counts_from_the_day_it_was_written() -> None:
    story = Story().lapse(30, severity=3)
    with learnt(2):
        Lapse.objects.update(severity=1)

    assert strength(KEY, story, day=ago(3)) > strength(KEY, story)  # type: ignore[operator]


# our answers


def slower(story: Story) -> Story:
    return story.exchanges(2, since=240, until=28, ours=True).exchanges(72, since=27, ours=True)


def test_answers_of_ours_that_come_later_are_half_the_fault() -> None:
    story = slower(Story())

    assert strength(KEY, story) == pytest.approx(0.5)
    assert sentence(KEY, story) == "Our answers come later than they used to."


def test_answers_as_fast_as_ever_are_no_fault() -> None:
    assert strength(KEY, Story().exchanges(2, since=240, ours=True)) == 0.0


def test_questions_of_theirs_that_we_never_answered_count() -> None:
    story = Story().exchanges(2, since=240, until=28, ours=True).exchanges(None, since=27, ours=True)

    assert strength(KEY, story) == pytest.approx(0.5)


def test_their_slow_answers_are_not_ours() -> None:
    assert strength(KEY, Story().exchanges(2, since=240, until=28).exchanges(72, since=27)) is None


def test_late_answers_that_somebody_logged_as_well_count_once() -> None:
    assert strength(KEY, slower(Story().lapse(0, kind="reply"))) == pytest.approx(0.5)
    assert strength(KEY, slower(Story("Other").lapse(0, 0, 0, kind="reply"))) == pytest.approx(0.75)


# results


def dearer(story: Story) -> Story:
    return story.spends(100, since=209, until=28).spends(100, since=27, results=1)


def test_results_that_fell_are_a_part_of_the_fault_but_no_second_reason_to_leave() -> None:
    story = dearer(Story().noted(1))

    assert share(story) == pytest.approx(0.3)
    assert strength(KEY, story) == 0.0


def test_results_that_fell_everywhere_are_nobodys_fault() -> None:
    assert share(dearer(Story().noted(1)), FrameData(cpa_trend=1.4)) == 0.0


# our people


def test_a_client_who_gets_another_owner_has_to_begin_anew() -> None:
    story, first, second = Story(), UserFactory(name="Ada"), UserFactory(name="Bo")
    for days_ago, owner in ((300, first), (30, second)):
        with learnt(days_ago):
            Client.objects.filter(pk=story.client.pk).update(owner=owner)

    found = parts(scope_for(story, known="recorded_at"))["staff"]

    assert [record.text for record in found] == ["Bo took over from Ada"]
    assert read(KEY, story, known="recorded_at").strengths[KEY] == pytest.approx(0.1 * 0.5**0.5, abs=1e-6)
    assert read(KEY, story, known="recorded_at", day=ago(31)).reading["staff"] in (None, 0)


# reports


def test_a_report_that_was_due_and_is_not_delivered_counts_like_a_clear_lapse() -> None:
    story = Story().delivers(0, due=60, done=False)

    assert strength(KEY, story) == pytest.approx(0.125)
    assert sentence(KEY, story) == "Reports are late or missing."


def test_a_report_that_came_late_counts_like_a_minor_one() -> None:
    assert strength(KEY, Story().delivers(50, due=60)) == pytest.approx(0.05)


@pytest.mark.parametrize("made", [61, 60, 58])
def test_a_report_in_time_or_two_days_late_is_fine(made: int) -> None:
    assert strength(KEY, Story().delivers(made, due=60)) == 0.0


def test_a_report_is_not_missing_on_the_day_it_is_due() -> None:
    assert strength(KEY, Story().delivers(0, due=2, done=False)) == 0.0


def test_a_missing_report_that_somebody_logged_as_well_counts_once() -> None:
    assert strength(KEY, Story().lapse(60, kind="report").delivers(0, due=60, done=False)) == pytest.approx(0.125)


# the records


def _everything(story: Story) -> Story:
    return slower(
        dearer(story.lapse(3, 40).lapse(9, kind="error").lapse(5, kind="reply").delivers(0, due=70, done=False))
    )


EACH: dict[str, Callable[[Story], Story]] = {
    "lapses": lambda s: s.lapse(3, 40).lapse(9, kind="error"),
    "replies": slower,
    "logged replies": lambda s: slower(s.lapse(0, 1, 2, kind="reply")),
    "results": dearer,
    "reports": lambda s: s.delivers(0, due=70, done=False).delivers(50, due=60).lapse(5, kind="report"),
    "everything": _everything,
}


@pytest.mark.parametrize("tell", EACH.values(), ids=EACH)
def test_the_records_of_each_part_add_up_to_it(tell: Callable[[Story], Story]) -> None:
    story = tell(Story())
    scope = scope_for(story)
    reading = read(KEY, story).reading
    found = parts(scope)

    def total(records: list[Evidence]) -> int:
        return round(sum(record.figure for record in records))

    assert {name: total(found[name]) for name in PARTS} == {name: reading[name] or 0 for name in PARTS}
    assert share(story) == pytest.approx(min(1.0, sum(map(total, found.values())) / MILLIONTHS))
    assert share(story) > 0


def test_every_record_is_dated_and_says_what_happened() -> None:
    told = read(KEY, _everything(Story()))

    assert all(record.on <= ago(0) and record.text and record.pk for record in told.evidence)
    assert {record.record for record in told.evidence} == {"lapse", "message", "adresult", "deliverable"}


def test_an_answer_learnt_later_does_not_count_before() -> None:
    story = Story().exchanges(2, since=240, until=28, ours=True).exchanges(None, since=27, ours=True)
    with learnt(1):
        for message in Message.objects.filter(direction=Message.Direction.IN, occurred_at__gt=moment(ago(28))):
            Message.objects.create(
                client=story.client,
                direction=Message.Direction.OUT,
                thread=message.thread,
                occurred_at=message.occurred_at,
            )

    assert strength(KEY, story, day=ago(2)) > 0.3  # type: ignore[operator]
    assert strength(KEY, story) == 0.0
