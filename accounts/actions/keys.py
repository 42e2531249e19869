"""Making and revoking keys of the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.key_secrets import SHOWN, digest_of, new_secret
from accounts.models import ApiKey, User
from accounts.permissions import Permission, may
from clienthealth.core import clock
from clienthealth.core.audit import acting


def make_key(
    *, by: User, user: User, name: str, scopes: Sequence[str], expires_at: dt.datetime | None = None
) -> tuple[ApiKey, str]:
    """A key that acts as `user`, and its secret, which is nowhere kept. Others' keys are for owners to make."""
    if user != by and not may(by, Permission.MANAGE_PEOPLE):
        raise PermissionDenied(_("You can make keys for yourself. Ask an owner of the agency for others."))
    if not user.is_active:
        raise ValidationError({"user": _("This person is no longer with us.")})
    if expires_at is not None and expires_at <= clock.now():
        raise ValidationError({"expires_at": _("This day is over.")})
    secret = new_secret()
    key = ApiKey(
        name=name, user=user, scopes=sorted(set(scopes)), expires_at=expires_at, made_by=by, prefix=secret[:SHOWN],
        digest=digest_of(secret),
    )  # fmt: skip
    with acting(by=by, why="make api key"):
        key.full_clean()
        key.save(force_insert=True)
    return key, secret


def revoke_key(*, by: User, key: ApiKey) -> ApiKey:
    """From now on it opens nothing. Revoked twice, the first time counts."""
    if by != key.user and not may(by, Permission.MANAGE_PEOPLE):
        raise PermissionDenied(_("This is somebody else's key."))
    with acting(by=by, why="revoke api key"):
        held = ApiKey.objects.select_for_update().get(pk=key.pk)
        if held.revoked_at is None:
            held.revoked_at = clock.now()
            held.save(update_fields=["revoked_at"])
    return held
