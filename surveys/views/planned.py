"""Who would be asked and when, if the form were saved as it stands. Nothing is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Agency, Contact
from accounts.permissions import Permission, allowed
from clienthealth.core import clock
from clienthealth.core.htmx import respond
from surveys.actions import campaigns as act
from surveys.actions.planning import preview
from surveys.forms import CampaignForm
from surveys.models import Ask, Campaign
from surveys.views.shared import campaign_of

DAYS, NAMED = 30, 40
PAGE, PART = "surveys/planned_page.html", "surveys/planned.html"


@dataclass(frozen=True, slots=True)
class PlannedDay:
    day: dt.date
    people: list[tuple[dt.datetime, Contact]]


@dataclass(frozen=True, slots=True)
class Planned:
    days: list[PlannedDay]
    asked: int
    left_out: list[tuple[str, int]]
    more: int
    span: int = DAYS


@require_GET
@allowed(Permission.SURVEY)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /surveys/campaigns/<pk>/planned/ with the fields of the form, or none for the campaign as it is."""
    campaign = campaign_of(pk)
    form = CampaignForm(request.GET, instance=campaign) if request.GET else None
    if form is not None and not form.is_valid():
        problem = _("Something in the form is missing or wrong.")
        return respond(request, PAGE, {"problem": problem, "campaign": campaign}, fragment=PART)
    for name, value in (form.cleaned_data if form else {}).items():
        if name in act.FIELDS:
            setattr(campaign, name, value)
    return respond(request, PAGE, {"planned": build(campaign), "campaign": campaign}, fragment=PART)


def build(campaign: Campaign) -> Planned:
    """The coming month, day by day in the agency's zone."""
    zone = ZoneInfo(Agency.objects.get().zone)
    found = preview(campaign, clock.now(), days=DAYS)
    asked = [one for one in found if not one.why]
    listed = asked[:NAMED]
    people = Contact.objects.select_related("client").in_bulk([one.contact for one in listed])
    days: dict[dt.date, list[tuple[dt.datetime, Contact]]] = defaultdict(list)
    for one in listed:
        if one.contact in people:
            days[one.due_at.astimezone(zone).date()].append((one.due_at, people[one.contact]))
    reasons = Counter(one.why for one in found if one.why)
    labels = dict(Ask.Why.choices)
    return Planned(
        days=[PlannedDay(day, sorted(rows, key=lambda row: row[0])) for day, rows in sorted(days.items())],
        asked=len(asked),
        left_out=[(str(labels[Ask.Why(why)]), count) for why, count in reasons.most_common()],
        more=max(0, len(asked) - NAMED),
    )
