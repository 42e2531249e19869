import datetime as dt

import pytest

from accounts.models import Request
from tests.factories import RequestFactory
from tests.scenarios import Story, ago, holidays, learnt, opens, read, sentence, strength

KEY = "unresponsive"


def test_it_fires_for_two_requests_two_weeks_overdue() -> None:
    story = Story().asked(30, due=16).asked(28, due=14)

    assert strength(KEY, story) == pytest.approx(0.5)
    assert opens(KEY, story)
    assert sentence(KEY, story) == "2 of 2 requests to them late, the longest by 11 working days; 2 still open."


def test_one_request_alone_opens_nothing() -> None:
    assert strength(KEY, Story().asked(60, due=40)) == pytest.approx(1 / 3)


def test_requests_answered_in_time_make_good() -> None:
    story = Story().asked(30, due=16).asked(28, due=14)
    for n in (20, 30, 40, 50):
        story.asked(n, due=n - 7, answered=n - 7)

    assert strength(KEY, story) < 0.35  # type: ignore[operator]


def test_answers_that_came_late_count_too_and_fade() -> None:
    story = Story().asked(130, due=120, answered=90).asked(130, due=120, answered=90)

    assert strength(KEY, story) == pytest.approx(1 / 3)
    assert read(KEY, story).reading["open"] == 0


def test_what_is_not_due_yet_is_not_judged() -> None:
    assert strength(KEY, Story().asked(8, due=-3)) is None


def test_without_a_due_date_ten_days_are_time_enough() -> None:
    assert read(KEY, Story("A").asked(11)).reading["longest"] == 1
    assert strength(KEY, Story("B").asked(10)) is None


def test_benign_asked_late_our_own_late_asking_is_no_fault_of_theirs() -> None:
    assert strength(KEY, Story("A").asked(4, due=3)) is None
    assert read(KEY, Story("B").asked(9, due=8)).reading["longest"] == 2  # five days after the Saturday we asked on


def test_benign_holidays_of_their_country_and_their_own_do_not_count() -> None:
    danish, german = Story("A").asked(30, due=14), Story("B", country="DE").asked(30, due=14)
    holidays(ago(7), ago(6), ago(5))
    paused = Story("C").asked(30, due=14).period("holiday", 9, 3)

    assert [read(KEY, story).reading["longest"] for story in (danish, german, paused)] == [7, 10, 5]


def test_a_pause_that_is_open_excuses_until_today() -> None:
    assert strength(KEY, Story().asked(60, due=40).period("pause", 45)) == 0.0


def test_weekends_are_no_working_days() -> None:
    friday = Story().asked(13, due=3)

    assert ago(3).weekday() == 4
    assert read(KEY, friday).reading["longest"] == 1


def test_what_people_saw_speaks_alone_and_is_stronger_with_a_request() -> None:
    alone = strength(KEY, Story("A").seen(KEY, 3))
    both = strength(KEY, Story("B").seen(KEY, 3).asked(60, due=40))

    assert 0.4 < alone < 0.5 < both  # type: ignore[operator]


def test_without_requests_or_anybody_watching_it_cannot_be_told() -> None:
    assert strength(KEY, Story("A")) is None
    assert strength(KEY, Story("B").noted(3)) == 0.0


def test_an_answer_learnt_later_does_not_count_before() -> None:
    story = Story().asked(60, due=40)
    with learnt(2):
        Request.objects.update(answered_on=ago(42))

    assert strength(KEY, story, day=ago(3)) == pytest.approx(1 / 3)
    assert strength(KEY, story) == 0.0


def test_an_answer_after_the_day_is_none_on_it() -> None:
    assert read(KEY, Story().asked(60, due=40, answered=5), day=ago(10)).reading["open"] == 1


def test_a_request_of_long_ago_is_forgotten() -> None:
    assert strength(KEY, Story().asked(365, due=300)) is None


def test_a_request_learnt_later_does_not_count_before() -> None:
    story = Story()
    with learnt(2):
        RequestFactory(client=story.client, asked_on=ago(60), due_on=ago(40), answered_on=None)

    assert strength(KEY, story, day=ago(3)) is None


def test_evidence_lists_every_request_judged_with_its_working_days() -> None:
    story = Story().asked(30, due=14).asked(20, due=13, answered=13).asked(8, due=-3).seen(KEY, 3)

    told = read(KEY, story)

    requests = [record for record in told.evidence if record.record == "request"]
    assert len(requests) == told.reading["asked"] == 2
    assert max(record.figure for record in requests) == told.reading["longest"] == 10
    assert [record.record for record in told.evidence][-1] == "observation"
    assert requests[0].on == dt.date(2026, 3, 2)
    assert requests[0].text == ("Approval: Banner. Asked on 31 Jan 2026, due 16 Feb 2026, 10 working days late so far.")
