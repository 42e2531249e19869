"""What is wrong with a scorecard that somebody wants to publish, in plain sentences. Nothing is written here."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from signals.detection import Detector
from signals.priors import Factor, Side
from signals.scoring import Parameters, ScorecardSpec, SegmentSpec
from signals.segments import named, plain_name

HEAVIEST = 3.0  # log-odds: one sign at full strength makes the odds twentyfold
WIDEST = 3.0  # σ
FARTHEST = 10.0  # a parameter lies between a tenth and ten times the shipped value


@dataclass(frozen=True, slots=True)
class Known:
    """What a scorecard may name: the signs by key, the factors there are, and the segments that clients are in."""

    signs: Mapping[str, Detector]
    factors: Collection[str]
    segments: Collection[str]


def problems(spec: ScorecardSpec, known: Known) -> list[str]:
    """One sentence a fault; empty for a scorecard that can be published."""
    return [
        *_factors(spec.factors, known),
        *_base_rates(spec.base_rates),
        *_parameters(spec.parameters, spec.parameters, known, ""),
        *(sentence for name, own in spec.segments.items() for sentence in _segment(name, own, spec, known)),
        *_twice(spec.segments),
    ]


def _factors(factors: Iterable[Factor], known: Known) -> Iterator[str]:
    counted = Counter(factor.key for factor in factors)
    yield from (_("The factor “%(key)s” stands there twice.") % {"key": key} for key, n in counted.items() if n > 1)
    for factor in factors:
        if factor.key not in known.factors:
            yield _("There is no factor “%(key)s”.") % {"key": factor.key}
        yield from _weight(factor.key, factor.weight, factor.sigma, factor.side == "fire")


def _weight(key: str, weight: float, sigma: float, fire: bool, segment: str = "") -> Iterator[str]:
    where = _where(key, segment)
    if not (math.isfinite(weight) and abs(weight) <= HEAVIEST):
        yield _("The weight of %(what)s must lie between −%(most)s and %(most)s.") % {"what": where, "most": HEAVIEST}
    if not (math.isfinite(sigma) and 0 <= sigma <= WIDEST):
        yield _("The σ of %(what)s must lie between 0 and %(most)s.") % {"what": where, "most": WIDEST}
    if fire and sigma:
        yield _("Fire pressure is never learnt from our own partings: the σ of %(what)s must be 0.") % {"what": where}


def _base_rates(rates: Mapping[Side, float]) -> Iterator[str]:
    for side, rate in rates.items():
        if not 0.0 < rate <= 0.5:
            yield _("The base rate of %(side)s must lie above 0 and be at most a half.") % {"side": side}


def _parameters(own: Parameters, common: Parameters, known: Known, segment: str) -> Iterator[str]:
    """Names and ranges of one set, and the order of where evidence begins and is full, once laid over `common`."""
    for sign, name, value in named(own):
        detector = known.signs.get(sign)
        if detector is None:
            yield _("There is no sign “%(key)s”.") % {"key": sign}
        elif name not in detector.parameters:
            yield _("The sign “%(sign)s” has no parameter “%(name)s”.") % {"sign": sign, "name": name}
        else:
            yield from _range(_where(f"{sign}.{name}", segment), value, detector.parameters[name])
    for sign in own:
        if sign in known.signs:
            yield from _order(known.signs[sign], {**common.get(sign, {}), **own[sign]}, segment)


def _range(where: str, value: float, shipped: float) -> Iterator[str]:
    low, high = sorted((shipped / FARTHEST, shipped * FARTHEST))
    if not (math.isfinite(value) and low <= value <= high):
        yield _("%(what)s must lie between %(low)s and %(high)s.") % {
            "what": where, "low": f"{low:g}", "high": f"{high:g}",
        }  # fmt: skip


def _order(detector: Detector, own: Mapping[str, float], segment: str) -> Iterator[str]:
    values = {**detector.parameters, **own}
    for start, full in detector.ramps:
        rises = detector.parameters[full] > detector.parameters[start]
        if not (values[full] > values[start] if rises else values[full] < values[start]):
            greater, lesser = (full, start) if rises else (start, full)
            yield _("%(greater)s must be greater than %(lesser)s.") % {
                "greater": _where(f"{detector.key}.{greater}", segment), "lesser": f"{detector.key}.{lesser}",
            }  # fmt: skip


def _segment(name: str, own: SegmentSpec, spec: ScorecardSpec, known: Known) -> Iterator[str]:
    if plain_name(name) not in {plain_name(one) for one in known.segments}:
        yield _("No client is in the segment “%(name)s”.") % {"name": name}
    common = {factor.key: factor for factor in spec.factors}
    for key, weight in own.weights.items():
        factor = common.get(key)
        if factor is None:
            yield _("There is no factor “%(key)s”.") % {"key": key}
            continue
        yield from _weight(key, weight.weight, weight.sigma, factor.side == "fire", name)
        if weight.weight and weight.weight * factor.weight <= 0:
            yield _("The weight of %(what)s must point the same way as the one for everyone.") % {
                "what": _where(key, name)
            }
    yield from _parameters(own.parameters, spec.parameters, known, name)


def _twice(segments: Iterable[str]) -> Iterator[str]:
    counted = Counter(plain_name(name) for name in segments)
    yield from (
        _("The segment “%(name)s” stands there twice.") % {"name": name} for name, n in counted.items() if n > 1
    )


def _where(what: str, segment: str) -> str:
    return _("%(what)s (%(segment)s)") % {"what": what, "segment": segment} if segment else what
