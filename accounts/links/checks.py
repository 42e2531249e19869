"""What a person enters for a link, checked, and refused in words they can act on."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.links.targets import LONGEST, RefusedTargetError, check_target

REFUSED = {
    "empty": _("Enter the address that the link leads to."),
    "too_long": _("The address is longer than %(most)d characters."),
    "control": _("The address holds a space, a backslash or a character that cannot be seen. Copy it again."),
    "scheme": _("Only addresses that begin with http:// or https:// can be opened."),
    "credentials": _("The address holds a name or password before an @. Everybody with the link would see it."),
    "host": _("This is no name of a computer on the web. Check the part after https://."),
    "port": _("The number after the colon is no port."),
    "ours": _("This is one of our own tracked links. Enter the address that it leads to."),
}


def clean_target(text: str) -> str:
    """The address as it is stored. Raises ValidationError."""
    try:
        return check_target(text, own=settings.BASE_URL)
    except RefusedTargetError as refusal:
        raise ValidationError(REFUSED[refusal.code], code=refusal.code, params={"most": LONGEST}) from None
