"""Forgetting prospects who did not become clients. Set-based; what names them is in no past version and in no log."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from django.db import transaction
from django.db.models import QuerySet

from clienthealth.core import clock
from clienthealth.core.audit import acting
from clienthealth.core.models import OutgoingMail
from prospects.links import ASKED_FOR, ENTRY_MAIL
from prospects.models import Invitation, Letter, Prospect, ScreeningTerms


def erase_prospects(before: dt.datetime) -> int:
    """Delete everyone who never became a client and whose matter last moved before an instant. Returns how many."""
    with acting(by=None, why="erase prospects whose time is over"):
        return erase(Prospect.objects.never_clients().quiet_since(before))


@transaction.atomic
def erase(prospects: QuerySet[Prospect]) -> int:
    """Delete these prospects, all that hangs on them, and the mails to them: as many queries for one as for all."""
    chosen = list(prospects.select_for_update().values_list("pk", flat=True))
    for model in (Invitation, Letter):
        keys = model._default_manager.filter(prospect__in=chosen).exclude(mail_key="").values("mail_key")
        OutgoingMail.objects.filter(key__in=keys).delete()
    Prospect.objects.filter(pk__in=chosen).delete()
    return len(chosen)


def forget_requests() -> int:
    """Forget the mails to people who asked by a public entry, once their link no longer works."""
    over = OutgoingMail.objects.filter(key__startswith=ENTRY_MAIL, made_at__lt=clock.now() - ASKED_FOR)
    return over.delete()[0]


def due_before() -> dt.datetime:
    """The instant before which a prospect's matter must have moved last for its time to be over."""
    terms = ScreeningTerms.objects.first() or ScreeningTerms()
    return months_before(clock.now(), terms.keep_months)


def months_before(moment: dt.datetime, months: int) -> dt.datetime:
    """The same day so many months earlier, or the last day of that month."""
    return dt.datetime.combine(months_later(moment.date(), -months), moment.timetz())


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
