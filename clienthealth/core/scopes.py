"""What a key of the API may do: areas of the product, each to be read or written.

A scope never adds a right: whoever the key acts as must have it too. Writing does not include reading, so that a
program which only sends invoices learns nothing.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Area(StrEnum):
    BOOK = "book"
    SURVEYS = "surveys"
    DELIVERABLES = "deliverables"
    SCORES = "scores"
    ALERTS = "alerts"
    PARTINGS = "partings"
    PROSPECTS = "prospects"
    ADMIN = "admin"


class Scope(models.TextChoices):
    READ_BOOK = "book:read", _("read clients and their facts")
    WRITE_BOOK = "book:write", _("write clients and their facts")
    READ_SURVEYS = "surveys:read", _("read surveys and answers")
    WRITE_SURVEYS = "surveys:write", _("write surveys and answers")
    READ_DELIVERABLES = "deliverables:read", _("read deliverables and links")
    WRITE_DELIVERABLES = "deliverables:write", _("write deliverables and links")
    READ_SCORES = "scores:read", _("read scores")
    WRITE_SCORES = "scores:write", _("set scores by hand")
    READ_ALERTS = "alerts:read", _("read alerts, plays and tasks")
    WRITE_ALERTS = "alerts:write", _("answer alerts, plays and tasks")
    READ_PARTINGS = "partings:read", _("read partings")
    WRITE_PARTINGS = "partings:write", _("write partings")
    READ_PROSPECTS = "prospects:read", _("read prospects")
    WRITE_PROSPECTS = "prospects:write", _("write prospects")
    READ_ADMIN = "admin:read", _("read people, settings and the audit log")
    WRITE_ADMIN = "admin:write", _("write people and settings")


def needed(area: Area, method: str) -> str:
    """The scope that a method of an area asks for."""
    return f"{area.value}:{'read' if method in SAFE else 'write'}"
