import calendar
import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accounts.deadlines import Terms, Workdays, is_month_end, latest_receipt, notice_end
from offboarding.delivery import MARGIN, Delivery, delivery_of
from offboarding.endings import Agreement, Ending, Kind, ending, received_on
from tests.offboarding.agreements import OFFICE, TODAY, agreement, agreements, deliveries, near, offices, terms

DAY = dt.timedelta(days=1)
kinds = st.sampled_from(Kind)


def keys(found: Ending) -> list[str]:
    return [note.key for note in found.warnings]


def end_of(kind: Kind = Kind.CONVENIENCE, today: dt.date = TODAY, **given: object) -> dt.date | None:
    return ending(agreement(**given), kind, OFFICE, today).end


def enough(said: Terms, received: dt.date, end: dt.date, office: Workdays) -> bool:
    """Whether the agreed notice lies between receipt and end: counted day by day, by no arithmetic of ours."""
    length = said.notice_length or 0
    between = [received + DAY * k for k in range(1, (end - received).days + 1)]
    if said.notice_unit == "days":
        return len(between) >= length
    if said.notice_unit == "business":
        return sum(office.works(day) for day in between) >= length
    year, month = received.year, received.month
    for _ in range(length):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return (end.year, end.month, end.day) >= (year, month, min(received.day, calendar.monthrange(year, month)[1]))


# --- by property --------------------------------------------------------------------------------------------------


@given(agreements, kinds, offices, near, st.one_of(st.none(), near))
def test_what_is_sent_on_the_last_day_is_received_in_time(
    given_: Agreement, kind: Kind, office: Workdays, today: dt.date, wish: dt.date | None
) -> None:
    assume(not given_.over(today))
    found = ending(given_, kind, office, today, wish)
    if found.end is None:
        assert found.warnings
        assert (found.receive_by, found.send_by) == (None, None)
        return
    assert found.receive_by is not None
    assert found.send_by is not None
    assert found.send_by >= today
    assert office.works(found.send_by)
    assert found.receive_by <= found.end
    if found.end != given_.terms.ends or given_.terms.renews:  # a fixed term runs out without any notice
        assert office.after(found.send_by, MARGIN[given_.delivery]) <= found.receive_by


@given(agreements, offices, near, st.one_of(st.none(), near))
def test_at_least_the_agreed_notice_lies_between_receipt_and_end(
    given_: Agreement, office: Workdays, today: dt.date, wish: dt.date | None
) -> None:
    found = ending(given_, Kind.CONVENIENCE, office, today, wish)
    fixed = given_.terms.ends is not None and not given_.terms.renews
    assume(found.end is not None and not fixed)
    assert found.end is not None
    assert found.send_by is not None
    received = received_on(given_, office, found.send_by)
    assert enough(given_.terms, received, found.end, office)
    if given_.terms.notice_to_month_end:
        assert is_month_end(found.end)


@settings(max_examples=60)
@given(terms(), offices, near, deliveries)
def test_no_earlier_day_would_have_been_lawful(said: Terms, office: Workdays, today: dt.date, way: Delivery) -> None:
    """Every day from the receipt on is tried: the brute-force reference for open-ended contracts."""
    assume(said.notice_length is not None)
    open_ended = Agreement(1, "Ads", replace(said, ends=None, starts=dt.date(2020, 1, 1)), delivery=way)
    received = received_on(open_ended, office, today)

    found = ending(open_ended, Kind.CONVENIENCE, office, today).end

    day = received
    while not enough(said, received, day, office) or (said.notice_to_month_end and not is_month_end(day)):
        day += DAY
    assert found == day


@given(terms(), offices, near, near)
def test_counting_on_and_counting_back_agree(said: Terms, office: Workdays, received: dt.date, end: dt.date) -> None:
    received = office.after(received, 0)
    said = replace(said, notice_to_month_end=False)

    assert (notice_end(said, received, office) <= end) == (received <= latest_receipt(said, end, office))


@given(agreements, kinds, offices, near, st.integers(1, 400), st.one_of(st.none(), near))
def test_sending_later_never_ends_it_earlier(
    given_: Agreement, kind: Kind, office: Workdays, today: dt.date, later: int, wish: dt.date | None
) -> None:
    now, then = (ending(given_, kind, office, day, wish).end for day in (today, today + DAY * later))
    assume(now is not None and then is not None)
    assert now is not None
    assert then is not None
    assert now <= then


@given(agreements, kinds, offices, near, st.one_of(st.none(), near))
def test_sent_on_the_last_day_it_still_ends_on_that_day(
    given_: Agreement, kind: Kind, office: Workdays, today: dt.date, wish: dt.date | None
) -> None:
    assume(not given_.over(today))
    found = ending(given_, kind, office, today, wish)
    assume(found.send_by is not None)
    assert found.send_by is not None

    again = ending(given_, kind, office, found.send_by, found.end)

    assert (again.end, again.send_by) == (found.end, found.send_by)


@given(agreements, kinds, offices, near, near)
def test_a_wish_is_met_unless_the_term_is_over_by_then(
    given_: Agreement, kind: Kind, office: Workdays, today: dt.date, wish: dt.date
) -> None:
    found = ending(given_, kind, office, today, wish)
    assume(found.end is not None)
    assert found.end is not None
    assert found.end >= wish or found.end == given_.terms.ends


@given(agreements, kinds, offices, near)
def test_where_the_contract_is_silent_there_is_no_date(
    given_: Agreement, kind: Kind, office: Workdays, today: dt.date
) -> None:
    said = given_.terms
    silent = {
        Kind.CONVENIENCE: said.notice_length is None and (said.ends is None or said.renews),
        Kind.EXPIRY: said.ends is None or (said.renews and said.notice_length is None),
        Kind.MUTUAL: False,
    }.get(kind, given_.cure_days is None)

    found = ending(given_, kind, office, today)

    assert (found.end is None) == silent
    if silent:
        assert {"silent_notice", "silent_renewal", "no_end", "silent_cure"} & set(keys(found))


# --- by hand ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "length", "expected"),
    [
        (dt.date(2027, 1, 29), 1, dt.date(2027, 2, 28)),  # 29 January is a Friday; 28 February the last day
        (dt.date(2028, 1, 31), 1, dt.date(2028, 2, 29)),
        (dt.date(2028, 2, 29), 12, dt.date(2029, 2, 28)),
        (dt.date(2027, 8, 31), 6, dt.date(2028, 2, 29)),
        (dt.date(2027, 4, 30), 1, dt.date(2027, 5, 30)),
    ],
)
def test_a_month_runs_to_the_same_number_or_the_last_day(today: dt.date, length: int, expected: dt.date) -> None:
    assert end_of(today=today, notice_length=length, delivery=Delivery.HAND) == expected


def test_a_mail_on_friday_counts_from_monday() -> None:
    assert end_of(notice_length=10, notice_unit="days") == dt.date(2026, 12, 3)


def test_a_registered_letter_takes_a_week() -> None:
    assert end_of(notice_length=10, notice_unit="days", delivery=Delivery.REGISTERED) == dt.date(2026, 12, 7)


def test_christmas_is_no_business_day() -> None:
    assert end_of(today=dt.date(2026, 12, 22), notice_length=5, notice_unit="business") == dt.date(2027, 1, 5)


def test_notice_to_the_end_of_a_month_ends_with_one() -> None:
    found = ending(agreement(notice_length=1, notice_to_month_end=True), Kind.CONVENIENCE, OFFICE, TODAY)

    assert (found.end, found.receive_by, found.send_by) == (
        dt.date(2026, 12, 31),
        dt.date(2026, 11, 30),
        dt.date(2026, 11, 27),
    )


def test_a_term_that_renews_ends_when_notice_before_it_is_still_possible() -> None:
    found = ending(agreement(ends=dt.date(2026, 12, 31), renews=True, renewal_months=6), Kind.EXPIRY, OFFICE, TODAY)

    assert found.end == dt.date(2027, 6, 30)
    assert keys(found) == ["minimum_term"]


def test_how_long_it_renews_for_is_asked_where_a_date_rests_on_it() -> None:
    found = ending(agreement(ends=dt.date(2026, 12, 31), renews=True), Kind.EXPIRY, OFFICE, TODAY)

    assert "renewal_unsaid" in keys(found)


@pytest.mark.parametrize(("length", "warning"), [(None, "fixed_term"), (3, "fixed_term_with_notice")])
def test_a_fixed_term_gives_no_right_to_end_it_before(length: int | None, warning: str) -> None:
    fixed = agreement(ends=dt.date(2028, 3, 31), notice_length=length)

    found = ending(fixed, Kind.CONVENIENCE, OFFICE, TODAY)

    assert (found.end, keys(found)) == (dt.date(2028, 3, 31), [warning])


@pytest.mark.parametrize("kind", [Kind.CAUSE, Kind.NONPAYMENT])
def test_the_last_day_to_cure_is_theirs_and_a_lawyer_is_asked(kind: Kind) -> None:
    found = ending(agreement(), kind, OFFICE, TODAY)

    assert (found.receive_by, found.end) == (dt.date(2026, 11, 23), dt.date(2026, 12, 24))
    assert keys(found) == ["breach_claimed"]


def test_a_breach_of_a_contract_without_cure_period_has_no_date() -> None:
    found = ending(agreement(cure_days=None), Kind.CAUSE, OFFICE, TODAY)

    assert (found.end, keys(found)) == (None, ["silent_cure", "breach_claimed"])


def test_nothing_ends_before_it_began() -> None:
    assert end_of(Kind.MUTUAL, starts=dt.date(2027, 2, 1)) == dt.date(2027, 2, 1)


def test_an_unsaid_way_of_delivery_is_planned_with_the_slowest_and_said() -> None:
    found = ending(agreement(delivery=Delivery.UNSAID), Kind.CONVENIENCE, OFFICE, TODAY)

    assert (found.end, keys(found)) == (dt.date(2027, 2, 27), ["silent_delivery"])


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("In writing, by e-mail", Delivery.EMAIL),
        ("par lettre recommandée avec accusé de réception", Delivery.REGISTERED),
        ("Einschreiben oder E-Mail", Delivery.REGISTERED),
        ("by registered mail", Delivery.REGISTERED),
        ("by mail", Delivery.POST),
        ("anbefalet brev", Delivery.REGISTERED),
        ("por correo electrónico", Delivery.EMAIL),
        ("por correo", Delivery.POST),
        ("电子邮件", Delivery.EMAIL),
        ("delivered by hand", Delivery.HAND),
        ("in writing", Delivery.UNSAID),
        ("", Delivery.UNSAID),
    ],
)
def test_a_contracts_own_words_say_how_notice_travels(text: str, way: Delivery) -> None:
    assert delivery_of(text) is way
