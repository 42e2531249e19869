"""What a person does about being told: has seen it, and says how they want to hear of the next."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import User
from clienthealth.core import clock
from signals.models import Notice, NoticePreference


def mark_seen(user: User, alerts: Collection[int] | None = None) -> int:
    """This person has looked at these alerts (at all, when none are named). Returns how many were new to them."""
    new = Notice.objects.filter(user=user, seen_at=None)
    if alerts is not None:
        new = new.filter(alert__in=alerts)
    return new.update(seen_at=clock.now())


def preference_of(user: User) -> NoticePreference:
    """How a person wants to be told; what is usual, not yet saved, for who has chosen nothing."""
    return NoticePreference.objects.filter(user=user).first() or NoticePreference(user=user)


def save_preference(user: User, *, mail: str, hour: int, weekly: int) -> NoticePreference:
    """How and of how much this person wants to be told from now on."""
    chosen = {"mail": mail, "hour": hour, "weekly": weekly}
    NoticePreference(user=user, **chosen).clean_fields()
    saved, _created = NoticePreference.objects.update_or_create(user=user, defaults=chosen)
    return saved


def stop_mail(user: User) -> None:
    """No more mail about alerts; the app goes on telling them."""
    NoticePreference.objects.update_or_create(user=user, defaults={"mail": NoticePreference.Mail.NEVER})
