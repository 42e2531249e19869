"""Telling people by mail of the alerts they have a notice of: at once, or once a day at their hour.

Here it is decided who gets a mail now, and the post is told. The mail is written when it is sent (`signals.letters`),
from what its reader may see then. A notice belongs to one mail: both are written in one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext, override

from accounts.models import Agency, User
from clienthealth.core import clock, post
from clienthealth.core.post import Mail
from signals.letters import digest_of
from signals.models import Notice, NoticePreference
from signals.permissions import alerts_for

GATHER = dt.timedelta(seconds=15)  # alerts that are found together make one mail
FRESH = dt.timedelta(days=1)  # what is older is no news any more for who asked for mail at once
BACKLOG = dt.timedelta(days=8)
AT_ONCE, DIGEST = "signals.letters.at_once", "signals.letters.digest"


def unseen(user: User) -> int:
    """How many standing alerts this person was told of, may see, and has not looked at."""
    return Notice.objects.filter(user=user, seen_at=None, alert__in=alerts_for(user).standing()).count()


def hand_to_post() -> int:
    """Write down the mails that are due now. Any number of workers may do it at once."""
    return tell_at_once() + tell_daily()


@transaction.atomic
def tell_at_once() -> int:
    """One mail for each person who wants them at once, about all that was found in the last seconds."""
    now = clock.now()
    news = Notice.objects.filter(
        mailed_at=None, seen_at=None, made_at__gt=now - FRESH, user__is_active=True,
        user__notice_preference__mail=NoticePreference.Mail.AT_ONCE,
    )  # fmt: skip
    people = news.order_by().values("user").annotate(first=Min("made_at")).filter(first__lte=now - GATHER)
    mine: dict[User, list[Notice]] = defaultdict(list)
    chosen = news.filter(user__in=people.values("user")).select_related("user").order_by("pk")
    for notice in chosen.select_for_update(skip_locked=True, of=("self",)):
        mine[notice.user].append(notice)
    if mine:
        post.enqueue(_at_once(user, notices) for user, notices in mine.items())
        told = [notice.pk for notices in mine.values() for notice in notices]
        Notice.objects.filter(pk__in=told).update(mailed_at=now)
    return len(mine)


def tell_daily() -> int:
    """The digests that are due: each person's own, from their hour on, once on each day of their calendar."""
    agency = Agency.objects.first()
    if agency is None:
        return 0
    _remember_everyone()
    now = clock.now()
    wanted = NoticePreference.objects.filter(mail=NoticePreference.Mail.DAILY, user__is_active=True)
    due = [one.pk for one in wanted.select_related("user") if day_due(one, agency.zone, now)]
    return sum(_tell_daily(pk, agency, now) for pk in due)


def day_due(preference: NoticePreference, agency_zone: str, now: dt.datetime) -> dt.date | None:
    """The day whose digest is due in the person's own zone, or None.

    It goes by the clock on their wall: an hour that a night in spring leaves out counts as begun with the next one,
    one that a night in autumn has twice counts once, and whoever travels west gets no second digest of a day.
    """
    local = now.astimezone(ZoneInfo(preference.user.zone or agency_zone))
    begun = local.hour >= preference.hour
    return local.date() if begun and (preference.digest_on is None or preference.digest_on < local.date()) else None


@transaction.atomic
def _tell_daily(pk: int, agency: Agency, now: dt.datetime) -> int:
    """One person's digest of today, unless there is nothing to say; either way today is done."""
    chosen = NoticePreference.objects.select_related("user").filter(pk=pk)
    preference = chosen.select_for_update(skip_locked=True, of=("self",)).first()
    day = day_due(preference, agency.zone, now) if preference else None
    if preference is None or day is None or preference.mail != NoticePreference.Mail.DAILY:
        return 0
    user = preference.user
    news = Notice.objects.filter(user=user, mailed_at=None, made_at__gt=now - BACKLOG).select_for_update()
    told = dict(news.values_list("pk", "alert"))
    late = [alert for about in post.withdraw(user.pk, DIGEST) for alert in about["alerts"]]
    alerts = sorted({*told.values(), *late})
    wanted = not digest_of(user, alerts, day).is_empty
    if wanted:
        post.enqueue([_digest(user, alerts, day)])
    Notice.objects.filter(pk__in=told).update(mailed_at=now)
    NoticePreference.objects.filter(pk=pk).update(digest_on=day)
    return int(wanted)


def _remember_everyone() -> None:
    """Who has chosen nothing has chosen what is usual."""
    missing = User.objects.filter(is_active=True, notice_preference=None)
    NoticePreference.objects.bulk_create([NoticePreference(user=user) for user in missing], ignore_conflicts=True)


def _at_once(user: User, notices: list[Notice]) -> Mail:
    with override(user.language):
        kind = gettext("New alerts")
    return Mail(
        key=f"alerts:{user.pk}:{notices[0].pk}", recipient=user.email, subject=kind, user=user.pk,
        language=user.language, composer=AT_ONCE, about={"alerts": [notice.alert_id for notice in notices]},
    )  # fmt: skip


def _digest(user: User, alerts: list[int], day: dt.date) -> Mail:
    with override(user.language):
        kind = gettext("Daily summary")
    return Mail(
        key=f"digest:{user.pk}:{day.isoformat()}", recipient=user.email, subject=kind, user=user.pk,
        language=user.language, composer=DIGEST, about={"alerts": alerts},
    )  # fmt: skip
