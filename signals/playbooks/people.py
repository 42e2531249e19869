"""Who does which step, and who can be asked to rescue a client."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.models import Client, Role, User
from signals.models import Snapshot
from signals.playbooks.content import Who

LARGE_SHARE = Decimal("0.10")  # of our monthly revenue: the mission's line between a simple decision and a hard one
FEWEST_FOR_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Staff:
    """The leads of each team and the owners of the agency, by id, for any number of clients."""

    leads: dict[int, int]
    owner: int | None

    def doer(self, who: Who, client: Client, rescuer: int | None) -> int | None:
        """Whose step it is; None for whoever looks after the client, so that it follows a hand-over."""
        if who == "rescuer":
            return rescuer
        if who == "owner":
            return self.owner
        if who == "lead":
            return self.leads.get(team_of(client) or 0, self.owner)
        return None


def staff_of(clients: Iterable[Client]) -> Staff:
    """One query. The longest-serving lead of a team and owner of the agency are the ones asked."""
    teams = {team_of(client) for client in clients} - {None}
    asked = User.objects.filter(is_active=True).filter(Q(role=Role.OWNER) | Q(role=Role.LEAD, team__in=teams))
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for pk, role, team in asked.order_by("pk").values_list("pk", "role", "team_id"):
        found[role].setdefault(0 if role == Role.OWNER else team, pk)
    return Staff(found[Role.LEAD], found[Role.OWNER].get(0))


def team_of(client: Client) -> int | None:
    """A client without a team belongs to the team of whoever looks after it."""
    return client.team_id or (client.owner.team_id if client.owner else None)


def rescuers_for(client: Client, side: str) -> QuerySet[User]:
    """Whom one may ask: those who see the client, and on the fire side those who answer for it."""
    near = Q(role=Role.OWNER) | Q(pk=client.owner_id)
    team = team_of(client)
    if team:
        near |= Q(role__in=[Role.LEAD] if side == "fire" else [Role.LEAD, Role.MANAGER], team=team)
    return User.objects.filter(near, is_active=True).exclude(role=Role.OBSERVER).order_by("name", "pk")


def is_large(client: Client, revenue: int | None = None) -> bool:
    """A tenth of our monthly revenue or more, or among the tenth of clients who pay most.

    Two queries; one where the client's own monthly `revenue` in cents is known.
    """
    newest = Snapshot.objects.live().filter(client=OuterRef("pk")).order_by("-day").values("revenue_cents")[:1]
    paying = Client.objects.served().annotate(revenue=Subquery(newest)).filter(revenue__gt=0)
    own = revenue or paying.filter(pk=client.pk).values_list("revenue", flat=True).first()
    if not own:
        return False
    sums = paying.aggregate(whole=Sum("revenue"), number=Count("pk"), larger=Count("pk", filter=Q(revenue__gt=own)))
    in_tenth = sums["number"] >= FEWEST_FOR_TENTHS and sums["larger"] < sums["number"] // 10
    return bool(own >= LARGE_SHARE * sums["whole"]) or in_tenth
