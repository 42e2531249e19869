"""Who is asking: the key in `Authorization: Bearer ch_…`, or (after it) the session of somebody who logged in."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.key_secrets import digest_of
from accounts.models import ApiKey, User
from clienthealth.core import clock

REFUSALS = {
    "revoked": gettext_lazy("This key was revoked."),
    "expired": gettext_lazy("This key has expired."),
    "left": gettext_lazy("Whoever this key acts as is no longer with us."),
}
NOTED_EVERY = dt.timedelta(minutes=1)


class KeyAuthentication(BaseAuthentication):
    """One query for the key and its person; a second one only when the last use noted is over a minute ago."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        scheme, _space, secret = get_authorization_header(request).partition(b" ")
        if not scheme:
            return None
        if scheme.lower() != b"bearer":
            raise AuthenticationFailed(_("Send the key as “Authorization: Bearer ch_…”."))
        known = ApiKey.objects.select_related("user").annotate(moment=clock.Present())
        key = known.filter(digest=digest_of(secret.strip())).first()
        if key is None:
            raise AuthenticationFailed(_("There is no such key."))
        now = key.moment
        if refusal := REFUSALS.get(key.state_at(now)):
            raise AuthenticationFailed(refusal)
        if key.last_used_at is None or now - key.last_used_at >= NOTED_EVERY:
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'
