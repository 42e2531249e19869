"""What the records of prospects have in common."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models


def fixed(name: str = "fixed") -> pgtrigger.Trigger:
    """A row that stays as it was written. It may be deleted: prospects have a right to be forgotten."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update)


def person(label: Any, **options: Any) -> Any:
    """Who did it. People are made inactive, not deleted, so the name stays."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **options)
