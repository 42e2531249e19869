"""What the records of surveys have in common."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models


def nonce() -> str:
    return secrets.token_hex(16)


def slug() -> str:
    """Seven letters without those that are taken for others when somebody types them."""
    return "".join(secrets.choice("abcdefghijkmnpqrstuvwxyz23456789") for _place in range(7))


def person(label: Any, **options: Any) -> Any:
    """Who did it. People are made inactive, not deleted, so the name stays."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **options)
