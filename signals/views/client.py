"""One client: both scores with their history, why, is it us, what changed, the last facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Client, Contact, Contract
from accounts.permissions import Permission, allowed, get_client, may
from accounts.quicklog import panel
from clienthealth.core.htmx import respond
from signals.bands import Band
from signals.comparing import moved
from signals.configuration import version_of
from signals.detection import Evidence
from signals.detectors import own_lapses
from signals.explaining import SMALL, cannot_tell, hundredths, looked_at, reasons, said, why_rows
from signals.judging import SIDES
from signals.measures.fault import parts as fault_parts
from signals.models import Scorecard
from signals.permissions import ClientScore, tasks_for
from signals.priors import Side
from signals.scoring import expected_loss, probability
from signals.statistics import MILLIONTHS
from signals.views import contexts as c
from signals.views.client_alerts import alerts_of
from signals.views.evidence import record_of, scope_of
from signals.views.facts import latest_facts
from signals.views.history import history_of
from signals.views.shared import Desk, admin_url, cell, desk_of
from signals.wording import read_on

EVIDENCE_KEY = "KEY"
FAULT_RECORDS = 3  # of each part on the page; the others stand in the evidence
LEAST = 5_000  # millionths of fault: less is shown as “adds 0”, and is no reason
YEAR = 371  # days of history in the picture


@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    side: Side = "fire" if request.GET.get("why") == "fire" else "churn"
    page = build(desk, client, side, since=_date(request.GET.get("since", "")))
    return respond(request, "signals/client_overview.html", {"page": page}, fragment="signals/client_why.html")


@allowed(Permission.VIEW_CLIENTS)
def changed(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/changed/?since=DATE"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    page = build(desk, client, "churn", since=_date(request.GET.get("since", "")))
    return respond(request, "signals/client_overview.html", {"page": page}, fragment="signals/client_changed.html")


def build(desk: Desk, client: Client, side: Side, since: dt.date | None = None) -> c.ClientPage:
    score = desk.scores.one(client, desk.today)
    weeks = desk.scores.weekly([client.pk], desk.today - dt.timedelta(days=YEAR), desk.today).get(client.pk, [])
    churn, fire = cell(desk, score, "churn", weeks), cell(desk, score, "fire", weeks)
    known = score is not None and score.churn is not None and score.churn.band != Band.UNKNOWN
    chance = float(probability(churn.score, "churn")[0]) if known and churn.score is not None else None
    revenue = desk.money(score.revenue_cents) if score else None
    log = log_of(desk, client)  # there is one for those who may write about this client
    return c.ClientPage(
        as_of=score.day if score else desk.today,
        header=header_of(desk, client, score, "overview"),
        log=log,
        churn=churn,
        fire=fire,
        why=why_of(score, side, churn if side == "churn" else fire, client),
        fault=fault_of(desk, client, score),
        changed=changed_since(desk, client, score, since),
        history=history_of(client, weeks, score, desk.today),
        probability=chance,
        expected_loss=_loss(revenue, churn.score) if known else None,
        fire_note=_fire_note(score),
        coverage=churn.coverage,
        scorecard=str(version_of(score.scorecard)) if score else "",
        scorecard_since=_since(score),
        override_urls=override_urls(desk, client, score) if log else {},
        timeline=latest_facts(client, desk.today, desk.agency.zone),
        alerts=alerts_of(desk, client),
    )


def header_of(desk: Desk, client: Client, score: ClientScore | None, tab: c.Tab) -> c.ClientHeader:
    """Three queries: the running contract, the contacts, and how many tasks are to do."""
    contract = Contract.objects.of(client).running(desk.today).order_by("-monthly_fee", "pk").first()
    present = Contact.objects.of(client).present(desk.today)
    contacts = present.exclude(name="").order_by("-is_champion", "-is_decider", "pk")[:3]
    revenue = score.revenue_cents if score else None
    deadline = score.deadline if score else None
    return c.ClientHeader(
        name=client.name,
        url=reverse("client", args=[client.pk]),
        status="in_notice" if client.status == Client.Status.NOTICE else client.status,
        status_word=client.get_status_display(),
        owner=client.owner.name if client.owner else _("Nobody"),
        monthly=desk.money(revenue),
        tabs=_tabs(client, tab, tasks_for(desk.user).filter(client=client).to_do().count()),
        tags=[word for word in (client.industry, ", ".join(filter(None, [client.city, client.country]))) if word],
        contract=contract.get_kind_display() if contract else "",
        contract_since=contract.starts if contract else None,
        deadline=deadline,
        days_left=(deadline - desk.today).days if deadline else None,
        contacts=[c.ContactLine(person.name, person.role) for person in contacts],
        edit_url=admin_url(desk.user, "client", client.pk),
        pk=client.pk,
    )


def _tabs(client: Client, tab: c.Tab, tasks: int) -> list[c.Choice]:
    pages = {
        "overview": ("client", _("Overview")),
        "timeline": ("client_timeline", _("Timeline")),
        "money": ("client_money", _("Money")),
        "communication": ("client_communication", _("Communication")),
        "voice": ("client_voice", _("Voice")),
        "plays": ("client_plays", _("Plays and tasks")),
        "wins": ("client_wins", _("Wins")),
        "deliverables": ("client_deliverables", _("Deliverables")),
        "briefing": ("briefing", _("Briefing")),
        "report": ("client_report", _("Report")),
    }
    return [
        c.Choice(
            label,
            reverse(name, args=[client.pk]),
            value=key,
            current=key == tab,
            count=tasks if key == "plays" and tasks else None,
        )
        for key, (name, label) in pages.items()
    ]


def log_of(desk: Desk, client: Client) -> c.QuickLog | None:
    """The ten-second forms, for those who may write about this client."""
    found = panel(desk.user, client, today=desk.today)
    if found is None:
        return None
    kinds = [c.LogKind(kind.key, str(kind.label), kind.url, kind.form) for kind in found["kinds"]]
    return c.QuickLog(client.name, kinds)


def why_of(score: ClientScore | None, side: Side, shown: c.ScoreCell, client: Client) -> c.Why:
    here = reverse("client", args=[client.pk])
    sides = [
        c.Choice(_("Churn risk"), f"{here}?why=churn#why", "churn", side == "churn"),
        c.Choice(_("Fire pressure"), f"{here}?why=fire#why", "fire", side == "fire"),
    ]
    if score is None or score.side(side) is None:
        return c.Why(side, shown, sides)
    url = reverse("evidence", args=[client.pk, EVIDENCE_KEY])
    return c.Why(side, shown, sides, why_rows(score, side, url), looked_at(score, side), cannot_tell(score, side))


def fault_of(desk: Desk, client: Client, score: ClientScore | None) -> c.Fault:
    """Our own share, part by part, with the dated records behind each, as of the day and frame of the score."""
    if score is None:
        return c.Fault(None, _("Cannot tell"))
    if desk.scores.is_sealed(client.pk, "fire"):
        return c.Fault(None, _("Sealed until both reviews of this client are in."))
    with read_on(score.day):
        found = fault_parts(scope_of(client, score, desk))
        items = [_fault_item(desk, name, records) for name, records in found.items() if _load(records) >= LEAST]
    items.sort(key=lambda item: -item.share)
    share = None if score.fault is None else score.fault / 1000
    return c.Fault(share, fault_word(share), items)


def fault_word(share: float | None) -> str:
    """Our share of the fault, 0 to 1, in a word."""
    if share is None:
        return _("Cannot tell")
    words = [(0.05, _("Hardly")), (0.5, _("Partly")), (0.85, _("Mostly")), (2.0, _("Yes"))]
    return next(word for limit, word in words if share < limit)


def _load(records: Sequence[Evidence]) -> float:
    """Millionths of fault."""
    return sum(record.figure for record in records)


def _fault_item(desk: Desk, part: str, records: Sequence[Evidence]) -> c.FaultItem:
    shown = records[:FAULT_RECORDS]
    return c.FaultItem(
        own_lapses.ICONS[part],
        str(own_lapses.TITLES[part]),
        _load(records) / MILLIONTHS,
        [record_of(record, desk) for record in shown],
        len(records) - len(shown),
    )


def changed_since(desk: Desk, client: Client, now: ClientScore | None, since: dt.date | None) -> c.Changed | None:
    """Churn risk since a day: what they did, and apart from it what we changed (weights, the frame, code)."""
    if now is None or now.churn is None:
        return None
    day = since or desk.today - dt.timedelta(days=28)
    before = desk.scores.on_or_before(client, day)
    steps = {_("yesterday"): 1, _("a week ago"): 7, _("four weeks ago"): 28, _("twelve weeks ago"): 84}
    choices = [
        c.Choice(word, value=(desk.today - dt.timedelta(days=n)).isoformat(),
                 current=desk.today - dt.timedelta(days=n) == day)
        for word, n in steps.items()
    ]  # fmt: skip
    if before is None or before.churn is None:
        return c.Changed(
            day, None, now.churn.computed, choices=choices, url=reverse("client_changed", args=[client.pk])
        )
    by_them, by_us = _differences(desk, before, now)
    return c.Changed(
        before.day, before.churn.computed, now.churn.computed, by_them, by_us, choices,
        reverse("client_changed", args=[client.pk]),
    )  # fmt: skip


def _differences(desk: Desk, before: ClientScore, now: ClientScore) -> tuple[list[c.Change], list[c.Change]]:
    """What they did moves a factor by as much as it would have then; the rest of the difference is ours."""
    parts = moved(before, now, "churn", desk.agency.zone)
    ours = sum(part.ours for part in parts.values())
    theirs = [
        c.Change(one.detector.icon, one.title, points=hundredths(parts[one.factor.key].theirs), note=one.sentence)
        for one in said(now, "churn")
        if abs(parts[one.factor.key].theirs) >= SMALL
    ]
    theirs.sort(key=lambda change: -abs(change.points or Decimal(0)))
    assert before.churn is not None
    assert now.churn is not None
    ours += now.churn.rows[0] - before.churn.rows[0]
    changes = []
    if before.scorecard != now.scorecard:
        changes.append(c.Change("adjustments", _("Scorecard %(n)s") % {"n": version_of(now.scorecard)}))
    if ours:
        changes.append(
            c.Change("users-group", _("The portfolio that everyone is compared with"), points=hundredths(ours))
        )
    return theirs[:6], changes


def override_urls(desk: Desk, client: Client, score: ClientScore | None) -> dict[str, str]:
    """Where a person who may write about the client sets a score by hand; a withheld side is not theirs to set."""
    if score is None or not may(desk.user, Permission.OVERRIDE):
        return {}
    return {side: reverse("override", args=[client.pk, side]) for side in SIDES if score.side(side) is not None}


def _loss(revenue: c.Money | None, score: int | None) -> c.Money | None:
    if revenue is None or score is None:
        return None
    return c.Money(expected_loss(revenue.amount, score), revenue.currency)


def _fire_note(score: ClientScore | None) -> str:
    if score is None or score.fire is None:
        return ""
    if score.review_now:
        return _("Asked for something we will not do: review at once.")
    strongest = reasons(score, "fire", 1)
    if not strongest:
        return _("Nothing weighs on this side.")
    count = len([one for one in said(score, "fire") if one.fires])
    return ngettext("%(n)s sign: %(title)s.", "%(n)s signs, first: %(title)s.", count) % {
        "n": count,
        "title": strongest[0].title,
    }


def _since(score: ClientScore | None) -> dt.date | None:
    if score is None:
        return None
    start = Scorecard.objects.filter(pk=score.scorecard).values_list("in_force_from", flat=True).first()
    return start if start and start.year > 2000 else None


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
