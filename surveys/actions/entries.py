"""Public entries of a campaign: a short address for a client, on which pages it may stand, and its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Client, User
from accounts.permissions import Permission, require
from clienthealth.core import clock
from clienthealth.core.audit import acting
from surveys.models import Campaign, SurveyEntry
from surveys.models.base import slug


def open_entry(*, by: User, campaign: Campaign, client: Client) -> SurveyEntry:
    """The client's address for this campaign; the one that is in use, where there is one."""
    open_entries(by=by, campaign=campaign, clients=[client])
    return SurveyEntry.objects.get(campaign=campaign, client=client, ended_at=None)


def open_entries(*, by: User, campaign: Campaign, clients: Iterable[Client]) -> int:
    """One for each client that has none in use. Two statements, however many. Returns how many were made."""
    require(by, Permission.SURVEY)
    if campaign.state == Campaign.State.ENDED:
        raise ValidationError(_("This campaign has ended. Copy it to ask again."))
    with acting(by=by, why="open survey entries"):
        taken = set(SurveyEntry.objects.filter(campaign=campaign, ended_at=None).values_list("client", flat=True))
        wanted = [one for one in clients if one.pk not in taken]
        now = clock.now()
        made = SurveyEntry.objects.bulk_create(
            SurveyEntry(campaign=campaign, client=one, slug=slug(), made_by=by, made_at=now) for one in wanted
        )
    return len(made)


def set_origins(entry: SurveyEntry, *, by: User, origins: Sequence[str]) -> SurveyEntry:
    """The pages that may show the form; `origins` as `surveys.origins.origins_of` reads them."""
    require(by, Permission.SURVEY)
    with acting(by=by, why="set pages of survey entry"):
        entry.origins = list(origins)
        entry.save(update_fields=["origins"])
    return entry


def take_back(entry: SurveyEntry, *, by: User) -> SurveyEntry:
    """The address leads nowhere from now on; what was answered by it stays."""
    require(by, Permission.SURVEY)
    with acting(by=by, why="take back survey entry"):
        if entry.ended_at is None:
            entry.ended_at = clock.now()
            entry.save(update_fields=["ended_at"])
    return entry
