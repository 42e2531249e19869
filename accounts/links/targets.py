"""Where a link may lead: addresses of the web, written so that every browser reads them alike. Pure.

Whatever two programs could read differently is refused: credentials, backslashes, control characters, spaces. What
comes out is ASCII, so it stands in a header as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

LONGEST = 2000
SCHEMES = ("http", "https")
HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
OUR_LINKS = "/r/"
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
_AS_IS = "%/:=&?~#+!$,;'@()*[]"  # of a path, query or fragment
# Two generations of the standard read these differently: one host to one program, another to the next.
_AMBIGUOUS = frozenset("ßς\u200c\u200d")


class RefusedTargetError(ValueError):
    """`code` says why: empty, too_long, control, scheme, credentials, host, port, ours."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_target(text: str, *, own: str = "") -> str:
    """The address as it is stored and sent. `own` is our own address, whose tracked links lead nowhere new."""
    said = text.strip()
    if not said:
        raise RefusedTargetError("empty")
    if len(said) > LONGEST:
        raise RefusedTargetError("too_long")
    if "\\" in said or any(not one.isprintable() or one.isspace() for one in said):
        raise RefusedTargetError("control")
    try:
        parts = urlsplit(said)
    except ValueError:
        raise RefusedTargetError("host") from None
    if parts.scheme not in SCHEMES:
        raise RefusedTargetError("scheme")
    if "@" in parts.netloc:
        raise RefusedTargetError("credentials")
    clean = urlunsplit((parts.scheme, _netloc(parts), *(quote(part, safe=_AS_IS) for part in parts[2:])))
    if len(clean) > LONGEST:
        raise RefusedTargetError("too_long")
    if own and _is_ours(urlsplit(clean), urlsplit(own)):
        raise RefusedTargetError("ours")
    return clean


def with_utm(target: str, utm: Mapping[str, str]) -> str:
    """The address with campaign parameters. What it says itself stays as it is, and so does its fragment."""
    parts = urlsplit(target)
    there = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    more = urlencode([(name, str(utm[name])) for name in UTM if utm.get(name) and name not in there])
    return urlunsplit(parts._replace(query="&".join(part for part in (parts.query, more) if part)))


def host_of(target: str) -> str:
    """The host to which an address leads, with its port."""
    return urlsplit(target).netloc


def _netloc(parts: SplitResult) -> str:
    """Host and port; a host in other letters becomes what the name service knows it by."""
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise RefusedTargetError("port") from None
    if ":" in host:  # an address of IPv6, which urlsplit has checked
        host = f"[{host}]"
    elif not HOST.fullmatch(host := _in_ascii(host)):
        raise RefusedTargetError("host")
    if port is not None and port < 1:
        raise RefusedTargetError("port")
    return host if port is None else f"{host}:{port}"


def _in_ascii(host: str) -> str:
    if host.isascii():
        return host
    if _AMBIGUOUS & set(host):
        raise RefusedTargetError("host")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        raise RefusedTargetError("host") from None


def _is_ours(target: SplitResult, own: SplitResult) -> bool:
    return target.hostname == own.hostname and f"{unquote(target.path).lower()}/".startswith(OUR_LINKS)
