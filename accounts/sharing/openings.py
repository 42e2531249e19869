"""Who opened what, and when: people apart from what was likely automatic, everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _

from accounts.links.reasons import WHY
from accounts.models import Click, Deliverable, Link, Opening

BY_PERSON = Q(automatic=False)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one deliverable. `opened_by` counts recipients with an own link that a person opened."""

    links: int = 0
    recipients: int = 0
    usable: int = 0
    archived: int = 0
    ends: dt.date | None = None  # the last day of the link that lasts longest; None where one has no end
    people: int = 0
    machines: int = 0
    opened_by: int = 0
    last: dt.datetime | None = None

    @property
    def state(self) -> str:
        """none, archived, expired or open: what happens to whoever follows a link now."""
        if not self.links:
            return "none"
        if self.usable:
            return "open"
        return "archived" if self.archived == self.links else "expired"


@dataclass(frozen=True, slots=True)
class LinkFigures:
    people: int = 0
    machines: int = 0
    first: dt.datetime | None = None
    last: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """One opening, as it is shown and printed."""

    at: dt.datetime
    whose: str
    address: str
    automatic: bool
    why: str


def figures_of(ids: Sequence[int], today: dt.date) -> dict[int, Figures]:
    """Two queries, however many deliverables."""
    unarchived = Q(archived_at=None)
    usable = unarchived & (Q(expires_on=None) | Q(expires_on__gte=today))
    links = (
        Link.objects.filter(deliverable__in=ids).order_by().values("deliverable")
        .annotate(
            links=Count("pk"), recipients=Count("contact", distinct=True), usable=Count("pk", filter=usable),
            archived=Count("pk", filter=~unarchived), latest=Max("expires_on", filter=unarchived),
            endless=Count("pk", filter=unarchived & Q(expires_on=None)),
        )
    )  # fmt: skip
    clicks = (
        Click.objects.filter(link__deliverable__in=ids).order_by().values("link__deliverable")
        .annotate(
            people=Count("pk", filter=BY_PERSON), machines=Count("pk", filter=~BY_PERSON),
            opened_by=Count("link__contact", distinct=True, filter=BY_PERSON),
            last=Max("occurred_at", filter=BY_PERSON),
        )
    )  # fmt: skip
    opened = {row["link__deliverable"]: _figures(row) for row in clicks}
    return {
        row["deliverable"]: Figures(
            links=row["links"], recipients=row["recipients"], usable=row["usable"], archived=row["archived"],
            ends=None if row["endless"] else row["latest"], **opened.get(row["deliverable"], {}),
        )
        for row in links
    }  # fmt: skip


def by_link(deliverable: Deliverable) -> dict[int, LinkFigures]:
    rows = (
        Click.objects.filter(link__deliverable=deliverable).order_by().values("link")
        .annotate(
            people=Count("pk", filter=BY_PERSON), machines=Count("pk", filter=~BY_PERSON),
            first=Min("occurred_at", filter=BY_PERSON), last=Max("occurred_at", filter=BY_PERSON),
        )
    )  # fmt: skip
    return {row["link"]: LinkFigures(**_figures(row)) for row in rows}


def _figures(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.startswith("link")}


def openings_of(deliverable: Deliverable, most: int | None = None) -> list[Opened]:
    """Every opening on record, the newest first."""
    found = Click.objects.filter(link__deliverable=deliverable).select_related("link__contact")
    return [_opened(click) for click in found.order_by("-occurred_at", "-pk")[:most]]


def waiting(deliverable: Deliverable) -> int:
    """Requests that came in and are not judged yet."""
    return Opening.objects.filter(link_id__in=deliverable.links.values("pk")).count()


def whose(link: Link) -> str:
    """Whose link it is, in words."""
    if link.contact is not None:
        return str(link.contact)
    return _("Everybody’s link")


def _opened(click: Click) -> Opened:
    why = str(WHY.get(click.why, click.why)) if click.automatic else ""
    return Opened(click.occurred_at, whose(click.link), click.link.slug, click.automatic, why)
