import datetime as dt

import pytest

from signals.detectors import late_payments
from tests.factories import InvoiceFactory, PaymentFactory
from tests.scenarios import TODAY, Story, Told, ago, learnt, opens, rate, read, scope_for, sentence, strength

LAST_YEAR = range(190, 540, 30)
THIS_HALF = range(10, 180, 30)


def told_of(story: Story) -> Told:
    return read("late_payments", story)


def test_it_fires_on_both_sides_for_paying_ever_later() -> None:
    story = Story().invoices(LAST_YEAR, late=2).invoices(range(60, 180, 30), late=40)

    assert opens("late_payments", story)
    told = told_of(story)

    assert told.reading["own_median"] == 2
    assert told.reading["dbt"] == 40
    assert told.strengths == {"late_payments": 1.0, "fire_late_payments": pytest.approx((40 - 15) / 45)}


def test_slow_by_policy_is_not_accused_of_leaving_but_counts_for_fire() -> None:
    story = Story().invoices(range(60, 540, 30), late=45)

    told = told_of(story)

    assert told.strengths["late_payments"] == 0.0
    assert told.strengths["fire_late_payments"] == pytest.approx(30 / 45)


def test_paying_on_time_is_looked_at_and_fine() -> None:
    told = told_of(Story().invoices([*THIS_HALF, *LAST_YEAR], late=0))

    assert told.strengths == {"late_payments": 0.0, "fire_late_payments": 0.0}


def test_paying_early_makes_no_good_of_another_days_lateness() -> None:
    story = Story().invoices(LAST_YEAR).invoice(30, late=-20).invoice(30, late=20)

    assert told_of(story).reading["dbt"] == 10


def test_without_three_earlier_invoices_the_habit_cannot_be_told() -> None:
    story = Story().invoices([200, 230], late=0).invoices(THIS_HALF, late=9)

    told = told_of(story)

    assert told.strengths["late_payments"] is None
    assert told.strengths["fire_late_payments"] == 0.0
    assert "too few earlier invoices" in sentence("late_payments", story)


def test_a_client_without_invoices_cannot_be_told() -> None:
    assert told_of(Story()).strengths == {"late_payments": None, "fire_late_payments": None}


def test_an_open_invoice_is_late_by_its_age() -> None:
    assert told_of(Story().invoices(LAST_YEAR).invoice(50)).reading["dbt"] == 50


def test_an_old_open_invoice_is_still_looked_at() -> None:
    assert told_of(Story().invoices(LAST_YEAR, late=0).invoice(300)).reading["dbt"] == 300


def test_a_day_weighs_by_its_amount() -> None:
    story = Story().invoice(60, 3000, late=0).invoice(60, 1000, late=40)

    assert told_of(story).reading["dbt"] == 10


def test_each_part_payment_weighs_its_own_amount() -> None:
    story = Story().invoice(40).pays(500, days_ago=40).pays(500, days_ago=20)

    assert told_of(story).reading["dbt"] == 10


def test_a_credit_note_settles_what_it_credits() -> None:
    story = Story().invoice(40).credited(1000, days_ago=35)

    assert told_of(story).reading["dbt"] == 5


def test_a_void_invoice_asks_for_nothing() -> None:
    story = Story()
    with learnt(0):
        InvoiceFactory(client=story.client, issued_on=ago(90), due_on=ago(60), voided_on=ago(50))

    assert told_of(story).strengths["fire_late_payments"] is None


def test_what_falls_due_today_is_not_late() -> None:
    assert told_of(Story().invoice(0)).reading["dbt"] == 0


def test_an_amount_of_zero_is_no_division_by_it() -> None:
    assert told_of(Story().invoice(30, 0)).strengths["fire_late_payments"] is None


def test_a_payment_learnt_later_does_not_count_before() -> None:
    story = Story().invoice(50)
    invoice = story.last_invoice
    with learnt(5):
        PaymentFactory(invoice=invoice, paid_on=ago(48))

    assert read("late_payments", story, day=ago(6)).reading["dbt"] == 44
    assert told_of(story).reading["dbt"] == 2


def test_a_corrected_payment_counts_as_it_was_known_then() -> None:
    story = Story()
    with learnt(40):
        payment = PaymentFactory(
            invoice=InvoiceFactory(client=story.client, issued_on=ago(90), due_on=ago(60)), paid_on=ago(50)
        )
    with learnt(10):
        payment.paid_on = ago(58)
        payment.save()

    for known in ("recorded_at", "known_at"):
        assert read("late_payments", story, day=ago(11), known=known).reading["dbt"] == 10
        assert read("late_payments", story, known=known).reading["dbt"] == 2


def test_one_foreign_currency_needs_no_rate() -> None:
    story = Story().invoices(range(60, 180, 30), late=30, currency="SEK")

    assert told_of(story).reading["dbt"] == 30


def test_two_currencies_are_weighed_in_the_base_currency() -> None:
    rate("SEK", "0.1")
    story = Story().invoice(60, 1000, late=0).invoice(60, 10_000, late=40, currency="SEK")

    assert told_of(story).reading["dbt"] == 20


@pytest.mark.parametrize("first", ["EUR", "SEK"])
def test_a_missing_rate_is_cannot_tell_for_that_client_alone(first: str) -> None:
    second = {"EUR": "SEK", "SEK": "EUR"}[first]
    mixed = Story("Mixed").invoice(60, late=40, currency=first).invoice(30, late=40, currency=second)
    plain = Story("Plain").invoice(60, late=40)
    scope = scope_for(mixed, plain)

    judged = late_payments.judge(late_payments.measure(scope), scope)["fire_late_payments"]

    assert judged[0] != judged[0]
    assert judged[1] == pytest.approx(25 / 45)
    assert sentence("late_payments", mixed) == "Cannot tell: there is no exchange rate for SEK on 2 Mar 2026."


def test_a_rate_of_a_later_day_does_not_help() -> None:
    story = Story().invoice(60, late=40).invoice(30, late=40, currency="SEK")
    rate("SEK", "0.1", days_ago=5)

    assert strength("late_payments", story, "fire_late_payments", day=ago(6)) is None
    assert strength("late_payments", story, "fire_late_payments") is not None


def test_dbt_can_be_recomputed_from_the_evidence() -> None:
    """Every piece says when it was settled and how late, so also when it was due; all amounts are alike here."""
    story = Story().invoices(range(5, 180, 25), late=None).invoices(range(20, 180, 20), late=17)

    told = told_of(story)

    ages = [(TODAY - (record.on - dt.timedelta(days=record.figure))).days for record in told.evidence]
    weights = [0.5 ** (age / 60) for age in ages]
    dbt = sum(w * days for w, days in zip(weights, told.figures, strict=True)) / sum(weights)
    assert told.reading["dbt_tenths"] == pytest.approx(10 * dbt, abs=1)


def test_evidence_names_invoice_amount_and_lateness() -> None:
    story = Story().invoice(40).pays(400, days_ago=28)

    still_open, paid = told_of(story).evidence

    assert still_open.text == f"{story.client.pk}-40: 600 EUR open, due 21 Jan 2026, 40 days late so far"
    assert paid.text == f"{story.client.pk}-40: 400 EUR paid, due 21 Jan 2026, 12 days late"
    assert (still_open.on, paid.on) == (TODAY, ago(28))


def test_the_sentence_sets_the_days_beside_their_usual() -> None:
    story = Story().invoices(LAST_YEAR, late=2).invoices(range(60, 180, 30), late=40)

    assert sentence("late_payments", story) == "40 days beyond terms; their usual is 2."
