from typing import Any

import pytest

from tests.factories import InvoiceFactory
from tests.scenarios import Story, ago, alert_strength, learnt, opens, read, sentence, strength

KEY = "haggling"


def credited(*days_ago: int, amount: float = 100, name: str = "Bakery") -> Story:
    """Five paid invoices, and so many credited in part."""
    story = Story(name).invoices([20, 50, 80, 110, 140])
    for n in days_ago:
        story.invoice(n + 5, late=0).credited(amount, n)
    return story


def renewed(before: float, now: float, name: str = "Bakery", hours: tuple[Any, Any] = (None, None)) -> Story:
    story = Story(name).contract(before, ends=ago(1), hours_included=hours[0])
    return story.contract(now, since=0, hours_included=hours[1])


def test_it_fires_for_invoices_that_are_credited_again_and_again() -> None:
    story = credited(10, 40, 70)

    assert strength(KEY, story) == pytest.approx(0.75)
    assert opens(KEY, story)
    assert sentence(KEY, story) == "3 invoices partly credited in a year."


def test_one_discount_is_none() -> None:
    assert strength(KEY, credited(10)) == 0.0


def test_a_contract_that_pays_less_counts_and_opens_only_a_deep_cut() -> None:
    shallow, deep = renewed(2000, 1700, name="A"), renewed(2000, 1200, name="B")

    assert strength(KEY, shallow) == pytest.approx(0.6 * 0.10 / 0.25)
    assert strength(KEY, deep) == pytest.approx(0.6)
    assert sentence(KEY, shallow) == "The new contract pays 15% less."


def test_a_cut_fades_with_a_half_life_of_180_days() -> None:
    story = Story().contract(2000, ends=ago(181)).contract(1200, since=180)

    assert strength(KEY, story) == pytest.approx(0.3)


def test_a_second_contract_beside_the_first_is_no_cut() -> None:
    assert strength(KEY, Story().contract(2000).contract(500, since=3)) == 0.0


def test_a_raise_is_no_cut() -> None:
    assert strength(KEY, renewed(2000, 2500)) == 0.0
    assert strength(KEY, Story("B").contract(0, ends=ago(1)).contract(100, since=0)) == 0.0


def test_what_people_saw_speaks_alone_and_is_stronger_with_a_measure() -> None:
    alone, both = Story("A").seen(KEY, 0), renewed(2000, 1700, name="B").seen(KEY, 0)

    assert strength(KEY, alone) == pytest.approx(0.503, abs=0.001)
    assert strength(KEY, both) == pytest.approx(1 - 0.4966 * 0.76, abs=0.001)


def test_prices_that_stand_are_looked_at_and_fine() -> None:
    assert strength(KEY, credited(name="A").contract()) == 0.0
    assert sentence(KEY, credited(name="B")) == "No discount after the invoice, and no cut of the fee."
    assert strength(KEY, Story("C")) is None


def test_benign_our_error_is_no_discount() -> None:
    story = credited(10, 40, 70).lapse(12, 45, 75, kind="error")

    assert strength(KEY, story) == 0.0


def test_an_invoice_credited_in_full_is_a_correction() -> None:
    assert strength(KEY, credited(10, 40, 70, amount=1000)) == 0.0


def test_benign_smaller_scope_at_the_same_price_of_an_hour_is_no_cut() -> None:
    assert strength(KEY, renewed(2000, 1000, hours=(20, 10))) == 0.0
    assert strength(KEY, renewed(2000, 2000, name="B", hours=(20, 40))) == pytest.approx(0.6)


def test_a_credit_note_learnt_later_does_not_count_before() -> None:
    story = credited(40)
    invoice = story.last_invoice
    assert invoice is not None
    story.invoice(50, late=0)
    with learnt(2):
        InvoiceFactory(
            client=story.client,
            kind="credit",
            credits=story.last_invoice,
            amount=100,
            currency="EUR",
            issued_on=ago(9),
            due_on=ago(9),
        )

    assert alert_strength(KEY, story, day=ago(3)) == 0.0
    assert alert_strength(KEY, story) == pytest.approx(0.5)


def test_evidence_lists_each_credit_note_each_cut_and_each_case() -> None:
    story = credited(10, 40).contract(2000, ends=ago(1)).contract(1700, since=0).seen(KEY, 3)

    told = read(KEY, story)

    notes = [record for record in told.evidence if record.record == "invoice"]
    assert len(notes) == told.reading["credited"] == 2
    (cut,) = [record for record in told.evidence if record.record == "contract"]
    assert cut.figure == told.reading["cut_percent"] == 15
    assert cut.text == "Contract: 1,700 EUR a month, 15% less for the same"
    assert told.evidence[-1].record == "observation"
