"""The fire side's points with their dated records, as known on a day, for a case to keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Agency, Client, User
from signals.detection import Evidence, Scope
from signals.detectors import own_lapses
from signals.explaining import SMALL, Said, said
from signals.measures.fault import parts
from signals.permissions import ClientScore, scores_for
from signals.proof import listed, scope_of
from signals.statistics import MILLIONTHS
from signals.wording import read_on

MOST = 200  # records kept of one sign


@dataclass(frozen=True, slots=True)
class Sign:
    """One firing sign. Points are hundredths of the score."""

    factor: str
    title: str
    sentence: str
    points: int
    records: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Frozen:
    """What is known of a client's fire pressure and of our own fault on a day. Fault and its parts are of 100."""

    known_on: str
    signs: list[Sign] = field(default_factory=list)
    fault: int | None = None
    fault_parts: list[dict[str, Any]] = field(default_factory=list)


def frozen(client: Client, *, for_user: User) -> Frozen:
    """The newest snapshot in words. ValidationError where there is none, or where the side is not shown to them."""
    agency = Agency.objects.get()
    score = scores_for(for_user).on_or_before(client, agency.today().date)
    if score is None or score.fire is None:
        raise ValidationError(_("There is no fire pressure of this client to keep: it was not computed yet."))
    scope = scope_of(score, agency.zone)
    signs = [_sign(one, scope) for one in said(score, "fire") if one.fires and one.points >= SMALL]
    fault = None if score.fault is None else round(score.fault / 10)  # per mille there
    return Frozen(score.day.isoformat(), signs, fault, _fault_parts(scope) if fault is not None else [])


def points_now(client: Client, *, for_user: User) -> dict[str, int]:
    """Fire points by sign, hundredths: what a repair is measured against. Empty where there is no snapshot."""
    score = scores_for(for_user).on_or_before(client, Agency.objects.get().today().date)
    return points_of(score) if score else {}


def points_of(score: ClientScore) -> dict[str, int]:
    return {one.factor.key: one.points for one in said(score, "fire") if one.points > 0}


def _sign(one: Said, scope: Scope) -> Sign:
    records = listed(one.detector, scope)[:MOST]
    return Sign(one.factor.key, one.title, one.sentence, one.points, [_record(record) for record in records])


def _record(record: Evidence) -> dict[str, Any]:
    return {
        "on": record.on.isoformat(), "text": record.text, "source": record.source, "kind": record.record,
        "pk": record.pk,
    }  # fmt: skip


def _fault_parts(scope: Scope) -> list[dict[str, Any]]:
    with read_on(scope.day.date):
        found = parts(scope)
    return [
        {
            "key": key,
            "title": str(own_lapses.TITLES[key]),
            "share": round(100 * sum(record.figure for record in records) / MILLIONTHS),
            "records": [_record(record) for record in records[:MOST]],
        }
        for key, records in found.items()
        if records
    ]
