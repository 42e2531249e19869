"""The mails about alerts, written in the moment of sending: from what their reader may see then, in their language.

Subjects stand on locked screens. A single alert about a client who may leave says who and what; one on the other side
says only that there is something to look at; several say only how many. The first line of the text says no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext, override

from accounts.models import Agency, User
from clienthealth.core import clock, formats
from clienthealth.core.post_office import Letter, one_line
from signals.alert_words import sentence, title
from signals.models import Alert, NoticePreference, Task
from signals.permissions import alerts_for, tasks_for

MOST = 20  # lines of a kind in one mail


@dataclass(frozen=True, slots=True)
class Digest:
    """What a person is told: alerts (by expected loss), tasks that are due, and how many alerts are held back."""

    alerts: Sequence[Alert]
    tasks: Sequence[Task] = ()
    held_back: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.alerts and not self.tasks


def at_once(user: int | None, about: Mapping[str, Any]) -> Letter | None:
    """A mail about new alerts. None when each of them was seen, settled or withdrawn from this person meanwhile."""
    person = _reader(user)
    if person is None:
        return None
    news = alerts_for(person).filter(pk__in=about["alerts"], notices__user=person, notices__seen_at=None)
    found = Digest(_listed(news))
    return None if found.is_empty else _written(person, found, _day(person), "emails/alerts")


def digest(user: int | None, about: Mapping[str, Any]) -> Letter | None:
    """The daily mail. None when nothing is left to say."""
    person = _reader(user)
    if person is None:
        return None
    day = _day(person)
    found = digest_of(person, about["alerts"], day)
    return None if found.is_empty else _written(person, found, day, "emails/digest")


def digest_of(user: User, alerts: Collection[int], day: dt.date) -> Digest:
    """Of these alerts the standing ones, this person's tasks due by a day, and the count of what is held back."""
    due = tasks_for(user).owned_by(user).to_do().filter(due_on__lte=day).select_related("client")
    held = alerts_for(user).owned_by(user).filter(state=Alert.State.OPEN, noticed_at=None)
    return Digest(_listed(alerts_for(user).filter(pk__in=alerts)), list(due.order_by("due_on", "pk")), held.count())


def stop_url(user: User) -> str:
    """Where a person can stop these mails without logging in."""
    return _absolute(reverse("notices_stop", args=[signer().sign(str(user.pk))]))


def signer() -> signing.Signer:
    """It has no date: the link in an old mail still stops the mails."""
    return signing.Signer(salt="notices.stop")


def reader_of(token: str) -> User | None:
    """Whose mails a link stops; None for a link that we did not make."""
    try:
        return User.objects.filter(pk=int(signer().unsign(token))).first()
    except signing.BadSignature:
        return None


def subject_of(found: Digest) -> str:
    """Who and what of one alert; how many of several."""
    if len(found.alerts) == 1 and not found.tasks:
        alert = found.alerts[0]
        if alert.side == "churn":
            return title(alert)
        return gettext("%(client)s: something to look at") % {"client": alert.client.name}
    return ", ".join(_counts(found))


def _reader(user: int | None) -> User | None:
    """The person, if they are with us and want mail."""
    wanted = User.objects.filter(pk=user or 0, is_active=True)
    return wanted.exclude(notice_preference__mail=NoticePreference.Mail.NEVER).first()


def _listed(alerts: Any) -> list[Alert]:
    shown = alerts.filter(state__in=[Alert.State.OPEN, Alert.State.ACKNOWLEDGED])
    return list(shown.select_related("client").by_loss())


def _day(user: User) -> dt.date:
    """The day on which this person reads."""
    agency = Agency.objects.first()
    return clock.now().astimezone(ZoneInfo(user.zone or (agency.zone if agency else "UTC"))).date()


def _written(user: User, found: Digest, day: dt.date, template: str) -> Letter:
    agency = Agency.objects.first()
    with override(user.language):
        context = {
            "agency_name": agency.name if agency else "",
            "subject": subject_of(found),
            "greeting": gettext("Hello %(name)s,") % {"name": one_line(user.get_short_name())},
            "counts": ", ".join(_counts(found)),
            "alerts": [_alert_line(one, user, day, agency) for one in found.alerts[:MOST]],
            "more_alerts": max(0, len(found.alerts) - MOST),
            "tasks": [_task_line(one, user, day) for one in found.tasks[:MOST]],
            "more_tasks": max(0, len(found.tasks) - MOST),
            "held_back": found.held_back,
            "inbox_url": _page("inbox"),
            "settings_url": _page("notices"),
            "stop_url": stop_url(user),
        }
        text = render_to_string(f"{template}.txt", context).strip() + "\n"
        html = render_to_string(f"{template}.html", context)
    return Letter(user.email, str(context["subject"]), text, html, headers_for(user))


def headers_for(user: User) -> dict[str, str]:
    """One click stops them (RFC 8058), which mail programs only offer for addresses with TLS."""
    url = stop_url(user)
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if url.startswith("https:") else {}
    return {"List-Unsubscribe": f"<{url}>", **one_click}


def _alert_line(alert: Alert, user: User, day: dt.date, agency: Agency | None) -> dict[str, Any]:
    loss = ""  # it tells the churn risk, which somebody who sees fire pressure may not know
    if alert.side == "churn" and alert.loss_cents and agency:
        loss = formats.money(Decimal(alert.loss_cents) / 100, agency.currency, user.language)
    return {
        "title": one_line(title(alert)),
        "sentence": one_line(sentence(alert, day)),
        "since": formats.day(alert.opened_on, user.language, day),
        "loss": loss,
        "urgent": alert.urgent,
        "url": _absolute(reverse("client", args=[alert.client_id])),
    }


def _task_line(task: Task, user: User, day: dt.date) -> dict[str, Any]:
    late = task.due_on < day
    return {
        "title": one_line(task.title),
        "client": one_line(task.client.name),
        "due": formats.day(task.due_on, user.language, day) if late else "",
        "url": _absolute(reverse("client", args=[task.client_id])),
    }


def _counts(found: Digest) -> list[str]:
    """“2 new alerts”, “3 tasks due”."""
    said = []
    if n := len(found.alerts):
        said.append(ngettext("%(n)s new alert", "%(n)s new alerts", n) % {"n": n})
    if n := len(found.tasks):
        said.append(ngettext("%(n)s task due", "%(n)s tasks due", n) % {"n": n})
    return said


def _page(name: str) -> str:
    """The address of a page of ours; Today where there is no such page."""
    try:
        return _absolute(reverse(name))
    except NoReverseMatch:
        return _absolute(reverse("today"))


def _absolute(path: str) -> str:
    return str(settings.BASE_URL).rstrip("/") + path
