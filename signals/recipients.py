"""Who is told of an alert, and how many more of them this week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Value

from accounts.models import Role, User
from clienthealth.core.clock import Day
from signals.models import Alert, NoticePreference
from signals.models.alert import AlertQuerySet, week_begins
from signals.permissions import alerts_for

Tier = tuple[User, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An alert and whom to tell of it."""

    alert: int
    people: tuple[int, ...]


@dataclass(slots=True)
class Recipients:
    """Our people, and how many more alerts each is told of this week (`room`)."""

    people: Mapping[int, User]
    room: dict[int, int]

    @classmethod
    def of_week(cls, day: Day) -> Recipients:
        """Everyone who is with us, with what is left of their number since Monday. Urgent ones do not count."""
        monday = Day(week_begins(day.date), day.zone).plus(-1).cut
        this_week = Q(notices__made_at__gte=monday, notices__alert__urgent=False)
        users = User.objects.filter(is_active=True).order_by("pk")
        counted = users.annotate(told=Count("notices", filter=this_week), weekly=F("notice_preference__weekly"))
        people, room = {}, {}
        for user in counted:
            weekly = NoticePreference.WEEKLY if user.weekly is None else user.weekly
            people[user.pk], room[user.pk] = user, weekly - user.told
        return cls(people, room)

    def full(self) -> list[int]:
        return [person for person, room in self.room.items() if room <= 0]

    def hidden(self, waiting: AlertQuerySet) -> Any:
        """Of these alerts those of people without room who may not see them: a subquery of ids."""
        sets = [
            waiting.owned_by(self.people[person])
            .exclude(pk__in=alerts_for(self.people[person]).order_by().values("pk"))
            .values_list("pk", flat=True)
            for person in self.full()
        ]
        return Alert.objects.none().values_list("pk", flat=True).union(*sets) if sets else ()

    def tiers(self, row: Mapping[str, Any]) -> tuple[Tier, Tier, Tier]:
        """Whoever answers for it; else the leads of the client's team; else the agency's owners."""
        own = self.people.get(row["responsible"])
        team = row["client__team_id"]
        leads = tuple(u for u in self.people.values() if u.role == Role.LEAD and team and u.team_id == team)
        owners = tuple(u for u in self.people.values() if u.role == Role.OWNER)
        return (own,) if own else (), leads, owners


def choose(waiting: Sequence[Mapping[str, Any]], recipients: Recipients) -> list[Choice]:
    """Go through what waits, the most important first, and give each person what they have room for."""
    told_to = _allowed(waiting, recipients)
    chosen = []
    for row in waiting:
        people = told_to.get(row["id"], ())
        if not row["urgent"]:
            people = tuple(person for person in people if recipients.room[person] > 0)
            for person in people:
                recipients.room[person] -= 1
        if people:
            chosen.append(Choice(row["id"], people))
    return chosen


def _allowed(waiting: Sequence[Mapping[str, Any]], recipients: Recipients) -> dict[int, tuple[int, ...]]:
    """The first tier of each alert in which somebody may see it: one query a tier, whatever the number of alerts."""
    tiers = {row["id"]: recipients.tiers(row) for row in waiting}
    found: dict[int, tuple[int, ...]] = {}
    for level in range(3):
        asked: dict[int, list[int]] = defaultdict(list)
        for alert, people in tiers.items():
            for person in people[level] if alert not in found else ():
                asked[person.pk].append(alert)
        for alert, person_id in sorted(_seen(asked, recipients)):
            found[alert] = (*found.get(alert, ()), person_id)
    return found


def _seen(asked: Mapping[int, Iterable[int]], recipients: Recipients) -> set[tuple[int, int]]:
    """Which of these alerts each person may see, as pairs of alert and person."""
    sets = [
        alerts_for(recipients.people[person]).filter(pk__in=alerts).order_by().values_list("pk", Value(person))
        for person, alerts in asked.items()
    ]
    if not sets:
        return set()
    return set(Alert.objects.none().values_list("pk", Value(0)).union(*sets))
