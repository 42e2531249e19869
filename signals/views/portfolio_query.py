"""What the address of the portfolio asks for, and a client with what the reader may know of the scores."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Client
from signals.bands import Band
from signals.permissions import ClientScore
from signals.priors import Side
from signals.views.shared import page_number, whole_number

SORTS = ("name", "churn", "fire", "coverage", "owner", "monthly", "deadline", "loss")
BANDS = {"low": Band.LOW, "raised": Band.RAISED, "high": Band.HIGH, "critical": Band.CRITICAL, "unknown": Band.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a filter each, an order, a page. Unknown values are ignored."""

    q: str = ""
    mine: bool = False
    owner: str = ""
    team: str = ""
    status: str = ""
    churn: str = ""
    fire: str = ""
    sort: str = "-churn"
    page: int = 1

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        get = request.GET
        sort = get.get("sort", "-churn")
        return cls(
            q=get.get("q", "").replace("\x00", "").strip()[:100],
            mine=get.get("mine") == "1",
            owner=_id(get.get("owner", "")),
            team=_id(get.get("team", "")),
            status=get.get("status", "") if get.get("status", "") in Client.Status.values else "",
            churn=get.get("churn", "") if get.get("churn", "") in BANDS else "",
            fire=get.get("fire", "") if get.get("fire", "") in BANDS else "",
            sort=sort if sort.removeprefix("-") in SORTS else "-churn",
            page=page_number(request),
        )

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """The query of this page with some things changed; defaults stay out of the address."""
        values: dict[str, object] = {name: getattr(self, name) for name in self.__slots__} | {"page": 1} | changes
        values["mine"] = "1" if values["mine"] else ""
        default = {"sort": "-churn", "page": 1}
        return [(k, str(v)) for k, v in values.items() if v != "" and v != default.get(k)]

    def url(self, name: str = "portfolio", **changes: object) -> str:
        query = urlencode(self.pairs(**changes))
        return reverse(name) + (f"?{query}" if query else "")


def _id(text: str) -> str:
    return "" if whole_number(text) is None else text


@dataclass(frozen=True, slots=True)
class Entry:
    """A client with what this person may know of the scores."""

    client: Client
    score: ClientScore | None

    def side(self, side: Side) -> int | None:
        """The score to sort and place by; a withheld or untold one has none."""
        found = self.score.side(side) if self.score else None
        return None if found is None or found.band == Band.UNKNOWN else found.score

    def band(self, side: Side) -> Band | None:
        found = self.score.side(side) if self.score else None
        return None if found is None else found.band

    @property
    def revenue(self) -> int | None:
        return self.score.revenue_cents if self.score else None
