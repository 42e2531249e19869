"""Scores are fetched here and nowhere else. A side that a person may not see never leaves this module.

`scores_for(user)` withholds fire pressure where the role or team does not include it, and either side of a client
from a reviewer under a seal. What is withheld has no number, no band and no place in an order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.models import Client, User
from accounts.models.clients import ClientQuerySet
from accounts.permissions import Person, clients_for, editable_clients_for, fire_clients_for
from signals.bands import Band, plain_band
from signals.configuration import spec_of
from signals.models import Alert, Override, Play, Seal, Series, Snapshot, Task
from signals.models.alert import AlertQuerySet
from signals.models.play import TaskQuerySet
from signals.priors import Side
from signals.scoring import HIGH


@dataclass(frozen=True, slots=True)
class SetByHand:
    """A score that somebody set for a while, as the day's pages show it."""

    score: int
    by: str
    reason: str
    starts_on: dt.date
    expires_on: dt.date

    @property
    def band(self) -> Band:
        return Band(int(plain_band(self.score)))


@dataclass(frozen=True, slots=True)
class SideScore:
    """One side of a client's snapshot. Points and rows are hundredths, and of the computed score.

    `score` and `band` are what pages show: those set by hand where somebody did; `computed` is the snapshot's own.
    """

    score: int
    band: Band
    held_back: int
    coverage: int
    computed: int
    computed_band: Band
    rows: tuple[int, ...] = ()
    override: SetByHand | None = None


@dataclass(frozen=True, slots=True)
class ClientScore:
    """What a person may know of a client's snapshot. A withheld side is None and named in `withheld`.

    Our own fault is a figure of the fire side: whoever is sealed from that one does not see it either.
    """

    client: int
    day: dt.date
    churn: SideScore | None
    fire: SideScore | None
    withheld: frozenset[Side]
    revenue_cents: int | None
    overdue_cents: int | None
    deadline: dt.date | None
    fault: int | None
    scorecard: int
    frame: int
    backfilled: bool = False
    review_now: bool = False
    written_at: dt.datetime | None = None
    strengths: tuple[int | None, ...] = ()
    points: tuple[int, ...] = ()
    readings: dict[str, list[int | None]] = field(default_factory=dict)

    def side(self, side: Side) -> SideScore | None:
        return self.churn if side == "churn" else self.fire


ByHand = dict[tuple[int, str], SetByHand]
LIGHT = (
    "client_id", "day", "series", "churn", "churn_band", "churn_held_back", "churn_coverage", "fire", "fire_band",
    "fire_held_back", "fire_coverage", "revenue_cents", "overdue_cents", "deadline", "fault", "scorecard_id",
    "frame_id", "review_now", "written_at",
)  # fmt: skip
FULL = (*LIGHT, "churn_rows", "fire_rows", "strengths", "points", "readings")


class Scores:
    """The scores that one person may see."""

    def __init__(self, user: Person) -> None:
        self.user = user
        self._overrides: dict[dt.date, ByHand] = {}

    def latest(self, by: dt.date, clients: ClientQuerySet | None = None, *, full: bool = False) -> list[ClientScore]:
        """The newest live snapshot of each client by a day, in the order of the clients' ids."""
        newest = Snapshot.objects.live().filter(client=OuterRef("pk"), day__lte=by).order_by("-day").values("pk")[:1]
        chosen = (clients_for(self.user) if clients is None else clients).order_by().annotate(newest=Subquery(newest))
        rows = Snapshot.objects.filter(pk__in=chosen.values("newest")).order_by("client_id")
        by_hand = self._by_hand(by)
        return [self._seen(row, by_hand) for row in rows.values(*(FULL if full else LIGHT))]

    def one(self, client: Client, by: dt.date) -> ClientScore | None:
        """A client's newest snapshot, whole."""
        found = self.latest(by, clients_for(self.user).filter(pk=client.pk), full=True)
        return found[0] if found else None

    def weekly(
        self, clients: Iterable[int], since: dt.date, by: dt.date, *, full: bool = False
    ) -> dict[int, list[ClientScore]]:
        """Week closes, oldest first, of clients this person may see; the live series goes before the backfill.

        As computed: what was set by hand is of pages, not of the history. `full` ones are whole, and only weeks that
        are closed for good.
        """
        rows = (
            Snapshot.objects.shown()
            .filter(client__in=list(clients), day__gt=since, day__lte=by, week_close=True)
            .order_by("client_id", "day", "series")
            .distinct("client_id", "day")
        )
        if full:
            rows = rows.filter(closed=True)
        weeks: dict[int, list[ClientScore]] = {}
        for row in rows.values(*(FULL if full else LIGHT)):
            weeks.setdefault(row["client_id"], []).append(self._seen(row))
        return weeks

    def weekly_sums(self, clients: Iterable[int], since: dt.date, by: dt.date) -> list[dict[str, Any]]:
        """Revenue, revenue at risk and overdue, in cents, at each week close; the live series before the backfill.

        At risk is what pages of that day called High or above, set by hand or computed.
        """
        sealed = Q(client__in=self._sealed.get("churn", set()))
        of_day = Override.objects.in_force_on("day").filter(client=OuterRef("client"), side=Seal.Side.CHURN)
        at_risk = Q(by_hand=None, churn_band__gte=Band.HIGH) | Q(by_hand__gte=HIGH)
        sums = (
            Snapshot.objects.shown()
            .filter(client__in=list(clients), day__gt=since, day__lte=by, week_close=True)
            .annotate(by_hand=Subquery(of_day.values("score")[:1]))
            .order_by("day", "-series")
            .values("day", "series")
            .annotate(
                revenue=Sum("revenue_cents"),
                risk=Sum("revenue_cents", filter=at_risk & ~sealed),
                overdue=Sum("overdue_cents"),
            )
        )
        newest: dict[dt.date, dict[str, Any]] = {row["day"]: dict(row) for row in sums}
        return list(newest.values())

    def on_or_before(self, client: Client, day: dt.date) -> ClientScore | None:
        """A client's snapshot of a past day, whole; what was shown then."""
        row = (
            Snapshot.objects.shown()
            .filter(client__in=clients_for(self.user).filter(pk=client.pk), day__lte=day)
            .order_by("-day", "series")
            .values(*FULL)
            .first()
        )
        return self._seen(row, self._by_hand(day)) if row else None

    def shows(self, client: int, side: Side) -> bool:
        if client in self._sealed.get(side, ()):
            return False
        return side == "churn" or self._fire is None or client in self._fire

    def is_sealed(self, client: int, side: Side) -> bool:
        """Sealed until this person hands in a review, as against never shown to the role."""
        return client in self._sealed.get(side, ())

    @cached_property
    def _sealed(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        if isinstance(self.user, User):
            for side, client in Seal.objects.unbroken().filter(user=self.user).values_list("side", "client_id"):
                found.setdefault(side, set()).add(client)
        return found

    @cached_property
    def _fire(self) -> set[int] | None:
        """Clients whose fire pressure the role includes; None for all."""
        if isinstance(self.user, User) and self.user.role == "owner":
            return None
        return set(fire_clients_for(self.user).values_list("pk", flat=True))

    def _by_hand(self, day: dt.date) -> ByHand:
        """What stood set by hand at the end of a day: one query a day asked for, however many clients."""
        if day not in self._overrides:
            rows = Override.objects.in_force(day).order_by("pk").select_related("by")
            self._overrides[day] = {
                (o.client_id, o.side): SetByHand(
                    o.score, o.by.name if o.by else "", o.reason, o.starts_on, o.expires_on
                )
                for o in rows
            }
        return self._overrides[day]

    def _seen(self, row: dict[str, Any], by_hand: ByHand | None = None) -> ClientScore:
        client = row["client_id"]
        shown: dict[Side, bool] = {"churn": self.shows(client, "churn"), "fire": self.shows(client, "fire")}
        both = all(shown.values())
        return ClientScore(
            client=client,
            day=row["day"],
            churn=_side("churn", row, by_hand or {}) if shown["churn"] else None,
            fire=_side("fire", row, by_hand or {}) if shown["fire"] else None,
            withheld=frozenset(side for side, is_shown in shown.items() if not is_shown),
            revenue_cents=row["revenue_cents"],
            overdue_cents=row["overdue_cents"],
            deadline=row["deadline"],
            fault=None if self.is_sealed(client, "fire") else row["fault"],
            scorecard=row["scorecard_id"],
            frame=row["frame_id"],
            backfilled=row["series"] == Series.BACKFILL,
            review_now=row["review_now"] and shown["fire"],
            written_at=row["written_at"],
            strengths=_stripped(row, "strengths", shown, both),
            points=_stripped(row, "points", shown, both),
            readings=row.get("readings") or {},
        )


def scores_for(user: Person) -> Scores:
    return Scores(user)


# --- alerts, plays and tasks: what stands on fire pressure is seen by those who may see fire pressure --


def alerts_for(user: Person) -> AlertQuerySet:
    """The alerts a person may see: fire ones only where they see fire pressure, sealed sides never."""
    chosen: AlertQuerySet = Alert.objects.filter(_shown(user, "client", "side"))
    return chosen


def editable_alerts_for(user: Person) -> AlertQuerySet:
    """The alerts a person may act on."""
    return alerts_for(user).filter(client__in=editable_clients_for(user))


def plays_for(user: Person) -> QuerySet[Play]:
    """The plays a person may see."""
    return Play.objects.filter(_shown(user, "client", "side"))


def tasks_for(user: Person) -> TaskQuerySet:
    """The tasks a person may see; those of a play go with it."""
    shown = plays_for(user).values("pk")
    chosen: TaskQuerySet = Task.objects.filter(Q(play=None, client__in=clients_for(user)) | Q(play__in=shown))
    return chosen


def _shown(user: Person, client: str, side: str) -> Q:
    """Rows with a client and a side of which this person may see that side."""
    churn = Q(**{side: Seal.Side.CHURN, f"{client}__in": clients_for(user)})
    fire = Q(**{side: Seal.Side.FIRE, f"{client}__in": fire_clients_for(user)})
    if not isinstance(user, User):
        return churn | fire
    sealed = Seal.objects.unbroken().filter(user=user, client=OuterRef(client), side=OuterRef(side))
    return (churn | fire) & Q(~Exists(sealed))


def _side(side: Side, row: dict[str, Any], by_hand: ByHand) -> SideScore:
    """The side as shown. A score set by hand has the plain band of its number: nothing holds it back."""
    computed, band = row[side], Band(row[f"{side}_band"])
    own = by_hand.get((row["client_id"], side))
    return SideScore(
        score=own.score if own else computed,
        band=own.band if own else band,
        held_back=0 if own else row[f"{side}_held_back"],
        coverage=row[f"{side}_coverage"],
        computed=computed,
        computed_band=band,
        rows=tuple(row.get(f"{side}_rows") or ()),
        override=own,
    )


def _stripped(row: dict[str, Any], name: str, shown: dict[Side, bool], both: bool) -> tuple[Any, ...]:
    """Arrays without the numbers of a withheld side."""
    values: Sequence[Any] = row.get(name) or ()
    if both or not values:
        return tuple(values)

    factors = spec_of(row["scorecard_id"]).factors
    empty = None if name == "strengths" else 0
    return tuple(v if shown[factor.side] else empty for v, factor in zip(values, factors, strict=True))
