import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from accounts.deadlines import Workdays
from offboarding.dates import WAIT_AT_MOST, Candidate, Dates, Receivable, dates
from offboarding.endings import BREACH, Agreement, Kind, ending
from tests.offboarding.agreements import OFFICE, TODAY, agreement, agreements, near, offices

portfolios = st.lists(agreements, max_size=3).map(tuple)
moneys = st.lists(st.builds(Receivable, st.sampled_from(["17", "18"]), st.one_of(st.none(), near)), max_size=3)
kinds = st.sampled_from(Kind)
MARCH = dt.date(2027, 3, 31)


def found_for(*given_: Agreement, kind: Kind = Kind.CONVENIENCE, money: tuple[Receivable, ...] = ()) -> Dates:
    return dates(kind, given_, OFFICE, TODAY, money)


def ends(found: Dates) -> dict[dt.date, tuple[str, ...]]:
    return {one.end: one.keys for one in found.candidates}


def best(found: Dates) -> Candidate:
    [one] = [one for one in found.candidates if one.recommended]
    return one


def warned(found: Dates) -> set[str]:
    return {note.key for note in found.warnings}


# --- by property --------------------------------------------------------------------------------------------------


@given(kinds, portfolios, offices, near, moneys)
def test_every_candidate_keeps_what_each_contract_asks(
    kind: Kind, given_: tuple[Agreement, ...], office: Workdays, today: dt.date, money: list[Receivable]
) -> None:
    found = dates(kind, given_, office, today, money)

    for one in found.candidates:
        assert today <= one.notice_on <= max(one.end, office.after(today, 0))
        assert office.works(one.notice_on)
        assert office.works(one.last_working_day)
        assert one.last_working_day <= one.end
        assert one.end == max(each.end for each in one.endings if each.end)
        assert one.notice_on == min(each.send_by for each in one.endings if each.send_by)
        assert one.reasons
        assert len(one.endings) == len(found.endings)


@given(kinds, portfolios, offices, near, moneys)
def test_candidates_stand_in_order_once_each_and_one_is_recommended(
    kind: Kind, given_: tuple[Agreement, ...], office: Workdays, today: dt.date, money: list[Receivable]
) -> None:
    found = dates(kind, given_, office, today, money)

    days = [one.end for one in found.candidates]
    assert days == sorted(set(days))
    assert sum(one.recommended for one in found.candidates) == bool(days)
    assert found == dates(kind, given_, office, today, money)


@given(kinds, portfolios, offices, near)
def test_one_silent_contract_leaves_no_date_and_says_so(
    kind: Kind, given_: tuple[Agreement, ...], office: Workdays, today: dt.date
) -> None:
    live = [one for one in given_ if not one.over(today)]
    silent = any(ending(one, kind, office, today).end is None for one in live)

    found = dates(kind, given_, office, today)

    assert bool(found.candidates) == (bool(live) and not silent)
    if not found.candidates:
        assert found.warnings


@given(kinds, portfolios, offices, near, st.integers(1, 200))
def test_deciding_later_never_brings_an_earlier_first_end(
    kind: Kind, given_: tuple[Agreement, ...], office: Workdays, today: dt.date, later: int
) -> None:
    live = tuple(one for one in given_ if not one.over(today + dt.timedelta(days=later)))
    first, then = (
        [one.end for one in dates(kind, live, office, day).candidates if "earliest" in one.keys]
        for day in (today, today + dt.timedelta(days=later))
    )
    assert first <= then


# --- by hand ------------------------------------------------------------------------------------------------------


def test_an_open_ended_contract_without_more_has_the_first_lawful_end() -> None:
    found = found_for(agreement())

    assert ends(found) == {dt.date(2027, 2, 23): ("earliest",)}
    assert best(found).notice_on == dt.date(2026, 11, 20)
    assert warned(found) == {"no_cycles"}


def test_the_end_of_a_cycle_with_the_money_in_is_recommended() -> None:
    cycles = (dt.date(2026, 12, 31), dt.date(2027, 2, 28), MARCH)
    money = (Receivable("17", dt.date(2026, 12, 5)), Receivable("18", dt.date(2027, 3, 9)))

    found = found_for(agreement(cycle_ends=cycles), money=money)

    assert ends(found) == {
        dt.date(2027, 2, 23): ("earliest",),
        dt.date(2027, 2, 28): ("cycle",),
        dt.date(2027, 3, 9): ("receivables",),
        MARCH: ("settled_cycle",),
    }
    assert best(found).end == MARCH


def test_one_day_with_several_reasons_is_one_candidate() -> None:
    found = found_for(agreement(cycle_ends=(MARCH,)), money=(Receivable("17", dt.date(2026, 12, 5)),))

    assert ends(found) == {dt.date(2027, 2, 23): ("earliest", "receivables"), MARCH: ("cycle", "settled_cycle")}
    assert [note.key for note in best(found).reasons] == ["cycle", "settled_cycle"]


def test_a_cycle_end_is_put_off_to_the_month_end_the_contract_asks_for() -> None:
    found = found_for(agreement(notice_to_month_end=True, cycle_ends=(dt.date(2027, 3, 15),)))

    assert list(ends(found)) == [dt.date(2027, 2, 28), MARCH]


def test_money_that_is_far_away_is_not_waited_for() -> None:
    far = dt.date(2027, 2, 23) + dt.timedelta(days=WAIT_AT_MOST + 1)

    assert best(found_for(agreement(), money=(Receivable("17", far),))).keys == ("earliest",)


def test_money_without_a_day_is_named_and_not_waited_for() -> None:
    found = found_for(agreement(), money=(Receivable("17", None), Receivable("18", None)))

    [said] = [note for note in found.warnings if note.key == "receivables_without_a_day"]
    assert dict(said.values) == {"numbers": "17, 18", "count": 2}
    assert ends(found) == {dt.date(2027, 2, 23): ("earliest",)}


def test_a_breach_does_not_wait_for_a_cycle() -> None:
    for kind in BREACH:
        found = found_for(agreement(cycle_ends=(MARCH,)), kind=kind)
        assert best(found).end == dt.date(2026, 12, 24)
        assert MARCH in ends(found)


def test_the_latest_of_several_contracts_binds_and_each_is_listed() -> None:
    ads, seo = agreement(id=1, notice_length=1), agreement(id=2, title="SEO", notice_to_month_end=True)

    [one] = found_for(ads, seo).candidates

    assert one.end == dt.date(2027, 2, 28)
    assert [(each.agreement.id, each.end, each.send_by) for each in one.endings] == [
        (1, dt.date(2027, 2, 28), dt.date(2027, 1, 28)),
        (2, dt.date(2027, 2, 28), dt.date(2026, 11, 27)),
    ]
    assert one.notice_on == dt.date(2026, 11, 27)


def test_a_term_is_not_lengthened_to_end_with_another_contract() -> None:
    project = agreement(id=2, title="Site", ends=dt.date(2026, 12, 18), notice_length=None)

    [one] = found_for(agreement(), project).candidates

    assert [each.end for each in one.endings] == [dt.date(2027, 2, 23), dt.date(2026, 12, 18)]


def test_a_contract_that_is_over_binds_nobody() -> None:
    old = agreement(id=2, ends=dt.date(2026, 10, 31), notice_length=None)

    assert len(found_for(agreement(), old).endings) == 1
    assert warned(found_for(old)) == {"no_contract"}


def test_one_who_both_sign_may_also_wait_for_the_term() -> None:
    found = found_for(agreement(ends=dt.date(2027, 6, 30), renews=True, renewal_months=12), kind=Kind.MUTUAL)

    assert ends(found) == {
        dt.date(2026, 11, 23): ("earliest",),
        dt.date(2026, 12, 31): ("handover",),
        dt.date(2027, 6, 30): ("term",),
    }
    assert best(found).end == dt.date(2026, 12, 31)
