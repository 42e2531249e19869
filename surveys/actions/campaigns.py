"""Campaigns: made, changed, started, paused, ended and copied by owners; people taken out of one by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, require
from clienthealth.core.audit import acting
from surveys.models import Ask, Campaign, CampaignWording, SurveyTerms

State = Campaign.State
# From which state one may go to which. An ended campaign is copied, not revived: its figures are closed.
WAYS: Mapping[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.RUNNING}),
    State.RUNNING: frozenset({State.PAUSED, State.ENDED}),
    State.PAUSED: frozenset({State.RUNNING, State.ENDED}),
    State.ENDED: frozenset(),
}
FIELDS = (
    "name", "kind", "whom", "segments", "in_notice", "share", "when", "every_days", "event", "delay_days",
    "starts_on", "ends_on", "weekdays", "hour_from", "hour_to", "spread_days", "reminders", "reminder_days",
    "open_days", "reader",
)  # fmt: skip
WORDS = ("subject", "intro", "question", "low", "high")


def make(*, by: User, values: Mapping[str, Any]) -> Campaign:
    """A draft: nobody is asked before it is started."""
    require(by, Permission.SURVEY)
    campaign = Campaign(made_by=by, **{name: values[name] for name in FIELDS if name in values})
    check(campaign)
    with acting(by=by, why="make survey campaign"):
        campaign.save(force_insert=True)
    return campaign


def change(campaign: Campaign, *, by: User, values: Mapping[str, Any]) -> Campaign:
    """What was asked stays as it was; what is planned and not yet sent follows the new rules with the next planning."""
    require(by, Permission.SURVEY)
    with acting(by=by, why="change survey campaign"):
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if locked.state == State.ENDED:
            raise ValidationError(_("This campaign has ended. Copy it to ask again."))
        if values.get("kind", locked.kind) != locked.kind and locked.asks.exists():
            raise ValidationError(_("People were asked already: another question needs a campaign of its own."))
        for name in FIELDS:
            if name in values:
                setattr(locked, name, values[name])
        check(locked)
        locked.save()
    return locked


def check(campaign: Campaign) -> None:
    """Refuse in plain words what the database would refuse in its own."""
    if not campaign.weekdays:
        raise ValidationError({"weekdays": _("Choose at least one weekday, or nothing is ever sent.")})
    if campaign.hour_from >= campaign.hour_to:
        raise ValidationError({"hour_to": _("The hours end before they begin.")})
    if campaign.starts_on and campaign.ends_on and campaign.ends_on < campaign.starts_on:
        raise ValidationError({"ends_on": _("It would end before it begins.")})
    if campaign.when == Campaign.When.EVENT and not campaign.event:
        raise ValidationError({"event": _("Say after what it asks.")})
    if campaign.when == Campaign.When.ONCE and not campaign.starts_on:
        raise ValidationError({"starts_on": _("Say from which day on it asks.")})
    clean = Campaign.objects.exclude(pk=campaign.pk).filter(name__iexact=campaign.name.strip())
    if clean.exists():
        raise ValidationError({"name": _("There is a campaign of that name.")})
    campaign.full_clean(validate_unique=False, validate_constraints=False)


def move(campaign: Campaign, *, by: User, to: str) -> Campaign:
    """Start, pause or end. An end takes out who is planned; who was asked may still answer."""
    require(by, Permission.SURVEY)
    with acting(by=by, why=f"survey campaign {to}"):
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if to not in WAYS[locked.state]:
            raise ValidationError(_("Not from here: the campaign is “%(state)s” by now.") % {
                "state": locked.get_state_display()
            })  # fmt: skip
        locked.state = to
        locked.save(update_fields=["state"])
        if to == State.ENDED:
            Ask.objects.filter(campaign=locked, state=Ask.State.PLANNED).update(
                state=Ask.State.SKIPPED, why=Ask.Why.STOPPED
            )
    return locked


def copy(campaign: Campaign, *, by: User) -> Campaign:
    """The same rules and words as a draft under a name of its own."""
    require(by, Permission.SURVEY)
    with acting(by=by, why="copy survey campaign"):
        values = {name: getattr(campaign, name) for name in FIELDS}
        made = Campaign.objects.create(**{**values, "name": _free_name(campaign.name), "made_by": by})
        CampaignWording.objects.bulk_create(
            CampaignWording(campaign=made, language=row.language, **{name: getattr(row, name) for name in WORDS})
            for row in campaign.wordings.all()
        )
    return made


def _free_name(name: str) -> str:
    base = _("%(name)s, copy") % {"name": name[:100]}
    taken = set(Campaign.objects.filter(name__startswith=base[:100]).values_list("name", flat=True))
    number = 2
    found = base
    while found in taken:
        found, number = f"{base} {number}", number + 1
    return found


def word(campaign: Campaign, *, by: User, language: str, words: Mapping[str, str]) -> None:
    """The agency's own words in one language; where all are empty, ours are said."""
    require(by, Permission.SURVEY)
    told = {name: words.get(name, "").strip() for name in WORDS}
    with acting(by=by, why="word survey campaign"):
        if any(told.values()):
            CampaignWording.objects.update_or_create(campaign=campaign, language=language, defaults=told)
        else:
            CampaignWording.objects.filter(campaign=campaign, language=language).delete()


def take_out(ask: Ask, *, by: User) -> Ask:
    """Do not ask this person this time. Only who is still planned can be taken out."""
    require(by, Permission.SURVEY)
    with acting(by=by, why="take out of survey campaign"):
        taken = Ask.objects.filter(pk=ask.pk, state=Ask.State.PLANNED).update(
            state=Ask.State.SKIPPED, why=Ask.Why.BY_HAND
        )
        if not taken:
            raise ValidationError(_("The mail is on its way already, or was never to be sent."))
    ask.refresh_from_db()
    return ask


def set_terms(*, by: User, values: Mapping[str, Any]) -> SurveyTerms:
    """What holds for every campaign. There is one row."""
    require(by, Permission.SURVEY)
    with acting(by=by, why="change rules for surveys"):
        terms = SurveyTerms.objects.select_for_update().first() or SurveyTerms()
        for name in ("throttle_days", "loop_hours", "address"):
            setattr(terms, name, values[name])
        terms.full_clean()
        terms.save()
    return terms
