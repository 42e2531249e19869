"""Somebody who came through a public entry, and proved their address, becomes a prospect. Once a link."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.db import transaction

from prospects.actions.taking import invite, note_prospect
from prospects.models import Entry, Invitation, Prospect


@transaction.atomic
def begin(entry: Entry, about: Mapping[str, str], *, key: str) -> Invitation:
    """The prospect of this link and their invitation; made at the first press of the button, found at later ones."""
    entry_key = hashlib.sha256(key.encode()).hexdigest()
    prospect = Prospect.objects.filter(entry_key=entry_key).first()
    if prospect is not None:
        return prospect.invitations.latest("pk")
    prospect = note_prospect(
        by=None, company=about["company"], name=about["name"], email=about["email"], language=about["language"],
        source=entry.name, questionnaires=entry.questionnaires, entry_key=entry_key,
    )  # fmt: skip
    return invite(prospect, by=None, questionnaires=entry.questionnaires, mail=True)
