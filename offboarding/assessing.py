"""What the book says to each of the six assessments, and where the client stands among the others.

The facts are what was measured (days, hourly rate, dated cases), never points, a score or a weight: those stay sealed
until the reviews are in. A rank is “worse than n of m”, over the clients served on that day of whom it is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Agency, Client, Lapse, Observation
from offboarding.models import Outcome, Parting
from signals.detectors import BY_KEY
from signals.models import Snapshot
from signals.wording import amount_text, day_text, number_text

SINCE = 180  # days in which dated cases count
CONDUCT = ("disrespect", "erratic_behaviour", "out_of_hours", "unethical_request", "grass_is_greener")
FIT = (
    "unrealistic_expectations",
    "unclear_goals",
    "ignores_advice",
    "micromanagement",
    "internal_politics",
    "haggling",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One assessment's facts: sentences, and the rank where there is one."""

    sentences: list[str] = field(default_factory=list)
    worse_than: int | None = None
    of: int = 0

    @property
    def rank(self) -> str:
        if self.worse_than is None or not self.of:
            return ""
        if self.worse_than == 0:
            return _("No worse than any other.")
        if self.worse_than == self.of:
            return _("Worse than all %(of)s others.") % {"of": self.of}
        return _("Worse than %(n)s of the %(of)s others.") % {"n": self.worse_than, "of": self.of}


@dataclass(frozen=True, slots=True)
class _Book:
    """The portfolio as known on a day: readings and dated cases by client."""

    readings: dict[int, dict[str, list[float | None]]]
    lapses: dict[int, int]
    conduct: dict[int, int]
    fit: dict[int, int]

    def reading(self, client: int, sign: str, name: str) -> float | None:
        values = self.readings.get(client, {}).get(sign)
        names = BY_KEY[sign].reading
        return values[names.index(name)] if values and len(values) == len(names) else None

    def readings_of(self, sign: str, name: str) -> dict[int, float | None]:
        return {client: self.reading(client, sign, name) for client in self.readings}


def facts(parting: Parting) -> dict[str, Fact]:
    """The facts of each assessment as known when the evidence was kept. Six queries, however many clients."""
    agency, day = Agency.objects.get(), parting.known_on or parting.opened_on
    book, client = _book(day), parting.client_id
    return {
        "payment": _payment(book, client, agency.currency),
        "economics": _economics(book, client, agency.currency),
        "conduct": _cases(book.conduct, client, CONDUCT, day),
        "fit": _cases(book.fit, client, FIT, day),
        "fault": _fault(book, client),
        "mend": _mend(parting),
    }


def _book(day: dt.date) -> _Book:
    shown = Snapshot.objects.shown().filter(client=OuterRef("pk"), day__lte=day)
    newest = shown.order_by("-day", "series").values("pk")[:1]
    served = Client.objects.served().annotate(newest=Subquery(newest))
    rows = Snapshot.objects.filter(pk__in=served.values("newest")).values_list("client_id", "readings")
    readings = {client: values or {} for client, values in rows}
    seen = Observation.objects.all()
    return _Book(
        readings,
        _counted(Lapse.objects.all(), day, readings),
        _counted(seen.filter(kind__in=CONDUCT), day, readings),
        _counted(seen.filter(kind__in=FIT), day, readings),
    )


def _counted(records: QuerySet[Any], day: dt.date, clients: Mapping[int, object]) -> dict[int, int]:
    since = day - dt.timedelta(days=SINCE)
    rows = (
        records.filter(occurred_on__lte=day, occurred_on__gt=since)
        .order_by()
        .values_list("client")
        .annotate(n=Count("pk"))
    )
    return {**dict.fromkeys(clients, 0), **{client: n for client, n in rows if client in clients}}


def _ranked(sentences: list[str], values: dict[int, float | None], client: int, *, low_is_worse: bool = False) -> Fact:
    mine = values.get(client)
    others = [value for one, value in values.items() if one != client and value is not None]
    if mine is None or not others:
        return Fact(sentences)
    worse = sum(mine < other if low_is_worse else mine > other for other in others)
    return Fact(sentences, worse, len(others))


def _payment(book: _Book, client: int, currency: str) -> Fact:
    late, overdue = book.reading(client, "late_payments", "dbt"), book.reading(client, "growing_debt", "overdue")
    made, broken = book.reading(client, "growing_debt", "made"), book.reading(client, "growing_debt", "broken")
    sentences = []
    if late is not None:
        sentences.append(_("Pays %(days)s days beyond the terms.") % {"days": number_text(late)})
    if overdue:
        sentences.append(_("%(amount)s overdue.") % {"amount": amount_text(overdue, currency)})
    if made:
        values = {"broken": number_text(broken or 0), "made": number_text(made)}
        sentences.append(_("%(broken)s of %(made)s promises broken.") % values)
    return _ranked(sentences, book.readings_of("late_payments", "dbt"), client)


def _economics(book: _Book, client: int, currency: str) -> Fact:
    rate, target = book.reading(client, "unprofitable", "rate"), book.reading(client, "unprofitable", "target")
    if rate is None:
        return Fact([_("No hours are on record: an hour for them has no price.")])
    sentences = [_("An hour for them earned %(rate)s.") % {"rate": amount_text(rate, currency)}]
    if target is not None:
        sentences.append(_("Our target is %(target)s.") % {"target": amount_text(target, currency)})
    return _ranked(sentences, book.readings_of("unprofitable", "rate"), client, low_is_worse=True)


def _cases(counts: dict[int, int], client: int, kinds: Sequence[str], day: dt.date) -> Fact:
    n = counts.get(client, 0)
    if not n:
        return _ranked([_("No dated case in half a year.")], dict(counts), client)
    seen = Observation.objects.filter(
        client=client, kind__in=kinds, occurred_on__lte=day, occurred_on__gt=day - dt.timedelta(days=SINCE)
    ).order_by("-occurred_on")
    told = [f"{day_text(one.occurred_on)}: {one.get_kind_display()}. {one.note}".strip() for one in seen[:5]]
    words = ngettext("%(n)s dated case in half a year.", "%(n)s dated cases in half a year.", n) % {"n": n}
    return _ranked([words, *told], dict(counts), client)


def _fault(book: _Book, client: int) -> Fact:
    """Lapses on record; the computed share is the model's figure, and stays sealed."""
    n = book.lapses.get(client, 0)
    words = ngettext(
        "%(n)s lapse of ours on record in half a year.", "%(n)s lapses of ours on record in half a year.", n
    )
    return _ranked([words % {"n": n}, _("Read the three reasons.")], dict(book.lapses), client)


def _mend(parting: Parting) -> Fact:
    """What was tried in this case, and what came of it; nobody to compare it with."""
    tried = [
        *((one.on, one.get_kind_display(), one.outcome) for one in parting.repairs.all()),
        *((one.sent_on, _("Warning: %(topic)s") % {"topic": one.topic}, one.outcome)
          for one in parting.warnings.all() if one.sent_on),
    ]  # fmt: skip
    if not tried:
        return Fact([_("Nothing was tried in this case.")])
    words = dict(Outcome.choices)
    return Fact([
        f"{day_text(on)}: {what}. {words.get(outcome, _('Not judged yet'))}." for on, what, outcome in sorted(tried)
    ])  # fmt: skip
