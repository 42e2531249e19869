"""What may stand in a log: what happened, where and when; no addresses, no names, no search words, no secrets."""

from __future__ import annotations

import re
from typing import Any

EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
QUERY = re.compile(r"\?\S*")
KEYS_IN_PATHS = re.compile(r"(/(?:key|confirm-email|unsubscribe|s|q|begin)/)[^/\s]+")
DROPPED = frozenset({"user_agent", "ip"})


def without_personal_data(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """A structlog processor: the same event, with addresses, query strings and keys in links masked."""
    return {key: _masked(value) for key, value in event.items() if key not in DROPPED}


def _masked(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return KEYS_IN_PATHS.sub(r"\1[key]", QUERY.sub("", EMAIL.sub("[address]", value)))
