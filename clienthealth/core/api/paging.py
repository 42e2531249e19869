"""Pages by position: the next page begins behind the last row of this one, whatever was added in between.

A cursor is signed and says nothing to its reader. It is of one address and one order, and carries the position of the
last row: its id, or (for changes) the instant at which it was learnt and its id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from clienthealth.core.api.changes import horizon
from clienthealth.core.api.problems import Problem

USUAL, MOST = 100, 1000
SALT = "clienthealth.api.cursor"
NAMES = ("cursor", "limit", "updated_since")
Position = tuple[dt.datetime | None, int]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the address of the next ones. Of changes there is always a next one: later."""

    rows: list[Any]
    next: str | None
    has_more: bool

    def body(self, results: list[Mapping[str, Any]]) -> dict[str, Any]:
        return {"results": results, "next": self.next, "has_more": self.has_more}


def page_of(request: Request, rows: QuerySet[Any]) -> Page:
    """One page of `rows`: in the order of ids, or with `updated_since` in the order in which we learnt them."""
    limit, since = _limit(request), _since(request)
    after = _read(request, changes=since is not None)
    until = horizon() if since is not None else None  # before the rows, in a statement of its own
    if until is None:
        found = list((rows.filter(pk__gt=after[1]) if after else rows).order_by("pk")[: limit + 1])
    else:
        changed = rows.filter(recorded_at__gte=since, recorded_at__lt=until)
        found = list((changed.filter(_behind(after)) if after else changed).order_by("recorded_at", "pk")[: limit + 1])
    kept, has_more = found[:limit], len(found) > limit
    last = _position(kept[-1], changes=until is not None) if kept else after
    if until is not None:
        return Page(kept, _address(request, last, changes=True), has_more)
    return Page(kept, _address(request, last, changes=False) if has_more else None, has_more)


def _behind(after: Position) -> Q:
    moment, pk = after
    return Q(recorded_at__gt=moment) | Q(recorded_at=moment, pk__gt=pk)


def _position(row: Any, *, changes: bool) -> Position:
    return (row.recorded_at if changes else None, row.pk)


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(USUAL))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
        raise wrong("limit", _("A number from 1 to %(most)s.") % {"most": MOST})
    return int(text)


def _since(request: Request) -> dt.datetime | None:
    text = request.query_params.get("updated_since")
    if text is None:
        return None
    try:
        moment = parse_datetime(text.replace(" ", "+"))  # a plus sign that was not encoded
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1900 <= moment.year <= 9000:
        raise wrong("updated_since", _("An instant with its zone, as in 2026-03-02T08:00:00Z."))
    return moment


def _address(request: Request, last: Position | None, *, changes: bool) -> str:
    """This address with the next cursor; before anything was found, this address again."""
    here = request.build_absolute_uri()
    return replace_query_param(here, "cursor", _write(request, last, changes=changes)) if last else here


def _write(request: Request, position: Position, *, changes: bool) -> str:
    moment, pk = position
    micro = (moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1) if moment else 0
    return signing.dumps([micro, pk], salt=_salt(request, changes=changes), compress=False)


def _read(request: Request, *, changes: bool) -> Position | None:
    text = request.query_params.get("cursor")
    if text is None:
        return None
    try:
        micro, pk = signing.loads(text, salt=_salt(request, changes=changes))
    except signing.BadSignature as broken:
        raise wrong("cursor", _("This cursor is not of this list. Begin again without one.")) from broken
    moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=micro)
    return (moment if changes else None, pk)


def _salt(request: Request, *, changes: bool) -> str:
    return f"{SALT}:{request.path}:{'changes' if changes else 'ids'}"


def wrong(parameter: str, detail: str) -> Problem:
    """A parameter of the address that makes no sense."""
    errors = [{"parameter": parameter, "detail": detail}]
    return Problem(400, "bad-parameter", _("Something in the address makes no sense."), errors=errors)
