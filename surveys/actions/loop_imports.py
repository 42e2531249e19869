"""Loops for answers that were brought in from elsewhere, when they are still news. Set-based, and twice is once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.db.models.functions import TruncDate

from accounts.models import SurveyResponse
from clienthealth.core import clock, outbox
from clienthealth.core.audit import acting
from signals.models import Play
from surveys.actions.loop_opening import closed_event, opened_event
from surveys.actions.saving import give_up_saving, start_saving
from surveys.models import Loop, SurveyTerms

LEARNT = dt.timedelta(days=14)  # brought in longer ago: nobody expects a reply from a machine's afterthought
RECENT = 30  # days between an answer and our learning of it; what is older is history
OWN = "survey"  # answers to our own question have their loop from there
MOST = 500


def open_imported(now: dt.datetime | None = None) -> int:
    """Open what is owed, and take back what was corrected upwards before anybody began. How many were opened."""
    now = now or clock.now()
    with acting(by=None, why="low answers brought in"):
        _withdraw_corrected()
        found = _waiting(now)
        return _open(found) if found else 0


def _waiting(now: dt.datetime) -> list[SurveyResponse]:
    """Held until the end: of two workers the second finds nothing."""
    since = now - LEARNT
    low = SurveyResponse.objects.detractors().exclude(source=OWN).filter(loop=None, answer=None, recorded_at__gte=since)
    learnt_on = TruncDate("recorded_at", tzinfo=dt.UTC)
    news = low.annotate(learnt_on=learnt_on).filter(answered_on__gte=F("learnt_on") - dt.timedelta(days=RECENT))
    held = news.select_related("client__owner", "contact").select_for_update(
        of=("self",), no_key=True, skip_locked=True
    )
    found = list(held.order_by("pk")[:MOST])
    have = set(Loop.objects.filter(response__in=[one.pk for one in found]).values_list("response", flat=True))
    return [one for one in found if one.pk not in have]


def _open(found: list[SurveyResponse]) -> int:
    hours = dt.timedelta(hours=SurveyTerms.of_agency().loop_hours)
    plays: list[Play | None] = start_saving([(one.client, one.contact) for one in found])
    loops = Loop.objects.bulk_create(
        Loop(
            client=one.client, response=one, play=play, opened_at=one.recorded_at, due_at=one.recorded_at + hours,
            responsible=one.client.owner if one.client.owner and one.client.owner.is_active else None,
        )
        for one, play in zip(found, plays, strict=True)
    )  # fmt: skip
    outbox.append("survey.loop_opened", map(opened_event, loops))
    return len(loops)


def _withdraw_corrected() -> None:
    """An answer that a later file raised owes nobody a reply, unless somebody has begun."""
    raised = Loop.objects.open().filter(response__score__gt=6, cause="", cause_note="", replied_at=None)
    for loop in raised.select_for_update(of=("self",), skip_locked=True).order_by("pk"):
        with transaction.atomic():
            if give_up_saving(loop):
                outbox.append("survey.loop_closed", [closed_event(loop, withdrawn=True)])
                loop.delete()
