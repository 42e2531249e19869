"""Which pages of a client may show our form: origins, as a browser compares them."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 10
LABEL = re.compile(r"^(?!-)[a-z0-9-]{1,63}(?<!-)$")


def origins_of(text: str) -> list[str]:
    """The origins of a text, one a line or divided by commas, each written the one way a policy knows it.

    A policy header is made of them, so nothing but scheme, host and port may be left of each.
    """
    found = list(dict.fromkeys(origin_of(one) for one in re.split(r"[\s,]+", text.strip()) if one))
    if len(found) > MOST:
        raise ValidationError(_("At most %(most)d pages.") % {"most": MOST})
    return found


def origin_of(text: str) -> str:
    """``https://portal.example:8443`` of an address in any form; a path after it is left away."""
    refusal = ValidationError(_("“%(text)s” is no address such as https://portal.example.") % {"text": text[:80]})
    if "*" in text:
        raise ValidationError(_("Name each page by itself: “*” would let anybody show the form."))
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (UnicodeError, ValueError) as error:
        raise refusal from error
    if parts.scheme != "https" or parts.username or parts.password or not _is_host(host):
        raise refusal
    return f"https://{host}" + (f":{port}" if port and port != 443 else "")


def _is_host(host: str) -> bool:
    """A name with a dot in it; a bare number of the network is nobody's page."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        labels = host.split(".")
        return len(labels) > 1 and all(LABEL.match(label) for label in labels)
    return False
