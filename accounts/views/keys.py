"""Keys of the API: everybody sees, makes and revokes their own; owners everybody's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.keys import make_key, revoke_key
from accounts.key_forms import KeyForm
from accounts.models import ApiKey, User
from accounts.permissions import Permission, may
from clienthealth.core import clock


def keys_for(user: User) -> QuerySet[ApiKey]:
    """The keys a person may see."""
    keys = ApiKey.objects.select_related("user", "made_by")
    return keys if may(user, Permission.MANAGE_PEOPLE) else keys.filter(user=user)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """GET and POST /settings/keys/. A new key's secret is in the answer to the POST, and nowhere afterwards."""
    person = get_object_or_404(User, pk=request.user.pk or 0)
    form = KeyForm(request.POST or None, by=person, today=_today(request))
    made: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            key, secret = make_key(by=person, **form.told())
            made = {"made": key, "secret": secret}
            form = KeyForm(None, by=person, today=_today(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    now = clock.now()
    keys = [{"key": key, "state": key.state_at(now), "last": _last_instant(key)} for key in keys_for(person)]
    context = {"form": form, "keys": keys, "sees_all": may(person, Permission.MANAGE_PEOPLE), **made}
    return render(request, "accounts/keys.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /settings/keys/<pk>/revoke/."""
    person = get_object_or_404(User, pk=request.user.pk or 0)
    key = get_object_or_404(keys_for(person), pk=pk)
    revoke_key(by=person, key=key)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": key.name})
    return redirect("keys")


def _last_instant(key: ApiKey) -> dt.datetime | None:
    """A key ends with its last day: the day to show is the one before the instant at which it is over."""
    return key.expires_at - dt.timedelta(seconds=1) if key.expires_at else None


def _today(request: HttpRequest) -> Any:
    from accounts.here import agency_of

    agency = agency_of(request)
    return agency.today() if agency else clock.today("UTC")
