"""Setting a score by hand for a while, and taking it back. The computed one stays, and is what is learnt from."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Agency, Client, User
from accounts.models.base import own_id
from accounts.permissions import Permission, require, require_edit
from clienthealth.core.audit import acting
from signals.models import Override
from signals.permissions import scores_for
from signals.priors import Side

LONGEST = 180  # days


def set_override(
    *, by: User, client: Client, side: Side, score: int, reason: str, expires_on: dt.date, token: str = ""
) -> Override:
    """Set a score by hand from today until a day, because of `reason`.

    1. A form sent twice carries the same token and finds what the first one wrote.
    2. The one before ends: today, or with its own last day where it had expired.
    """
    _require(by, client, side)
    today = _today()
    if not today < expires_on <= today + dt.timedelta(days=LONGEST):
        raise ValidationError(
            {"expires_on": _("Choose a day after today, and within %(days)s days.") % {"days": LONGEST}}
        )
    override = Override(
        client=client, side=side, score=score, reason=reason.strip(), by=by, starts_on=today, expires_on=expires_on,
        token=token or own_id(),
    )  # fmt: skip
    override.full_clean(validate_unique=False, validate_constraints=False)
    with acting(by=by, why=f"override {side}"):
        known = _known(override)
        if known is None:
            known = _replace(override, today)
    return _same(known, override)


def take_back(*, by: User, client: Client, side: Side) -> Override | None:
    """End the score set by hand; from today pages show the computed one. None where there is none any more."""
    _require(by, client, side)
    today = _today()
    with acting(by=by, why=f"take back override {side}"):
        current = Override.objects.select_for_update().in_force(today).filter(client=client, side=side).first()
        if current is not None:
            current.ended_on, current.ended_by = today, by
            current.save(update_fields=["ended_on", "ended_by"])
    return current


def _require(by: User, client: Client, side: Side) -> None:
    """Who may write about the client, and sees the side: nobody sets a score that they may not know."""
    require(by, Permission.OVERRIDE)
    require_edit(by, client)
    if not scores_for(by).shows(client.pk, side):
        raise PermissionDenied(_("This score is not shown to you, so it is not yours to set."))


def _today() -> dt.date:
    return Agency.objects.get().today().date


def _known(override: Override) -> Override | None:
    return Override.objects.filter(token=override.token).first()


def _replace(override: Override, today: dt.date) -> Override:
    """End what stands and write the new one; the other half of a double click was quicker: its row."""
    try:
        with transaction.atomic():
            standing = Override.objects.filter(client=override.client, side=override.side, ended_on=None)
            standing.filter(expires_on__lt=today).update(ended_on=F("expires_on") + dt.timedelta(days=1))
            standing.update(ended_on=today, ended_by=override.by)
            override.save(force_insert=True)
    except IntegrityError as clash:
        known = _known(override)
        if known is None:
            raise ValidationError(_("Somebody else has just set this score. Look at it first.")) from clash
        return known
    return override


def _same(known: Override, override: Override) -> Override:
    """A token is one person's word about one score; it opens nothing else."""
    if (known.client_id, known.side, known.by_id) != (override.client_id, override.side, override.by_id):
        raise ValidationError(_("This form was used already. Load the page again."))
    return known
