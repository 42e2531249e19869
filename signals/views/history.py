"""A year of both scores, with what happened on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from accounts.models import AccountAccess, Client, Contact, ManagerLink, Relation, SurveyResponse
from signals.configuration import version_of
from signals.permissions import ClientScore
from signals.views import contexts as c
from signals.wording import day_text

LETTERS = "ABCDEFGH"


def history_of(
    client: Client, weeks: Sequence[ClientScore], now: ClientScore | None, today: dt.date
) -> c.History | None:
    """None until there are two points to join."""
    scores = [*weeks, *([now] if now and (not weeks or now.day > weeks[-1].day) else [])]
    if len(scores) < 2:
        return None
    points = [
        c.HistoryPoint(s.day, s.churn.computed if s.churn else None, s.fire.computed if s.fire else None)
        for s in scores
    ]
    summary = " ".join(filter(None, [_summary(points), _afterwards(scores)]))
    return c.History(points, summary, [*_events(client, points[0].on, today), *_versions(scores)])


def _afterwards(scores: Sequence[ClientScore]) -> str:
    """Which part was computed later, from records that an import declared known when they happened."""
    backfilled = [score.day for score in scores if score.backfilled]
    if not backfilled:
        return ""
    return _("Up to %(day)s computed afterwards, from records declared known when they happened.") % {
        "day": day_text(max(backfilled))
    }


def _summary(points: Sequence[c.HistoryPoint]) -> str:
    """The picture as one sentence."""
    words = []
    for label, values in (
        (_("Churn risk"), [p.churn for p in points if p.churn is not None]),
        (_("Fire pressure"), [p.fire for p in points if p.fire is not None]),
    ):
        if values:
            words.append(
                _("%(what)s went from %(first)s to %(last)s, between %(low)s and %(high)s.")
                % {"what": label, "first": values[0], "last": values[-1], "low": min(values), "high": max(values)}
            )
    return " ".join(words)


def _events(client: Client, since: dt.date, today: dt.date) -> list[c.Mark]:
    """The few events that a reader would look for, the newest eight."""
    contacts = Contact.objects.of(client).filter(left_on__gt=since, left_on__lte=today)
    answers = SurveyResponse.objects.of(client).filter(answered_on__gt=since, answered_on__lte=today)
    links = ManagerLink.objects.filter(client=client, linked_on__gt=since, linked_on__lte=today)
    outside = AccountAccess.objects.of(client).exclude(relation__in=[Relation.OURS, Relation.CLIENT])
    entered = outside.filter(granted_on__gt=since, granted_on__lte=today)
    on_account = _("%(who)s on the ad account")
    found: list[tuple[dt.date, str]] = [
        *((who.left_on, _("%(who)s left") % {"who": who.name}) for who in contacts if who.left_on),
        *((answer.answered_on, _("Survey: %(score)s") % {"score": answer.score}) for answer in answers),
        *((link.linked_on, on_account % {"who": link.manager_name or link.manager_number}) for link in links),
        *((access.granted_on, on_account % {"who": access.email}) for access in entered),
    ]
    newest = sorted(found)[-len(LETTERS) :]
    return [c.Mark(LETTERS[i], on, text) for i, (on, text) in enumerate(newest)]


def _versions(scores: Sequence[ClientScore]) -> list[c.Mark]:
    marks = []
    for before, after in pairwise(scores):
        if before.scorecard != after.scorecard:
            version = version_of(after.scorecard)
            marks.append(c.Mark(str(version), after.day, _("Scorecard %(n)s") % {"n": version}, "config"))
    return marks
