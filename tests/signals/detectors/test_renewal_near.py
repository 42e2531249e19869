import datetime as dt
from typing import Any

import pytest

from accounts.models import Contract
from signals.detection import day_number
from tests.factories import ContractFactory
from tests.scenarios import TODAY, Story, ago, holidays, learnt, opens, read, sentence, stands, strength

KEY = "renewal_near"


def ending(in_days: int, **terms: Any) -> Story:
    given: dict[str, Any] = {"notice_length": 30, "notice_unit": "days"} | terms
    return Story().contract(ends=ago(-in_days), **given)


@pytest.mark.parametrize(("days", "expected"), [(90, 0.0), (60, 0.5), (30, 1.0), (0, 1.0), (-1, 0.0)])
def test_a_ramp_from_90_days_before_the_deadline_to_30(days: int, expected: float) -> None:
    assert strength(KEY, ending(30 + days)) == pytest.approx(expected)


def test_it_fires_two_months_before_the_deadline() -> None:
    assert opens(KEY, ending(30 + 60))
    assert not opens(KEY, ending(30 + 61))


def a_good_month(story: Story) -> Story:
    """Enough known, and nothing of it against us."""
    story.writes(per_week=4).invoices(range(15, 300, 30), late=0).spends(100, since=240)
    return story.answers(9, 20).pulse(5, 10)


def test_benign_calm() -> None:
    calm = a_good_month(ending(60))
    assert strength(KEY, calm) == 1.0
    assert not stands(KEY, calm)

    calm.answers(2, 1)
    assert stands(KEY, calm)


def test_where_little_is_known_the_day_opens_its_alert() -> None:
    assert stands(KEY, ending(60))


def test_the_sentence_names_both_days() -> None:
    assert sentence(KEY, ending(60)) == "Notice by 1 Apr 2026 ends the contract on 1 May 2026."


def test_a_contract_without_an_end_has_no_such_day() -> None:
    story = Story().contract(notice_length=3)

    assert strength(KEY, story) == 0.0
    assert sentence(KEY, story) == "No fixed day for giving notice."


def test_a_client_without_a_contract_cannot_be_told() -> None:
    assert strength(KEY, Story()) is None


def test_after_the_deadline_a_renewing_contract_waits_for_the_next() -> None:
    story = ending(20, renews=True, renewal_months=12)

    told = read(KEY, story)

    assert told.strengths[KEY] == 0.0
    assert told.reading["end"] == day_number(dt.date(2027, 3, 22))


def test_a_renewed_contract_is_near_its_end_again() -> None:
    assert strength(KEY, ending(-310, renews=True, renewal_months=12)) == 1.0


def test_the_nearest_of_several_contracts_speaks() -> None:
    story = ending(300).contract(ends=ago(-50), notice_length=30, notice_unit="days")

    assert read(KEY, story).reading["deadline"] == day_number(ago(-20))


def test_business_days_leave_out_the_holidays_of_the_agencys_country() -> None:
    story = Story().contract(ends=dt.date(2026, 4, 10), notice_length=10, notice_unit="business")
    plain = read(KEY, story).reading["deadline"]
    holidays(dt.date(2026, 4, 3), dt.date(2026, 4, 6))

    assert plain == day_number(dt.date(2026, 3, 27))
    assert read(KEY, story).reading["deadline"] == day_number(dt.date(2026, 3, 25))


def test_a_contract_that_ended_has_no_deadline() -> None:
    assert strength(KEY, ending(-1)) is None


def test_a_contract_learnt_later_does_not_count_before() -> None:
    story = Story()
    with learnt(5):
        ContractFactory(client=story.client, ends=ago(-40), notice_length=30, notice_unit="days")

    assert strength(KEY, story, day=ago(6)) is None
    assert strength(KEY, story) == 1.0


def test_changed_terms_count_as_they_were_known_then() -> None:
    story = ending(40)
    with learnt(3):
        Contract.objects.update(ends=ago(-400))

    assert strength(KEY, story, day=ago(4)) == 1.0
    assert strength(KEY, story) == 0.0


def test_evidence_holds_the_deadline_that_is_read() -> None:
    story = ending(200).contract(ends=ago(-50), notice_length=30, notice_unit="days", title="Ads")

    told = read(KEY, story)

    assert min(told.figures) == told.reading["deadline"] == day_number(TODAY) + 20
    assert "Ads, since 2 Mar 2024: notice by 22 Mar 2026" in [record.text for record in told.evidence]
