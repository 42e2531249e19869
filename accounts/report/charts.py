"""Months of figures as pictures: plain numbers on a round scale, every label as text, and the words for those who do
not see them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.briefing.composing import round_step
from accounts.briefing.words import Words
from accounts.report.facts import Facts, Figures
from accounts.report.period import YEAR, after
from clienthealth.core import formats

COMPLETE = 0.9  # of the days of the month it is compared with
MOST_LABELS = 12
ROOM = 0.2  # of a step, above the highest point for its label


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns or a line, one place a month; None is a gap. `before` is a year earlier, `goal` a line across.

    `names`, `texts` and `before_texts` say everything, for the table with its `head` and `caption`; `labels` and
    `marks` are what the picture has room for.
    """

    kind: str
    names: Sequence[str]
    labels: Sequence[str]
    values: Sequence[float | None]
    texts: Sequence[str]
    marks: Sequence[str]
    bottom: float
    top: float
    step: float
    ticks: Sequence[str]
    alt: str
    caption: str
    head: Sequence[str]
    before: Sequence[float | None] = ()
    before_texts: Sequence[str] = ()
    goal: float | None = None
    goal_label: str = ""

    @property
    def has_before(self) -> bool:
        return any(value is not None for value in self.before)

    @property
    def captions(self) -> list[tuple[str, str]]:
        """What stands below each place of the picture on a page: the month, and its value where there is room."""
        return list(zip(self.labels, self.marks, strict=True))

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Each month with its value, and the year before where any is known."""
        if self.has_before:
            return list(zip(self.names, self.texts, self.before_texts, strict=True))
        return list(zip(self.names, self.texts, strict=True))


def by_month(found: Sequence[Figures]) -> dict[dt.date, Decimal]:
    """Results of each month in which any were counted, of all accounts."""
    sums: dict[dt.date, Decimal] = {}
    for one in found:
        if one.results is not None:
            sums[one.month] = sums.get(one.month, Decimal(0)) + one.results
    return sums


def a_year_before(facts: Facts) -> dict[dt.date, Decimal]:
    """Results of the same month a year earlier, by the month of the period: those on record as fully as the month."""
    now, then = _days(facts.now), _days(facts.before)
    earlier = by_month(facts.before)
    months = {month: after(month, -YEAR) for month in by_month(facts.now)}
    return {
        month: earlier[before]
        for month, before in months.items()
        if before in earlier and then[before] >= COMPLETE * now[month]
    }


def _days(found: Sequence[Figures]) -> dict[dt.date, int]:
    """How many days of a month are on record: those of the account that has the most."""
    most: dict[dt.date, int] = {}
    for one in found:
        most[one.month] = max(one.days, most.get(one.month, 0))
    return most


def results_chart(facts: Facts, words: Words) -> Chart | None:
    """Columns, with a line across for the year before; None without results of two months."""
    months, now, before = _on_record(facts), by_month(facts.now), a_year_before(facts)
    if len(now) < 2 or not any(now.values()):
        return None
    step = round_step(float(max([*now.values(), *before.values()])))
    top = step * math.ceil(round(float(max([*now.values(), *before.values()])) / step, 6))
    texts = _texts(months, now, words)
    high, low = max(now, key=lambda month: now[month]), min(now, key=lambda month: now[month])
    spoken = {month: formats.full_month(month, words.language) for month in (months[0], months[-1], high, low)}
    return Chart(
        kind="columns", names=_names(months, words), labels=_labels(months, words),
        values=[_float(now.get(month)) for month in months], texts=texts,
        marks=texts if len(months) <= MOST_LABELS else [""] * len(months),
        bottom=0, top=top, step=step, ticks=_ticks(0, top, step, words, ""),
        caption=words.say("results.figures"),
        head=[words.say(f"results.{name}") for name in ("month", "now", *(["year_before"] if before else []))],
        before=[_float(before.get(month)) for month in months], before_texts=_texts(months, before, words),
        alt=words.say(
            "results.alt", first=spoken[months[0]], last=spoken[months[-1]], high=_whole(now[high], words),
            high_month=spoken[high], low=_whole(now[low], words), low_month=spoken[low],
        ),
    )  # fmt: skip


def cost_chart(facts: Facts, words: Words, currency: str, goal: Decimal | None) -> Chart | None:
    """A line of what one result cost in one currency; None without two months that had results."""
    months, costs = _on_record(facts), cost_by_month(facts.now, currency)
    if len(costs) < 2:
        return None
    low, high = (float(pick([*costs.values(), *([goal] if goal else [])])) for pick in (min, max))
    step = round_step(max(high - low, high / 10))
    bottom, top = step * max(0, math.floor(low / step - 2 * ROOM)), step * math.ceil(round(high / step, 6) + ROOM)
    known = [month for month in months if month in costs]
    texts = [price(costs[m], currency, words) if m in costs else formats.NOTHING for m in months]
    said = dict(zip(months, texts, strict=True))
    ends = (known[0], known[-1])
    return Chart(
        kind="line", names=_names(months, words), labels=_labels(months, words),
        values=[_float(costs.get(month)) for month in months], texts=texts,
        marks=[said[month] if month in ends else "" for month in months],
        bottom=bottom, top=top, step=step, ticks=_ticks(bottom, top, step, words, currency),
        caption=words.say("results.figures"), head=[words.say("results.month"), words.say("channels.cost")],
        goal=float(goal) if goal else None,
        goal_label=words.say("cost.goal", cost=price(goal, currency, words)) if goal else "",
        alt=words.say(
            "cost.alt", first=formats.full_month(ends[0], words.language), start=said[ends[0]],
            last=formats.full_month(ends[1], words.language), end=said[ends[1]],
        ),
    )  # fmt: skip


def cost_by_month(found: Sequence[Figures], currency: str) -> dict[dt.date, Decimal]:
    """Cost of the days whose results are known, by results, of each month that had any."""
    ours = [one for one in found if one.currency == currency]
    results = by_month(ours)
    spent: dict[dt.date, Decimal] = {}
    for one in ours:
        spent[one.month] = spent.get(one.month, Decimal(0)) + one.counted
    return {month: spent[month] / count for month, count in results.items() if count > 0}


def price(amount: Decimal, currency: str, words: Words) -> str:
    """The cost of one thing, with cents below a thousand."""
    return formats.money(amount, currency, words.language, cents=amount < 1000)


def _on_record(facts: Facts) -> list[dt.date]:
    """The months of the period, without those before the first record and after the last."""
    known = [one.month for one in facts.now]
    return [month for month in facts.period.months if known and min(known) <= month <= max(known)]


def _names(months: Sequence[dt.date], words: Words) -> list[str]:
    one_year = len(months) <= YEAR
    return [(formats.month_name if one_year else formats.month)(month, words.language) for month in months]


def _labels(months: Sequence[dt.date], words: Words) -> list[str]:
    """The months' names; of more than twelve every third, with its year."""
    if len(months) <= MOST_LABELS:
        return _names(months, words)
    return [formats.month(month, words.language) if n % 3 == 0 else "" for n, month in enumerate(months)]


def _ticks(bottom: float, top: float, step: float, words: Words, currency: str) -> list[str]:
    values = [Decimal(str(round(bottom + n * step, 6))) for n in range(round((top - bottom) / step) + 1)]
    if not currency:
        return [formats.number(value, words.language, 1) for value in values]
    return [formats.money(value, currency, words.language, cents=step != int(step)) for value in values]


def _texts(months: Sequence[dt.date], found: Mapping[dt.date, Decimal], words: Words) -> list[str]:
    return [_whole(found[month], words) if month in found else formats.NOTHING for month in months]


def _whole(value: Decimal, words: Words) -> str:
    return formats.number(formats.whole(value), words.language)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
