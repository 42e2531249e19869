"""A recipient who does not want their openings noted."""

from __future__ import annotations

import pghistory
from django.db import transaction

from accounts.models import Contact, Link, Opening


def stop_recording(contact: int) -> None:
    """Note that this person wants no opening noted, and drop what came in and is not counted yet.

    What was counted before stays: it was noted with the disclosure of its time. The change is kept with its reason.
    """
    with transaction.atomic(), pghistory.context(why="The recipient asked for it on the page of a link"):
        person = Contact.objects.select_for_update().get(pk=contact)
        if not person.untracked:
            person.untracked = True
            person.save(update_fields=["untracked"])
        Opening.objects.filter(link__in=Link.objects.filter(contact=contact).values("pk")).delete()
