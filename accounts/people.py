"""Letting people in: their address as the login knows it, and the mail with the link to set a password."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from accounts.models import Agency, User


def keep_address(user: User) -> None:
    """The login's own list of addresses holds exactly the address of the person, confirmed: an owner vouches for it."""
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def password_link(user: User) -> str:
    """A link with which the person sets a password; it works once, and for PASSWORD_RESET_TIMEOUT."""
    keys = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    path = reverse("account_reset_password_from_key", kwargs=keys)
    return str(settings.BASE_URL).rstrip("/") + path


def invite(user: User, request: HttpRequest | None = None) -> None:
    """Write to the person, in their language, how to get in."""
    agency = Agency.objects.first()
    context = {"user": user, "agency": agency.name if agency else "clienthealth", "link": password_link(user)}
    with translation.override(user.language):
        get_adapter(request).send_mail("accounts/email/invitation", user.email, context)
