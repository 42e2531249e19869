"""What every page of scores needs: the day, cells, money, links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.here import agency_of
from accounts.models import Agency, Client, User
from signals.bands import Band, HeldBack
from signals.models.snapshot import BANDS
from signals.permissions import ClientScore, Scores, SideScore, scores_for
from signals.priors import Side
from signals.views.contexts import BandKey, Link, Money, ScoreCell
from signals.wording import day_text

WEEKS = 12
KEYS: dict[int, BandKey] = {
    Band.UNKNOWN: "unknown",
    Band.LOW: "low",
    Band.RAISED: "raised",
    Band.HIGH: "high",
    Band.CRITICAL: "critical",
}


@dataclass(frozen=True)
class Desk:
    """Who asks, on which day, in which currency."""

    user: User
    agency: Agency
    today: dt.date
    scores: Scores

    def money(self, cents: int | None) -> Money | None:
        return None if cents is None else Money(Decimal(cents) / 100, self.agency.currency)


def desk_of(request: HttpRequest) -> Desk | None:
    """None where no agency is set up yet."""
    agency = agency_of(request)
    if agency is None:
        return None
    user = request.user
    assert isinstance(user, User)
    return Desk(user, agency, agency.today().date, scores_for(user))


def whole_number(text: str) -> int | None:
    """A plain number of an address; None for anything else, and for what no record or page could have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def page_number(request: HttpRequest) -> int:
    """The page asked for; the first one for whatever is no page."""
    return max(1, whole_number(request.GET.get("page", "")) or 1)


def admin_url(user: User, model: str, pk: int | None = None) -> str:
    """The owners' page of a record (or for a new one); empty for everyone else and for records without a page."""
    if user.role != "owner":
        return ""
    try:
        return reverse(f"admin:accounts_{model}_change", args=[pk]) if pk else reverse(f"admin:accounts_{model}_add")
    except NoReverseMatch:
        return ""


def scored_at(scores: Iterable[ClientScore | None]) -> dt.datetime | None:
    """When a pass last changed any of these."""
    return max((s.written_at for s in scores if s and s.written_at), default=None)


def client_link(client: Client, note: str = "") -> Link:
    return Link(client.name, reverse("client", args=[client.pk]), note)


def band_word(band: int) -> str:
    return str(dict(BANDS)[band])


def cell(desk: Desk, score: ClientScore | None, side: Side, weeks: Sequence[ClientScore] = ()) -> ScoreCell:
    """A score as a cell shows it; a withheld side gives nothing away."""
    if score is None:
        return ScoreCell(None, "unknown", _("Not scored yet"))
    found = score.side(side)
    if found is None:
        sealed = desk.scores.is_sealed(score.client, side)
        return ScoreCell.sealed_cell() if sealed else ScoreCell(None, "unknown", _("Not shown to you"), sealed=True)
    history = [_of(week, side) for week in weeks]
    return ScoreCell(
        score=found.score,
        band=KEYS[found.band],
        word=band_word(found.band),
        delta4=_delta(found.computed, weeks, side, score.day) if found.override is None else None,
        spark=[*history[-(WEEKS - 1) :], found.computed],
        coverage=found.coverage // 10,
        held_back=held_back_words(found.held_back),
        by_hand=by_hand_words(found),
        by_hand_why=found.override.reason if found.override else "",
    )


def by_hand_words(found: SideScore) -> str:
    """Who set the shown score and until when, and what was computed; empty for a computed one."""
    own = found.override
    if own is None:
        return ""
    until = day_text(own.expires_on)
    said = _("set by %(who)s until %(day)s") if own.by else _("set by hand until %(day)s")
    computed = _("computed %(score)s") % {"score": found.computed}
    if found.computed_band == Band.UNKNOWN:
        computed = _("too little data to compute one")
    return f"{said % {'who': own.by, 'day': until}}; {computed}"


def held_back_words(flags: int) -> list[str]:
    """Why a score of 66 or more is shown as Raised."""
    words = {
        HeldBack.TOO_SOON: _("High begins when it has lasted."),
        HeldBack.ONE_DIMENSION: _("Only one kind of sign points there; two are asked for."),
        HeldBack.COVERAGE: _("There is too little data for a judgement as grave as this."),
        HeldBack.OUR_FAULT: _("Mend ours first: half of the fault or more may be ours."),
    }
    return [sentence for flag, sentence in words.items() if flags & flag]


def _of(score: ClientScore, side: Side) -> int | None:
    found = score.side(side)
    return None if found is None else found.computed


def _delta(now: int, weeks: Sequence[ClientScore], side: Side, day: dt.date) -> int | None:
    """Against the week close four weeks back or the last before it."""
    before = [week for week in weeks if week.day <= day - dt.timedelta(days=28)]
    then = _of(before[-1], side) if before else None
    return None if then is None else now - then
