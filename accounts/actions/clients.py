"""A client's course: taken on, handed over, paused, in notice, ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import Client, Team, User
from accounts.permissions import Permission, clients_for, require, require_edit
from clienthealth.core.audit import acting

FREE_FIELDS = frozenset({
    "segment", "industry", "city", "country", "language", "domains", "tags", "goals", "started_on",
})  # fmt: skip


def create_client(*, by: User, name: str, owner: User | None = None, team: Team | None = None, **fields: Any) -> Client:
    """Take on a client. Their team is that of whoever looks after them, unless another is named."""
    require(by, Permission.ASSIGN)
    if unknown := set(fields) - FREE_FIELDS:
        raise TypeError(f"create_client() does not set {', '.join(sorted(unknown))}")
    client = Client(name=name, owner=owner, team=team or (owner.team if owner else None), **fields)
    with acting(by=by, why="create client"):
        client.full_clean()
        client.save(force_insert=True)
        _refuse_beyond_reach(by, client)
    return client


def assign_owner(*, by: User, client: Client, owner: User | None, team: Team | None = None) -> Client:
    """Hand a client to somebody, and to their team, unless another is named."""
    require(by, Permission.ASSIGN)
    require_edit(by, client)
    if owner is not None and not owner.is_active:
        raise ValidationError({"owner": _("This person is no longer with us.")})
    client.owner = owner
    client.team = team or (owner.team if owner else None) or client.team
    with acting(by=by, why="assign owner"):
        client.full_clean()
        client.save()
        _refuse_beyond_reach(by, client)
    return client


def give_notice(*, by: User, client: Client, on: dt.date, side: str) -> Client:
    """Note that notice was given, and by whom: what the scores learn from."""
    if client.status == Client.Status.ENDED:
        raise ValidationError(_("We no longer work for this client."))
    client.status, client.notice_on, client.notice_by = Client.Status.NOTICE, on, side
    return _write(client, by=by, why="give notice")


def withdraw_notice(*, by: User, client: Client) -> Client:
    """Note that they stay after all."""
    if client.status != Client.Status.NOTICE:
        raise ValidationError(_("This client is not in notice."))
    client.status, client.notice_on, client.notice_by = Client.Status.ACTIVE, None, ""
    return _write(client, by=by, why="withdraw notice")


def pause_client(*, by: User, client: Client) -> Client:
    if client.status != Client.Status.ACTIVE:
        raise ValidationError(_("Only an active client can be paused."))
    client.status = Client.Status.PAUSED
    return _write(client, by=by, why="pause client")


def resume_client(*, by: User, client: Client) -> Client:
    if client.status != Client.Status.PAUSED:
        raise ValidationError(_("This client is not paused."))
    client.status = Client.Status.ACTIVE
    return _write(client, by=by, why="resume client")


def end_client(*, by: User, client: Client, on: dt.date, side: str, reason: str = "") -> Client:
    """Note the last day. A notice given before keeps its own day and side."""
    if client.started_on and on < client.started_on:
        raise ValidationError({"ended_on": _("They were not with us yet on that day.")})
    client.status, client.ended_on, client.end_reason = Client.Status.ENDED, on, reason
    if client.notice_on is None:
        client.notice_on, client.notice_by = on, side
    return _write(client, by=by, why="end client")


def _write(client: Client, *, by: User, why: str) -> Client:
    require(by, Permission.EDIT_CLIENTS)
    require_edit(by, client)
    with acting(by=by, why=why):
        client.full_clean()
        client.save()
    return client


def _refuse_beyond_reach(by: User, client: Client) -> None:
    """A lead neither makes nor gives away clients outside their own team."""
    if not clients_for(by).filter(pk=client.pk).exists():
        raise PermissionDenied(_("You can give clients only to people of your own team."))
