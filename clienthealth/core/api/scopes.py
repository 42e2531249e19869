"""Nobody gets past without a login, nor a key past its scopes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from clienthealth.core.api.problems import Problem
from clienthealth.core.scopes import Area, needed


class Credential(Protocol):
    """What `request.auth` is: a key. A person who logged in has none."""

    pk: int
    scopes: Collection[str]


class HasScope(BasePermission):
    """Somebody, and with a key only what the key was made for. What they may do is the business of each view."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        area: Area | None = getattr(view, "area", None)
        auth: Any = request.auth
        key: Credential | None = auth
        scope = needed(area, str(request.method)) if area else ""
        if key is not None and scope and scope not in key.scopes:
            raise Problem(403, "scope-missing", str(_("This key may not do this.")), scope=scope)
        return True
