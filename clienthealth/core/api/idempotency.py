"""A write may be sent twice: with the same Idempotency-Key, the second gets the answer that the first one got.

1. A lock by the name of the request, for its transaction. Whoever does not get it is told to wait (409).
2. An answer kept under that name: given again, if the body is the same; else the key was used for something else (422).
3. Otherwise the write happens, and its answer is kept in the same transaction: killed in between, neither is there.

Refusals change nothing and are not kept: the request may be put right and sent again under its key.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from clienthealth.core import clock
from clienthealth.core.api.limits import caller_of
from clienthealth.core.api.paging import wrong
from clienthealth.core.api.problems import Problem
from clienthealth.core.models import KeptAnswer

HEADER = "Idempotency-Key"
KEPT = dt.timedelta(days=2)
MOST = 10_000
Handler = Callable[..., Response]


def once(handler: Handler) -> Handler:
    """A method of a view that writes: in one transaction, and once for each Idempotency-Key."""

    @wraps(handler)
    def guarded(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        with transaction.atomic():
            name = _name(request)
            if name is None:
                return handler(view, request, *args, **kwargs)
            kept = _kept(name, asked := _digest(request.data))
            if kept is not None:
                return _again(kept)
            response = handler(view, request, *args, **kwargs)
            _keep(name, asked, response)
            return response

    return guarded


def _name(request: Request) -> dict[str, str] | None:
    """Who asks for what, under which key; None without one."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not (key.isascii() and key.isprintable() and 0 < len(key) <= 200):
        raise wrong(HEADER, _("1 to 200 printable characters."))
    path = request.path if len(request.path) <= 500 else _digest(request.path)
    return {"caller": caller_of(request), "method": str(request.method), "path": path, "key": key}


def _kept(name: dict[str, str], asked: str) -> KeptAnswer | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [json.dumps(name)])
        if not cursor.fetchone()[0]:
            said = _("The same request is still being worked on. Ask again in a moment.")
            raise Problem(409, "still-working", said, wait=1)
    kept = KeptAnswer.objects.filter(**name).first()
    if kept is not None and kept.asked != asked:
        raise Problem(422, "key-reused", _("This Idempotency-Key was used with another body. Use a new one."))
    return kept


def _keep(name: dict[str, str], asked: str, response: Response) -> None:
    KeptAnswer.objects.create(
        **name, asked=asked, status=response.status_code, etag=response.get("ETag", ""),
        body=JSONRenderer().render(response.data).decode(),
    )  # fmt: skip


def _again(kept: KeptAnswer) -> Response:
    headers = {"Idempotency-Replayed": "true"} | ({"ETag": kept.etag} if kept.etag else {})
    return Response(json.loads(kept.body) if kept.body else None, status=kept.status, headers=headers)


def _digest(data: Any) -> str:
    """Of what the body means: spaces and the order of names make no difference."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def thin() -> int:
    """Forget answers that are two days old."""
    old = KeptAnswer.objects.filter(made_at__lt=clock.now() - KEPT)
    return old.filter(pk__in=old.order_by("made_at").values("pk")[:MOST]).delete()[0]
