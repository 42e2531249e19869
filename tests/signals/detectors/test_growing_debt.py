import pytest

from tests.factories import InvoiceFactory, PaymentFactory
from tests.scenarios import Story, Told, ago, learnt, opens, rate, read, sentence

FIRE = "fire_growing_debt"
PROMISES = "fire_broken_promises"


def told_of(story: Story) -> Told:
    return read("growing_debt", story)


def test_it_fires_for_a_balance_that_only_grows() -> None:
    story = Story().contract(1000).invoices(range(15, 200, 30), 1000, late=None)

    assert opens("growing_debt", story)
    told = told_of(story)

    assert told.reading["overdue"] == 700_000
    assert told.reading["slope"] == 100_000
    assert told.strengths["growing_debt"] == told.strengths[FIRE] == 1.0


def test_benign_one_late_invoice_counts_points_but_opens_no_alert_for_a_month() -> None:
    story = Story().contract(1000).invoice(9, 1000)

    assert told_of(story).strengths[FIRE] == 0.5
    assert not opens("growing_debt", story)
    assert opens("growing_debt", Story("Old").contract(1000).invoice(31, 1000))


def test_a_broken_promise_opens_at_once() -> None:
    story = Story().contract(1000).invoice(9, 1000).promises(made=8, until=2)

    assert opens("growing_debt", story)


def test_a_promise_broken_before_this_debt_does_not_open_it() -> None:
    story = Story().contract(1000).invoice(60, 1000, late=40).promises(made=55, until=45).invoice(9, 1000)

    assert told_of(story).strengths[PROMISES] == pytest.approx(2 / 6)
    assert not opens("growing_debt", story)


def test_benign_stands_still() -> None:
    still = Story("Still").contract(1000).invoice(250, 2000)

    assert told_of(still).strengths[FIRE] == 0.5
    assert not opens("growing_debt", still)
    assert opens("growing_debt", still.promises(made=30, until=20))
    assert opens("growing_debt", Story("Young").contract(1000).invoice(120, 2000))


def test_benign_paid_at_last() -> None:
    story = Story().contract(1000)
    for due in (40, 70, 100):
        story.invoice(due, 1000, late=30).promises(made=due - 5, until=due - 10)

    assert told_of(story).strengths[PROMISES] == 0.5
    assert not opens("growing_debt", story)


def test_a_debt_that_stands_still_is_half_of_it() -> None:
    story = Story().contract(1000).invoice(250, 1000)

    told = told_of(story)

    assert told.reading["slope"] == 0
    assert told.strengths["growing_debt"] == 0.5


def test_nothing_overdue_is_looked_at_and_fine() -> None:
    story = Story().contract(1000).invoices([10, 40, 70], late=0).invoice(-10)

    told = told_of(story)

    assert told.strengths["growing_debt"] == 0.0
    assert sentence("growing_debt", story) == "Nothing is overdue."


def test_what_falls_due_today_is_not_overdue() -> None:
    assert told_of(Story().contract(1000).invoice(0)).reading["overdue"] == 0


def test_a_client_who_was_never_billed_cannot_be_told() -> None:
    assert set(told_of(Story()).strengths.values()) == {None}


def test_without_a_contract_the_last_three_closed_months_say_what_a_month_is() -> None:
    story = Story().invoices([3, 32, 60], 900, late=0).invoice(20, 450)

    told = told_of(story)

    assert told.reading["fee"] == round((3 * 90_000 + 45_000) / 3)


def test_an_old_part_payment_adds_to_the_fire_side_alone() -> None:
    story = Story().contract(1000).invoice(200, 1000).pays(800, days_ago=150)

    told = told_of(story)

    assert told.reading["residues"] == 1
    assert told.strengths["growing_debt"] == pytest.approx(0.1)
    assert told.strengths[FIRE] == pytest.approx(0.35)


def test_a_part_payment_of_last_month_leaves_no_residue_yet() -> None:
    assert told_of(Story().contract(1000).invoice(90, 1000).pays(800, days_ago=59)).reading["residues"] == 0


def test_a_credited_rest_is_no_residue() -> None:
    story = Story().contract(1000).invoice(200, 1000).pays(800, days_ago=150).credited(200, days_ago=140)

    told = told_of(story)

    assert told.reading["overdue"] == 0
    assert told.strengths[FIRE] == 0.0


def test_an_overpaid_invoice_pays_for_no_other() -> None:
    story = Story().contract(1000).invoice(40, 1000).invoice(70, 1000).pays(3000, days_ago=60)

    assert told_of(story).reading["overdue"] == 100_000


def test_a_promise_is_broken_when_its_day_passes_without_the_money() -> None:
    story = Story().invoice(60).promises(50, 40).promises(30, 20, amount=1000)

    told = told_of(story)

    assert (told.reading["made"], told.reading["broken"]) == (2, 2)
    assert told.strengths[PROMISES] == pytest.approx(3 / 7)
    assert sentence("growing_debt", story, PROMISES) == "2 of 2 promises to pay were broken."


def test_a_promise_is_kept_when_the_money_comes_by_its_day() -> None:
    story = Story().invoice(60).promises(50, 40, amount=1000).pays(1000, days_ago=40)

    assert told_of(story).reading["broken"] == 0


def test_a_part_of_a_promised_amount_keeps_no_promise() -> None:
    story = Story().invoice(60).promises(50, 40, amount=1000).pays(900, days_ago=41)

    assert told_of(story).reading["broken"] == 1


def test_a_promise_is_not_broken_before_its_day_is_over() -> None:
    assert told_of(Story().invoice(60).promises(5, 0)).reading["broken"] == 0


def test_kept_promises_are_better_than_none_made() -> None:
    kept = Story().invoice(60).promises(50, 40).pays(1000, days_ago=41)
    none = Story().invoice(60, late=20)

    assert told_of(kept).strengths[PROMISES] < told_of(none).strengths[PROMISES]  # type: ignore[operator]
    assert sentence("growing_debt", none, PROMISES) == "No promise to pay is on record."


def test_one_foreign_currency_needs_no_rate() -> None:
    story = Story().contract(1000, currency="SEK").invoice(250, 1000, currency="SEK")

    assert told_of(story).strengths["growing_debt"] == 0.5


def test_two_currencies_are_added_in_the_base_currency() -> None:
    rate("SEK", "0.1")
    story = Story().contract(1000).invoice(250, 300).invoice(250, 2000, currency="SEK")

    assert told_of(story).reading["overdue"] == 50_000


@pytest.mark.parametrize("currencies", [("EUR", "SEK"), ("SEK", "EUR")])
def test_a_missing_rate_is_never_a_debt_of_zero(currencies: tuple[str, str]) -> None:
    story = Story().invoice(60, currency=currencies[0]).invoice(40, currency=currencies[1]).promises(30, 20)

    told = told_of(story)

    assert told.strengths["growing_debt"] is None
    assert told.strengths[FIRE] is None
    assert told.strengths[PROMISES] == pytest.approx(2 / 6)
    assert sentence("growing_debt", story) == "Cannot tell: there is no exchange rate for SEK on 2 Mar 2026."


def test_an_invoice_learnt_later_does_not_count_before() -> None:
    story = Story().contract(1000)
    with learnt(5):
        InvoiceFactory(client=story.client, issued_on=ago(90), due_on=ago(60))

    assert read("growing_debt", story, day=ago(6)).reading["overdue"] is None
    assert told_of(story).reading["overdue"] == 125_000


def test_a_payment_taken_back_counts_as_it_was_known_then() -> None:
    story = Story().contract(1000).invoice(60)
    with learnt(30):
        payment = PaymentFactory(invoice=story.last_invoice, paid_on=ago(40))
    with learnt(10):
        payment.delete()

    assert read("growing_debt", story, day=ago(11)).reading["overdue"] == 0
    assert told_of(story).reading["overdue"] == 100_000


def test_evidence_adds_up_to_what_is_overdue() -> None:
    story = Story().contract(1000).invoices([12, 42, 72], 1234.56, late=None).pays(200.5, days_ago=30).promises(20, 10)

    told = told_of(story)

    assert sum(told.figures) == told.reading["overdue"] == 3 * 123_456 - 20_050
    assert told.evidence[-1].text == "Promised to pay by 20 Feb 2026"


def test_the_sentence_names_the_sum_and_the_oldest() -> None:
    story = Story().contract(1000).invoice(40, 1000).invoice(200, 1000).pays(800, days_ago=150)

    assert sentence("growing_debt", story) == (
        "€1,200 overdue, the oldest since 14 Aug 2025. 1 invoice was only paid in part."
    )
