"""Secrets of API keys: 256 random bits, and the hash under which they are found again."""

from __future__ import annotations

import hashlib
import secrets

MARK = "ch_"  # so that scanners of repositories know one when they see it
SHOWN = 9  # characters of a secret that stay readable, to tell keys apart


def new_secret() -> str:
    return MARK + secrets.token_urlsafe(32)


def digest_of(secret: str | bytes) -> str:
    """Unsalted, so that a key is found by it: nobody tries 2²⁵⁶ secrets."""
    return hashlib.sha256(secret if isinstance(secret, bytes) else secret.encode()).hexdigest()
