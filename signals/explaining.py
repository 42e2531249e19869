"""From a snapshot to words: the rows that add up to a score, and the strongest reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from signals.configuration import spec_of
from signals.detection import Detector
from signals.detectors import BY_FACTOR
from signals.permissions import ClientScore
from signals.priors import Factor, Side
from signals.scoring import AVERAGE
from signals.views.contexts import WhyRow
from signals.wording import read_on

FIRING = 1000  # ten-thousandths of strength from which a sign is named for itself
MEASURED = ("late_payments", "gone_quiet", "budget_cut", "scope_creep")  # signs whose figures say something when fine
SMALL = 50  # hundredths of a point: below this a sign that is fine is not a row of its own


@dataclass(frozen=True, slots=True)
class Said:
    """One factor of a snapshot in words. Points are hundredths; strength None is “cannot tell”."""

    score: ClientScore
    factor: Factor
    detector: Detector
    points: int
    strength: int | None

    @property
    def sentence(self) -> str:
        """Worded when it is asked for: a list shows two signs of the thirty that each of its clients has."""
        return sentence_of(self.score, self.detector, self.factor.key)

    @property
    def title(self) -> str:
        """The factor's own words where it fires; its sign's name where it does not."""
        named = self.detector.titles.get(self.factor.key, self.detector.title)
        return str(named if self.fires or self.factor.weight > 0 else self.detector.title)

    @property
    def words(self) -> str:
        """One sentence that says enough by itself."""
        sentence = self.sentence
        if not sentence:
            return f"{self.title}."
        return sentence if self.detector.stands_alone else f"{self.title}: {sentence}"

    @property
    def fires(self) -> bool:
        """Strong enough to be named, and stronger than with an average client."""
        return self.strength is not None and self.strength >= FIRING and self.points * self.factor.weight > 0


def said(score: ClientScore, side: Side) -> list[Said]:
    """Every factor of a side, the strongest points first. Empty where the side is withheld."""
    if score.side(side) is None or not score.points:
        return []
    found = []
    for j, factor in enumerate(spec_of(score.scorecard).factors):
        detector = BY_FACTOR.get(factor.key)
        if factor.side == side and detector is not None:
            found.append(Said(score, factor, detector, score.points[j], score.strengths[j]))
    return sorted(found, key=lambda one: (-abs(one.points), one.factor.key))


def sentence_of(score: ClientScore, detector: Detector, factor: str) -> str:
    values = score.readings.get(detector.key)
    if values is None or len(values) != len(detector.reading):
        return ""
    with read_on(score.day):
        return detector.sentence(dict(zip(detector.reading, values, strict=True)), factor)


def reasons(score: ClientScore, side: Side, count: int = 2) -> list[Said]:
    """The signs that add most to a side's score, each once; what rounds to no point is no reason."""
    firing = [one for one in said(score, side) if one.fires and one.points >= SMALL]
    strongest: dict[str, Said] = {}
    for one in sorted(firing, key=lambda one: -one.points):
        strongest.setdefault(one.detector.key, one)
    return list(strongest.values())[:count]


def why_rows(score: ClientScore, side: Side, evidence_url: str) -> list[WhyRow]:
    """The page's rows. They add up exactly to the score; `evidence_url` has KEY for the factor's key."""
    found = score.side(side)
    if found is None:
        return []
    level, fault, cap, clip, rounding = found.rows
    factors = said(score, side)
    named = [one for one in factors if one.strength is not None and (one.fires or abs(one.points) >= SMALL)]
    firing = [one for one in named if one.fires or one.points > 0]
    relief = [one for one in named if one not in firing and _relieves(one)]
    rest = [one for one in factors if one not in firing and one not in relief]
    rows = [_row("average", "users", _("Average client"), AVERAGE)]
    rows += _unless_zero("level", "layers-difference", _("The level of this portfolio"), level)
    rows += [_factor(one, evidence_url) for one in sorted(firing, key=lambda one: -one.points)]
    rows += [_factor(one, evidence_url) for one in relief]
    rows += _unless_zero(
        "fine",
        "circle-check",
        _("Looked at and fine"),
        sum(one.points for one in rest),
        " ".join(_worth_saying(rest)),
    )
    if fault:
        row = _row(
            "fault", "home-x", _("Our own share"), fault, _("What we did is taken off what they are blamed for.")
        )
        rows.append(row if score.churn is None else _with_url(row, evidence_url.replace("KEY", "own_lapses")))
    rows += _unless_zero("cap", "arrows-minimize", _("Signs of one kind count no further"), cap)
    rows += _unless_zero("clip", "ruler-measure", _("The scale ends"), clip)
    rows += _unless_zero("rounding", "math-symbols", _("Rounding"), rounding)
    label = _("Churn risk today") if side == "churn" else _("Fire pressure today")
    rows.append(_row("total", "sum", label, 100 * found.computed))
    return rows


def _relieves(one: Said) -> bool:
    """A factor whose evidence itself helps (a promoter, a settled relationship)."""
    return one.factor.weight < 0 and one.fires


def _worth_saying(rest: Sequence[Said]) -> list[str]:
    """What was measured of signs that are fine: one sentence a sign, of those a reader would check first."""
    said_of: dict[str, str] = {}
    for one in rest:
        if one.strength is not None and one.sentence and one.detector.key in MEASURED:
            said_of.setdefault(one.detector.key, one.words)
    return [said_of[key] for key in MEASURED if key in said_of][:3]


def looked_at(score: ClientScore, side: Side) -> list[str]:
    """The topics in which nothing fires, each once."""
    topics: dict[str, bool] = {}
    for one in said(score, side):
        if one.strength is not None:
            topics[str(one.detector.topic)] = topics.get(str(one.detector.topic), False) or one.fires
    return [topic for topic, fires in topics.items() if not fires]


def cannot_tell(score: ClientScore, side: Side) -> list[str]:
    """The topics without data, each once."""
    return list(dict.fromkeys(str(one.detector.topic) for one in said(score, side) if one.strength is None))


def hundredths(points: int) -> Decimal:
    return Decimal(points) / 100


def _factor(one: Said, evidence_url: str) -> WhyRow:
    return WhyRow(
        "factor",
        one.factor.key,
        one.detector.icon,
        one.title,
        hundredths(one.points),
        one.sentence,
        evidence_url.replace("KEY", one.factor.key),
    )


def _with_url(row: WhyRow, url: str) -> WhyRow:
    return WhyRow(row.kind, row.key, row.icon, row.title, row.points, row.sentence, url)


def _row(kind: str, icon: str, title: str, points: int, sentence: str = "") -> WhyRow:
    return WhyRow(kind, kind, icon, title, hundredths(points), sentence)  # type: ignore[arg-type]


def _unless_zero(kind: str, icon: str, title: str, points: int, sentence: str = "") -> Sequence[WhyRow]:
    return [_row(kind, icon, title, points, sentence)] if points else []
