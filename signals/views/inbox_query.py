"""What the address of the inbox asks for, and which alerts that are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from accounts.permissions import clients_for
from signals.models import Alert
from signals.models.alert import AlertQuerySet
from signals.permissions import alerts_for, editable_alerts_for
from signals.priors import Side
from signals.views.shared import whole_number

PER_PAGE = 25
SIDES: tuple[Side, ...] = ("churn", "fire")
OPEN = "open"
# `open` are the ones to look at and those that someone is on; the first two narrow it down
STATES = {
    OPEN: (Alert.State.OPEN, Alert.State.ACKNOWLEDGED),
    "new": (Alert.State.OPEN,),
    "acknowledged": (Alert.State.ACKNOWLEDGED,),
    "snoozed": (Alert.State.SNOOZED,),
    "resolved": (Alert.State.RESOLVED,),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One filter each, and a page. Unknown values are ignored."""

    state: str = OPEN
    mine: bool = False
    owner: str = ""
    side: str = ""
    sign: str = ""
    q: str = ""
    page: int = 1

    @classmethod
    def of(cls, get: QueryDict) -> Asked:
        state, side, owner = get.get("state", OPEN), get.get("side", ""), get.get("owner", "")
        return cls(
            state=state if state in STATES else OPEN,
            mine=get.get("mine") == "1",
            owner="" if whole_number(owner) is None else owner,
            side=side if side in SIDES else "",
            sign=get.get("sign", "").replace("\x00", "")[:40],
            q=get.get("q", "").replace("\x00", "").strip()[:100],
            page=max(1, whole_number(get.get("page", "")) or 1),
        )

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """The query with some things changed; defaults stay out of the address, a change begins at the first page."""
        values: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        values |= {"page": 1} | changes if changes else {}
        values["mine"] = "1" if values["mine"] else ""
        default = {"state": OPEN, "page": 1}
        return [(k, str(v)) for k, v in values.items() if v != "" and v != default.get(k)]

    def url(self, alert: int | None = None, **changes: object) -> str:
        """This list with some things changed, or one of its alerts."""
        address = reverse("alert", args=[alert]) if alert else reverse("inbox")
        return address + self.tail(**changes)

    def tail(self, **changes: object) -> str:
        """The query of an address, with its question mark; empty for the plain list."""
        query = urlencode(self.pairs(**changes))
        return f"?{query}" if query else ""

    @property
    def narrows(self) -> bool:
        """Whether more than the state is asked for."""
        return bool(self.mine or self.owner or self.side or self.sign or self.q)


def matching(user: User, asked: Asked, *, editable: bool = False) -> AlertQuerySet:
    """The alerts asked for in any state but those held back: nobody was told of them yet."""
    alerts = in_scope(user, asked, editable=editable).filter(state__in=STATES[asked.state])
    return alerts.exclude(state=Alert.State.OPEN, noticed_at=None)


def held_back(user: User, asked: Asked) -> AlertQuerySet:
    """Standing, and nobody was told of them yet."""
    return in_scope(user, asked).filter(state=Alert.State.OPEN, noticed_at=None).by_loss()


def in_scope(user: User, asked: Asked, *, editable: bool = False) -> AlertQuerySet:
    """Whose, side, sign and client, in any state."""
    alerts = (editable_alerts_for if editable else alerts_for)(user)
    if asked.mine:
        alerts = alerts.owned_by(user)
    if asked.owner:
        alerts = alerts.answered_by(int(asked.owner))
    if asked.side:
        alerts = alerts.filter(side=asked.side)
    if asked.sign:
        alerts = alerts.filter(sign=asked.sign)
    if asked.q:
        alerts = alerts.filter(client__in=clients_for(user).named(asked.q))
    return alerts


def ordered(alerts: AlertQuerySet, state: str) -> QuerySet[Alert]:
    """New ones before those that someone is on, each the largest loss first; snoozed by day; resolved newest first."""
    if state == "resolved":
        return alerts.order_by("-resolved_at", "-pk")
    if state == "snoozed":
        return alerts.order_by("snoozed_until", F("loss_cents").desc(nulls_last=True), "pk")
    first = Case(When(state=Alert.State.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return alerts.order_by(first, "-urgent", F("loss_cents").desc(nulls_last=True), "pk")


def listed(user: User, asked: Asked) -> Sequence[Alert]:
    """One page, with clients and people."""
    first = (asked.page - 1) * PER_PAGE
    chosen = ordered(matching(user, asked), asked.state)
    return list(chosen.select_related("client__owner", "assigned_to", "resolved_by")[first : first + PER_PAGE])
