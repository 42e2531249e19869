"""Keeping the report that goes with a parting."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.report.asking import Asked, made
from accounts.report.printing import printed
from clienthealth.core.audit import acting
from clienthealth.core.typesetting import TypesettingError
from offboarding.actions.cases import today
from offboarding.models import CaseReport, Parting
from offboarding.permissions import require_work


def keep_report(*, by: User, parting: Parting, asked: Asked) -> CaseReport:
    """Make the report from the records of today and keep it with the case. The same bytes again are the same report.

    What is kept is made here, never handed in: it holds what the records say, and it is what the client will read.
    """
    require_work(by, parting)
    if not parting.is_open:
        raise ValidationError(_("This case has ended."))
    document = made(parting.client, today(), asked)
    try:
        content = printed(document)
    except TypesettingError as fault:
        raise ValidationError(_("The PDF was not made: %(fault)s") % {"fault": fault}) from fault
    digest = hashlib.sha256(content).hexdigest()
    targets = {"results": asked.wishes.targets.results, "cost": asked.wishes.targets.cost}
    with acting(by=by, why="keep a report"):
        Parting.objects.select_for_update(of=("self",)).get(pk=parting.pk)  # sent twice: the second finds the first
        same = CaseReport.objects.filter(parting=parting, sha256=digest).first()
        return same or CaseReport.objects.create(
            parting=parting, name=document.name[:300], language=document.language, first=asked.period.first,
            last=asked.period.last, note=asked.wishes.next_steps, pdf=content, sha256=digest, made_by=by,
            choices={name: str(value) for name, value in targets.items() if value is not None},
        )  # fmt: skip
