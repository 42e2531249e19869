"""Contracts of every form for the tests of dates, made up by Hypothesis or by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from accounts.deadlines import Terms, Workdays
from offboarding.delivery import Delivery
from offboarding.endings import Agreement

TODAY = dt.date(2026, 11, 20)  # a Friday
CHRISTMAS = frozenset({dt.date(2026, 12, day) for day in (24, 25, 26, 31)} | {dt.date(2027, 1, 1)})
OFFICE = Workdays(frozenset(range(5)), CHRISTMAS)

near = st.dates(dt.date(2023, 12, 1), dt.date(2029, 3, 31))  # two leap days, and many month ends
weeks = st.frozensets(st.integers(0, 6), max_size=7)
offices = st.builds(Workdays, weeks, st.frozensets(st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31)), max_size=20))
deliveries = st.sampled_from(Delivery)
lengths = st.one_of(st.none(), st.integers(0, 120))


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Open-ended, fixed and renewing ones; silent ones among them. Months are kept few, as contracts do."""
    starts = draw(st.dates(dt.date(2020, 1, 1), dt.date(2027, 12, 31)))
    ends = draw(st.one_of(st.none(), st.integers(0, 2000).map(lambda days: starts + dt.timedelta(days=days))))
    unit = draw(st.sampled_from(["days", "business", "months"]))
    length = draw(lengths)
    return Terms(
        starts=starts,
        ends=ends,
        renews=draw(st.booleans()),
        renewal_months=draw(st.sampled_from([None, 1, 3, 6, 12, 24])),
        notice_length=length % 13 if length is not None and unit == "months" else length,
        notice_unit=unit,
        notice_to_month_end=draw(st.booleans()),
    )


agreements = st.builds(
    Agreement,
    id=st.integers(1, 9),
    title=st.sampled_from(["Ads", "SEO", "Social"]),
    terms=terms(),
    cure_days=st.one_of(st.none(), st.integers(0, 60)),
    delivery=deliveries,
    cycle_ends=st.lists(near, max_size=4).map(tuple),
)


def agreement(**given: Any) -> Agreement:
    """Open-ended since 2024, three months of notice by e-mail, 30 days to cure, unless told otherwise."""
    said = {name: given.pop(name) for name in ("id", "title", "cure_days", "delivery", "cycle_ends") if name in given}
    words = {
        "starts": dt.date(2024, 1, 1), "ends": None, "renews": False, "renewal_months": None,
        "notice_length": 3, "notice_unit": "months", "notice_to_month_end": False,
    }  # fmt: skip
    kept: dict[str, Any] = {"id": 1, "title": "Ads", "cure_days": 30, "delivery": Delivery.EMAIL}
    return Agreement(**kept | said, terms=Terms(**words | given))
