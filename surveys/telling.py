"""Telling people of replies that are owed: whoever replies, once; once more when it is late; and then whoever stands
above them. At most one mail for each, and as each wants to be told: at once, once a day at their hour, or never.

What is in the mail is written when it is sent (`surveys.loop_mail`): what was dealt with meanwhile is not.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext, override

from accounts.models import Agency, Role, User
from clienthealth.core import clock, post
from clienthealth.core.models import OutgoingMail
from clienthealth.core.post import Mail
from signals.models import NoticePreference
from surveys.models import Loop
from surveys.permissions import loops_for

COMPOSER = "surveys.loop_mail.owed"


@dataclass(frozen=True, slots=True)
class People:
    """Those who are with us, how each wants to be told, and the owner of the agency who is asked first."""

    by_id: dict[int, User]
    wishes: dict[int, NoticePreference]
    owner: User | None

    @classmethod
    def now(cls) -> People:
        found = {user.pk: user for user in User.objects.filter(is_active=True).order_by("pk")}
        wishes = {wish.user_id: wish for wish in NoticePreference.objects.filter(user__in=found)}
        return cls(found, wishes, next((user for user in found.values() if user.role == Role.OWNER), None))

    def replies(self, loop: Loop) -> User | None:
        """Whose reply it is; where nobody is named, the owner of the agency is to name somebody."""
        return self.by_id.get(loop.responsible_id or 0) or self.by_id.get(loop.client.owner_id or 0) or self.owner

    def above(self, loop: Loop) -> User | None:
        """Who hears of a late reply beside the one whose it is: the client's owner, else the agency's."""
        first = self.replies(loop)
        keeper = self.by_id.get(loop.client.owner_id or 0)
        found = keeper if keeper is not None and keeper != first else self.owner
        return found if found != first else None

    def wish(self, user: User) -> NoticePreference:
        return self.wishes.get(user.pk) or NoticePreference(user=user)


@dataclass(frozen=True, slots=True)
class Telling:
    """One occasion of a mail: where it is noted, and whom it is for."""

    noted: str
    late: bool
    whom: Callable[[People, Loop], User | None]


TELLINGS = (
    Telling("told_at", False, People.replies),
    Telling("warned_at", True, People.replies),
    Telling("raised_at", True, People.above),
)


@transaction.atomic
def tell() -> int:
    """Write down the mails that are due now: one a person, whatever it is about. Any number of workers may."""
    now = clock.now()
    people = People.now()
    about: dict[int, set[int]] = defaultdict(set)
    noted: dict[str, list[int]] = defaultdict(list)
    due: dict[int, bool] = {}
    for telling in TELLINGS:
        mine = _by_reader(_waiting(telling, now), telling, people)
        for user, loops in mine.items():
            if due.setdefault(user, _wants_mail(people.by_id[user], people.wish(people.by_id[user]), now)):
                about[user] |= loops
                noted[telling.noted] += loops
    post.enqueue(_mail(people.by_id[user], people, loops, now) for user, loops in about.items())
    for field, told in noted.items():
        Loop.objects.filter(pk__in=told).update(**{field: now})
    return len(about)


def _waiting(telling: Telling, now: dt.datetime) -> QuerySet[Loop]:
    open_ones = Loop.objects.open().filter(replied_at=None)
    chosen = open_ones.overdue(now) if telling.late else open_ones.filter(cause="")
    held = chosen.filter(**{telling.noted: None}).select_related("client")
    return held.select_for_update(of=("self",), skip_locked=True).order_by("pk")


def _by_reader(loops: Iterable[Loop], telling: Telling, people: People) -> dict[int, set[int]]:
    """By person the loops that they may see: one query a person."""
    found: dict[int, set[int]] = defaultdict(set)
    for loop in loops:
        reader = telling.whom(people, loop)
        if reader is not None:
            found[reader.pk].add(loop.pk)
    seen = {
        user: set(loops_for(people.by_id[user]).filter(pk__in=mine).values_list("pk", flat=True))
        for user, mine in found.items()
    }
    return {user: mine for user, mine in seen.items() if mine}


def _wants_mail(user: User, wish: NoticePreference, now: dt.datetime) -> bool:
    """At once; once a day from their hour on; or never."""
    if wish.mail != NoticePreference.Mail.DAILY:
        return wish.mail == NoticePreference.Mail.AT_ONCE
    local = _local(user, now)
    return local.hour >= wish.hour and not OutgoingMail.objects.filter(key=_daily_key(user, local)).exists()


def _mail(user: User, people: People, loops: set[int], now: dt.datetime) -> Mail:
    with override(user.language):
        kind = gettext("Replies owed")
    daily = people.wish(user).mail == NoticePreference.Mail.DAILY
    key = _daily_key(user, _local(user, now)) if daily else f"loops:{user.pk}:{now.isoformat()}"
    return Mail(
        key=key, recipient=user.email, subject=kind, user=user.pk, language=user.language, composer=COMPOSER,
        about={"loops": sorted(loops)},
    )  # fmt: skip


def _daily_key(user: User, local: dt.datetime) -> str:
    return f"loops:{user.pk}:{local.date().isoformat()}"


def _local(user: User, now: dt.datetime) -> dt.datetime:
    agency = Agency.objects.first()
    return now.astimezone(ZoneInfo(user.zone or (agency.zone if agency else "UTC")))
