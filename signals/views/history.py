"""A year of both scores, with what happened on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import AccountAccess, Client, Contact, ManagerLink, Relation, SurveyResponse
from signals.configuration import version_of
from signals.permissions import ClientScore
from signals.views import contexts as c

LETTERS = "ABCDEFGH"


def history_of(client: Client, weeks: Sequence[ClientScore], now: ClientScore | None, today: dt.date) -> c.History | None:
    """None until there are two points to join."""
    scores = [*weeks, *([now] if now and (not weeks or now.day > weeks[-1].day) else [])]
    if len(scores) < 2:
        return None
    points = [
        c.HistoryPoint(s.day, s.churn.score if s.churn else None, s.fire.score if s.fire else None) for s in scores
    ]
    return c.History(points, _summary(points), [*_events(client, points[0].on, today), *_versions(scores)])


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
    found: list[tuple[dt.date, str]] = []
    for contact in Contact.objects.of(client).filter(left_on__gt=since, left_on__lte=today):
        found.append((contact.left_on, _("%(who)s left") % {"who": contact.name}))  # type: ignore[arg-type]
    for answer in SurveyResponse.objects.of(client).filter(answered_on__gt=since, answered_on__lte=today):
        found.append((answer.answered_on, _("Survey: %(score)s") % {"score": answer.score}))
    for link in ManagerLink.objects.filter(client=client, linked_on__gt=since, linked_on__lte=today):
        found.append((link.linked_on, _("%(who)s on the ad account") % {"who": link.manager_name or link.manager_number}))
    outside = AccountAccess.objects.of(client).exclude(relation__in=[Relation.OURS, Relation.CLIENT])
    for access in outside.filter(granted_on__gt=since, granted_on__lte=today):
        found.append((access.granted_on, _("%(who)s on the ad account") % {"who": access.email}))
    newest = sorted(found)[-len(LETTERS) :]
    return [c.Mark(LETTERS[i], on, text) for i, (on, text) in enumerate(newest)]


def _versions(scores: Sequence[ClientScore]) -> list[c.Mark]:
    marks = []
    for before, after in zip(scores, scores[1:], strict=False):
        if before.scorecard != after.scorecard:
            version = version_of(after.scorecard)
            marks.append(c.Mark(str(version), after.day, _("Scorecard %(n)s") % {"n": version}, "config"))
    return marks
