"""Choosing the day on which an agreement ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from clienthealth.core.audit import acting
from offboarding.book import dates_for
from offboarding.date_words import said
from offboarding.dates import Candidate, Dates
from offboarding.endings import Kind
from offboarding.models import Parting
from offboarding.permissions import require_work
from offboarding.states import State


def choose_date(
    *, by: User, parting: Parting, ending: Kind, end_on: dt.date, notice_on: dt.date | None = None, why: str = ""
) -> Parting:
    """Choose one of the candidates, or another day on somebody's word.

    1. The candidates are counted anew: one that was lawful yesterday may be past today.
    2. The recommended one needs no reason; any other does, and so does a day of one's own.
    3. All that were weighed are kept with the case.
    """
    require_work(by, parting)
    if parting.state != State.NOTICE:
        raise ValidationError(_("A date is chosen when it is decided to part, and before notice is given."))
    found = dates_for(parting.client, ending, Agency.objects.get().today())
    candidate = next((one for one in found.candidates if one.end == end_on), None)
    if candidate is None or notice_on is not None:
        notice_on = _own(found.today, candidate, end_on, notice_on)
    else:
        notice_on = candidate.notice_on
    if not why.strip() and not (candidate and candidate.recommended):
        raise ValidationError({"why": _("This is not the day we recommend: say why it is this one.")})
    with acting(by=by, why="choose the date of a parting"):
        case = Parting.objects.select_for_update(of=("self",)).get(pk=parting.pk)
        case.ending, case.end_on, case.notice_on = Parting.Ending(ending), end_on, notice_on
        case.date_why, case.date_candidates = why.strip(), _kept(found)
        case.save(update_fields=["ending", "end_on", "notice_on", "date_why", "date_candidates"])
    return case


def _own(today: dt.date, candidate: Candidate | None, end_on: dt.date, notice_on: dt.date | None) -> dt.date:
    """A day to send the notice that a person gives themselves: never later than the contract allows."""
    if notice_on is None:
        raise ValidationError({"notice_on": _("That end is none of the dates above: say when notice is to be sent.")})
    if notice_on < today:
        raise ValidationError({"notice_on": _("This day is past.")})
    if end_on < notice_on:
        raise ValidationError({"end_on": _("It cannot end before notice is sent.")})
    if candidate and notice_on > candidate.notice_on:
        raise ValidationError({"notice_on": _("Sent on that day it would not be received in time.")})
    return notice_on


def _kept(found: Dates) -> list[dict[str, Any]]:
    return [
        {
            "keys": list(one.keys),
            "end": one.end.isoformat(),
            "notice_on": one.notice_on.isoformat(),
            "last_working_day": one.last_working_day.isoformat(),
            "reasons": [said(reason) for reason in one.reasons],
            "recommended": one.recommended,
        }
        for one in found.candidates
    ]
