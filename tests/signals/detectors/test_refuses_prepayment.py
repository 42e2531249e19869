from typing import Any

import pytest

from accounts.models import Payment
from signals.framing import FrameData
from tests.factories import PaymentFactory
from tests.scenarios import Story, ago, alert_strength, learnt, opens, read, sentence, strength

KEY = "refuses_prepayment"
MOST_PAY_BEFOREHAND = FrameData(prepaid_share=0.8)


def prepaid(late: int, name: str = "Bakery", **how: Any) -> Story:
    return Story(name).contract(is_prepaid=True).invoices([40, 70, 100, 130], late=late, **how)


def test_it_fires_where_prepaid_months_are_paid_after_the_work() -> None:
    story = prepaid(late=29)

    assert strength(KEY, story) == 1.0
    assert opens(KEY, story)
    assert sentence(KEY, story) == "4 of 4 invoices due beforehand were paid after the work."


def test_paying_a_little_late_is_no_refusal() -> None:
    assert strength(KEY, prepaid(late=28)) == 0.0


def test_one_month_in_four_is_a_slip() -> None:
    story = Story().contract(is_prepaid=True).invoices([40, 70, 100], late=0).invoice(130)

    assert strength(KEY, story) == 0.0


def test_too_few_months_cannot_be_told() -> None:
    story = Story().contract(is_prepaid=True).invoices([40, 70], late=29)

    assert strength(KEY, story) == 0.0  # they agreed to it: that much is known


def test_a_contract_like_no_other_counts_and_opens_nothing_alone() -> None:
    story = Story().contract()

    assert strength(KEY, story, frame=MOST_PAY_BEFOREHAND) == pytest.approx(0.3 * 0.6)
    assert sentence(KEY, story, frame=MOST_PAY_BEFOREHAND) == (
        "No contract is paid beforehand; 80% of our clients pay so."
    )


def test_benign_our_terms_where_hardly_anybody_pays_beforehand() -> None:
    story = Story().contract()

    assert strength(KEY, story, frame=FrameData(prepaid_share=0.5)) == 0.0
    assert sentence(KEY, story) == "No contract is paid beforehand, as with most of our clients."


def test_who_pays_beforehand_is_looked_at_and_fine() -> None:
    assert strength(KEY, Story().contract(is_prepaid=True), frame=MOST_PAY_BEFOREHAND) == 0.0


def test_what_people_saw_speaks_alone_and_is_stronger_with_the_terms() -> None:
    seen = Story("A").seen(KEY, 3)
    both = Story("B").contract().seen(KEY, 3)

    assert 0.4 < strength(KEY, seen) < 0.5  # type: ignore[operator]
    assert opens(KEY, both, frame=MOST_PAY_BEFOREHAND)


def test_without_a_contract_or_anybody_watching_it_cannot_be_told() -> None:
    assert alert_strength(KEY, Story()) is None


def test_a_payment_learnt_later_does_not_count_before() -> None:
    story = Story().contract(is_prepaid=True).invoices([70, 100, 130], late=None)
    with learnt(2):
        for invoice in story.client.invoices.all():
            PaymentFactory(client=story.client, invoice=invoice, amount=1000, currency="EUR", paid_on=invoice.due_on)

    assert strength(KEY, story, day=ago(3)) == 1.0
    assert strength(KEY, story) == 0.0
    assert Payment.objects.count() == 3


def test_evidence_lists_each_invoice_the_terms_and_the_cases() -> None:
    told = read(KEY, prepaid(late=29).seen(KEY, 3))

    assert sum(r.figure for r in told.evidence if r.record == "invoice") == told.reading["afterwards"] == 4
    assert [r.text for r in told.evidence if r.record == "contract"] == ["Contract: paid beforehand"]
    assert told.evidence[-1].record == "observation"
