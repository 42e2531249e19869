"""The dated records behind one row of a score."""

from __future__ import annotations

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import Client
from accounts.permissions import Permission, allowed, get_client
from clienthealth.core.htmx import respond
from signals import proof
from signals.configuration import spec_of
from signals.detection import Detector, Evidence, Scope
from signals.detectors import BY_FACTOR
from signals.explaining import hundredths, said
from signals.permissions import ClientScore
from signals.proof import listed
from signals.views import contexts as c
from signals.views.shared import Desk, admin_url, client_link, desk_of

LISTED = 40


@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """GET /clients/<pk>/evidence/<factor>/"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    score = desk.scores.one(client, desk.today) if desk else None
    detector = BY_FACTOR.get(key)
    if desk is None or score is None or detector is None:
        raise Http404(_("There is no such sign."))
    page = build(desk, client, score, detector, key)
    return respond(request, "signals/evidence.html", {"page": page}, fragment="signals/evidence_records.html")


def build(desk: Desk, client: Client, score: ClientScore, detector: Detector, key: str) -> c.EvidencePage:
    """The same rows, as of the same day and with the same frame, as the snapshot that is shown."""
    factor = next((f for f in spec_of(score.scorecard).factors if f.key == key), None)
    if factor is None or score.side(factor.side) is None:
        raise Http404(_("There is no such sign."))
    one = next(one for one in said(score, factor.side) if one.factor.key == key)
    scope = scope_of(client, score, desk)
    records = listed(detector, scope)
    return c.EvidencePage(
        client=client_link(client),
        side=factor.side,
        title=one.title,
        sentence=one.sentence,
        points=hundredths(one.points),
        as_of=score.day,
        records=[record_of(record, desk) for record in records[:LISTED]],
        foot=foot_of(detector, scope),
        more=max(0, len(records) - LISTED),
    )


def scope_of(client: Client, score: ClientScore, desk: Desk) -> Scope:
    assert score.client == client.pk
    return proof.scope_of(score, desk.agency.zone)


def foot_of(detector: Detector, scope: Scope) -> str:
    """How the sign fades, by the scorecard of the snapshot where it may say so."""
    name = "half_life_days"
    tuned = name in detector.parameters
    half = np.ravel(scope.value(detector.key, name))[0] if tuned else detector.fixed.get(name)
    return _("Halves every %(days)s days.") % {"days": round(half)} if half else ""


def record_of(record: Evidence, desk: Desk) -> c.EvidenceRecord:
    """Owners open the record itself."""
    url = admin_url(desk.user, record.record, record.pk)
    return c.EvidenceRecord(record.on, record.text, record.source, url)
