"""What a person saw of a client, in ten seconds: observations, lapses, wins, notes and the pulse."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Agency, Client, Contact, Lapse, Note, Observation, Pulse, Severity, User, Win
from accounts.models.base import own_id
from accounts.permissions import Permission, may_edit, require, require_edit
from clienthealth.core import clock
from clienthealth.core.audit import acting

Entry = Observation | Lapse | Win | Note | Pulse
E = TypeVar("E", Observation, Lapse, Win, Note, Pulse)
REGRET = dt.timedelta(hours=24)


def log_observation(
    *,
    by: User,
    client: Client,
    kind: str,
    occurred_on: dt.date,
    severity: int = Severity.CLEAR,
    note: str = "",
    evidence: str = "",
    contact: Contact | None = None,
    contradicts: Observation | None = None,
    token: str = "",
) -> Observation:
    """Note something only a person can see. What it names must be the same client's."""
    for named in (contact, contradicts):
        if named is not None and named.client_id != client.pk:
            raise ValidationError(_("That is not this client's."))
    entry = Observation(
        client=client, kind=kind, severity=severity, occurred_on=occurred_on, note=note, evidence=evidence,
        contact=contact, contradicts=contradicts,
    )  # fmt: skip
    return _log(entry, by, token)


def log_lapse(
    *,
    by: User,
    client: Client,
    kind: str,
    occurred_on: dt.date,
    severity: int = Severity.CLEAR,
    note: str = "",
    token: str = "",
) -> Lapse:
    """Note a fault of ours."""
    return _log(Lapse(client=client, kind=kind, severity=severity, occurred_on=occurred_on, note=note), by, token)


def log_win(*, by: User, client: Client, title: str, occurred_on: dt.date, figure: str = "", token: str = "") -> Win:
    """Note what we achieved."""
    return _log(Win(client=client, title=title, figure=figure, occurred_on=occurred_on), by, token)


def log_note(*, by: User, client: Client, text: str, occurred_on: dt.date, token: str = "") -> Note:
    """Note anything. No score reads it."""
    return _log(Note(client=client, text=text, occurred_on=occurred_on), by, token)


def record_pulse(
    *, by: User, client: Client, value: int, occurred_on: dt.date, note: str = "", token: str = ""
) -> Pulse:
    """Note how the client feels to the person who works with them, 1 to 5."""
    return _log(Pulse(client=client, value=value, note=note, occurred_on=occurred_on), by, token)


def undo(entry: Entry, *, by: User) -> None:
    """Take back an entry of one's own within a day. Its past version stays."""
    if not may_undo(entry, by=by):
        raise PermissionDenied(_("An entry can be taken back by the person who made it, within 24 hours."))
    with acting(by=by, why=f"take back {entry._meta.model_name}"):
        entry.delete()


def may_undo(entry: Entry, *, by: User) -> bool:
    made_by_hand = entry.source == "hand" and entry.by_id == by.pk
    return made_by_hand and clock.now() - entry.recorded_at < REGRET and may_edit(by, entry.client)


def _log(entry: E, by: User, token: str) -> E:
    """Write `entry` once: a form sent twice carries the same token and finds what the first one wrote."""
    require(by, Permission.LOG)
    require_edit(by, entry.client)
    _refuse_future(entry.occurred_on)
    entry.by, entry.external_id = by, token or own_id()
    with acting(by=by, why=f"log {entry._meta.model_name}"):
        known = _known(entry)
        if known is None:
            entry.full_clean()
            known = _insert(entry)
    return _same(known, entry)


def _known(entry: E) -> E | None:
    return type(entry)._default_manager.filter(source=entry.source, external_id=entry.external_id).first()


def _insert(entry: E) -> E:
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        known = _known(entry)  # the other half of a double click was quicker
        if known is None:
            raise
        return known
    return entry


def _same(known: E, entry: E) -> E:
    """A token is one person's word about one client; it opens nothing else."""
    if (known.client_id, known.by_id) != (entry.client_id, entry.by_id):
        raise ValidationError(_("This form was used already. Load the page again."))
    return known


def _refuse_future(day: dt.date) -> None:
    if day > Agency.objects.get().today().date:
        raise ValidationError({"occurred_on": _("This day has not come yet.")})
