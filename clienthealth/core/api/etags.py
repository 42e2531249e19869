"""Versions of a single resource, so that two writers do not undo each other (RFC 9110, 13.1).

The tag is of everything the resource shows, with or without `fields`, so a change of what it points at (the name of
whoever looks after it) is one, too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

from clienthealth.core.api.problems import Problem


def etag_of(shown: Mapping[str, Any]) -> str:
    """A strong tag of what a resource shows in full."""
    text = json.dumps(shown, cls=JSONEncoder, sort_keys=True)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def is_known(request: Request, etag: str) -> bool:
    """Whether the reader has this version already (If-None-Match compares weakly)."""
    given = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in given or any(each.removeprefix("W/") == etag for each in given)


def require_match(request: Request, etag: str | None) -> None:
    """Refuse a write that is made upon another version than the present one (None: there is none)."""
    text = request.headers.get("If-Match")
    if text is None:
        return
    given = parse_etags(text)
    if etag is None or ("*" not in given and etag not in given):
        said = _("It was changed since you read it. Read it again, and make your change upon that.")
        raise Problem(412, "changed-meanwhile", said, etag=etag)
