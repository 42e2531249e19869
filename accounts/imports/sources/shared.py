"""Small things that several sources need."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from accounts.imports.engine import Context
from accounts.imports.records import ClientRef


def client_of(row: Any) -> ClientRef:
    """The client a row names by `client_id`, `client_name`, `email`; a mail address also gives the domain."""
    email = getattr(row, "email", None)
    domain = getattr(row, "domain", None) or (email.rpartition("@")[2] if email else None)
    return ClientRef(getattr(row, "client_id", None), getattr(row, "client_name", None), email, domain)


def made_up_id(context: Context, *parts: object) -> str:
    """An id for rows of systems that give none: what the row says, and its turn among rows that say the same.

    The same file, or a longer export that begins with the same rows, gives the same ids.
    """
    told = "\x1f".join("" if part is None else str(part) for part in parts).encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(told, digest_size=12).hexdigest()
    turns: Counter[str] = context.memory.setdefault("turns", Counter())
    turns[digest] += 1
    return digest if turns[digest] == 1 else f"{digest}-{turns[digest]}"
