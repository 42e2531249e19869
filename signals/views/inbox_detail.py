"""One alert in full: what it says, what could make it harmless, the records, what else, and is it us."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, may, may_edit
from clienthealth.core.formats import whole
from signals import alert_words
from signals.actions.alerts import UNDO
from signals.bands import Band
from signals.detection import Detector, Scope
from signals.detectors import BY_KEY, own_lapses
from signals.explaining import SMALL, Said, hundredths, said
from signals.models import Alert, AlertEvent, Notice, Play
from signals.permissions import ClientScore, plays_for, tasks_for
from signals.playbooks.people import rescuers_for
from signals.proof import listed
from signals.scoring import AVERAGE
from signals.views import contexts as c
from signals.views import task_rows
from signals.views.client import fault_word
from signals.views.colleagues import choices_of
from signals.views.evidence import LISTED, record_of, scope_of
from signals.views.inbox_pictures import BY_LATENESS, BY_RHYTHM, late_of, rhythm_of
from signals.views.inbox_query import Asked
from signals.views.inbox_rows import note_of, owner_of
from signals.views.playing import lines_of, offer_of
from signals.views.shared import WEEKS, Desk, cell, client_link
from signals.wording import day_text, read_on

OTHERS, TASKS = 6, 5


def build(desk: Desk, alert: Alert, asked: Asked) -> c.AlertDetail:
    """A fixed number of queries, whatever is on record."""
    score = desk.scores.one(alert.client, desk.today)
    shown = _heading(desk, alert, score)
    shown = _with_evidence(desk, alert, score, shown)
    shown = _with_work(desk, alert, score, shown)
    unseen = Notice.objects.filter(user=desk.user, alert=alert, seen_at=None).exists()
    return replace(shown, tail=asked.tail(), unseen=unseen)


def _heading(desk: Desk, alert: Alert, score: ClientScore | None) -> c.AlertDetail:
    """What it is about, how it stands and what it would cost."""
    since = desk.today - dt.timedelta(weeks=WEEKS + 5)
    weeks = desk.scores.weekly([alert.client_id], since, desk.today).get(alert.client_id, [])
    with read_on(desk.today):
        note = note_of(alert)
    return c.AlertDetail(
        pk=alert.pk,
        url=reverse("alert", args=[alert.pk]),
        client=client_link(alert.client),
        title=alert_words.title(alert),
        sentence=alert_words.sentence(alert, desk.today),
        state=alert.state,  # type: ignore[arg-type]
        state_word=alert.get_state_display(),
        urgent=alert.urgent,
        side=alert.side,  # type: ignore[arg-type]
        score=cell(desk, score, alert.side, weeks),  # type: ignore[arg-type]
        opened_on=alert.opened_on,
        as_of=desk.today,
        monthly=desk.money(score.revenue_cents if score else None),
        loss=desk.money(alert.loss_cents) if alert.side == "churn" else None,
        owner=owner_of(alert, desk.user),
        advice=alert_words.advice(alert),
        note=note,
        due=alert.due_on,
        held_back=alert.is_held_back,
        client_pk=alert.client_id,
    )


def _with_evidence(desk: Desk, alert: Alert, score: ClientScore | None, shown: c.AlertDetail) -> c.AlertDetail:
    """The pictures and records behind it, what could make it harmless, and our own share."""
    scope = scope_of(alert.client, score, desk) if score else None
    records, more = records_of(desk, alert, scope)
    return replace(
        shown,
        rhythm=rhythm_of(scope) if scope and alert.sign in BY_RHYTHM else None,
        late=late_of(desk, scope) if scope and alert.sign in BY_LATENESS else None,
        benign=benign_of(alert),
        records=records,
        records_more=more,
        evidence_url=reverse("evidence", args=[alert.client_id, alert.factor]) if alert.factor and score else "",
        rest=rest_of(alert, score),
        fault=fault_of(score),
    )


def _with_work(desk: Desk, alert: Alert, score: ClientScore | None, shown: c.AlertDetail) -> c.AlertDetail:
    """What was done and what is to do; the forms for those who may write about the client."""
    client = alert.client
    editable = may(desk.user, Permission.LOG) and may_edit(desk.user, client)
    startable = editable and alert.state != Alert.State.RESOLVED and client.is_served
    staff = list(rescuers_for(client, alert.side)) if editable else []
    plays = lines_of(plays_for(desk.user).filter(client=client, state=Play.State.RUNNING))
    revenue = score.revenue_cents if score else None
    return replace(
        shown,
        editable=editable,
        reopens=editable and _reopens(desk, alert),
        steps=steps_of(desk, alert),
        plays=plays,
        tasks=task_rows.of_client(desk, tasks_for(desk.user), client, TASKS),
        people=choices_of(staff, desk.user, alert.assigned_to_id),
        starts=offer_of(desk, alert, [play.playbook for play in plays], staff, revenue) if startable else None,
    )


def _reopens(desk: Desk, alert: Alert) -> bool:
    """Whether a resolve can still be taken back."""
    if alert.state != Alert.State.RESOLVED or alert.resolved_by_id is None or alert.resolved_at is None:
        return False
    return alert.resolved_at.date() >= desk.today - UNDO


def benign_of(alert: Alert) -> list[c.Benign]:
    detector = BY_KEY.get(alert.sign)
    return [c.Benign(str(one.title), str(one.how), one.checked) for one in (detector.benign if detector else ())]


def records_of(desk: Desk, alert: Alert, scope: Scope | None) -> tuple[list[c.EvidenceRecord], int]:
    """The dated records behind the sign as of the shown score, newest first; and how many are not listed."""
    detector = BY_KEY.get(alert.sign)
    if detector is None or scope is None:
        return [], 0
    found = listed(detector, scope)
    return [record_of(one, desk) for one in found[:LISTED]], max(0, len(found) - LISTED)


def rest_of(alert: Alert, score: ClientScore | None) -> c.Rest | None:
    """The score as whole numbers that add up: the average, this sign, the strongest others, and the rest."""
    side = score.side(alert.side) if score else None  # type: ignore[arg-type]
    if score is None or side is None or side.band == Band.UNKNOWN or not score.points:
        return None
    factors = said(score, alert.side)  # type: ignore[arg-type]
    detector = BY_KEY.get(alert.sign)
    own = sum(whole(hundredths(one.points)) for one in factors if _is(one, detector))
    others = [one for one in factors if not _is(one, detector) and one.fires and abs(one.points) >= SMALL][:OTHERS]
    lines = [c.OtherPoints(o.detector.icon, o.title, o.sentence, whole(hundredths(o.points))) for o in others]
    average = whole(hundredths(AVERAGE))
    left_over = side.score - average - own - sum(line.shown for line in lines)
    url = reverse("client", args=[alert.client_id]) + f"?why={alert.side}#why"
    return c.Rest(side.score, average, own, lines, left_over, url)


def _is(one: Said, detector: Detector | None) -> bool:
    return detector is not None and one.detector.key == detector.key


def fault_of(score: ClientScore | None) -> c.OurShare:
    """Our share and what it is made of, from the snapshot: the records stand on the client's page."""
    if score is None:
        return c.OurShare(None, fault_word(None))
    share = None if score.fault is None else score.fault / 1000
    reading = dict(zip(own_lapses.DETECTOR.reading, score.readings.get(own_lapses.DETECTOR.key, ()), strict=False))
    titles = [str(title) for part, title in own_lapses.TITLES.items() if reading.get(part)]
    return c.OurShare(share, fault_word(share), titles, reverse("client", args=[score.client]) + "#us")


def steps_of(desk: Desk, alert: Alert) -> list[c.Step]:
    """Its life, newest first. One query, and one for the names of those it was given to."""
    events = list(alert.events.select_related("by").order_by("-at", "-pk"))
    given = {pk for event in events for pk in _people(event)}
    names = dict(User.objects.filter(pk__in=given).values_list("pk", "name"))
    with read_on(desk.today):
        return [
            c.Step(event.at, _what(event, names), event.by.name if event.by else "", event.said) for event in events
        ]


def _people(event: AlertEvent) -> list[int]:
    """Whom it was given to, or who was told."""
    to = event.detail.get("to") or []
    return to if isinstance(to, list) else [to]


def _what(event: AlertEvent, names: dict[int, str]) -> str:
    what = event.get_what_display()
    people = ", ".join(names[pk] for pk in _people(event) if pk in names)
    if event.what == AlertEvent.What.ASSIGNED:
        return _("Given to %(name)s") % {"name": people or _("whoever looks after them")}
    if event.what == AlertEvent.What.NOTICED and people:
        return _("Told to %(name)s") % {"name": people}
    day = event.detail.get("until") or event.detail.get("on")
    if event.what in {AlertEvent.What.SNOOZED, AlertEvent.What.DUE} and day:
        return _("%(what)s: %(day)s") % {"what": what, "day": day_text(dt.date.fromisoformat(day))}
    outcome = event.detail.get("outcome")
    if outcome in Alert.Outcome.values:
        return _("%(what)s: %(how)s") % {"what": what, "how": Alert.Outcome(outcome).label}
    return what
