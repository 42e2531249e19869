"""The scorecard as a form: a field for each weight, σ, ground and parameter, for everyone or for one segment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from signals.actions.scorecards import Change
from signals.detection import Detector
from signals.detectors import DETECTORS
from signals.priors import Factor
from signals.scoring import ScorecardSpec, SegmentSpec, Weight


@dataclass(frozen=True, slots=True)
class FactorLine:
    """A factor's three fields."""

    title: str
    side: str
    weight: BoundField
    sigma: BoundField
    ground: BoundField


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A parameter's field, and its value as shipped."""

    name: str
    shipped: str
    value: BoundField


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign's fields, and the figures of its measure that no scorecard changes."""

    title: str
    key: str
    factors: list[FactorLine]
    parameters: list[ParameterLine]
    fixed: list[tuple[str, str]]


class ScorecardForm(forms.Form):
    """For everyone every field is filled; for a segment an empty one means “as for everyone”, which stands in it."""

    notes = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, spec: ScorecardSpec, version: int, segment: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {"based_on": version}
        super().__init__(*args, **kwargs)
        self.spec, self.segment = spec, segment
        self.own = spec.segments.get(segment, SegmentSpec()) if segment else None
        self.fields["notes"].label = _("What changes, and why")
        self.known = {factor.key: factor for factor in spec.factors}
        for detector in DETECTORS:
            self._add_factors(detector)
            for name, shipped in detector.parameters.items():
                common = spec.parameters.get(detector.key, {}).get(name, float(shipped))
                own = self.own.parameters.get(detector.key, {}).get(name) if self.own else None
                self._number(f"p-{detector.key}-{name}", name, common, own)
        if self.own is None:
            self._number("base_churn", _("Base rate of churn in 90 days"), spec.base_rates["churn"], None)
            self._number("base_fire", _("Base rate of fire pressure"), spec.base_rates["fire"], None)

    def _add_factors(self, detector: Detector) -> None:
        for key in detector.factors:
            factor = self.known.get(key)
            if factor is None:
                continue
            own = self.own.weights.get(key) if self.own else None
            self._number(f"w-{key}", _("Weight"), factor.weight, own.weight if own else None)
            self._number(f"s-{key}", "σ", factor.sigma, own.sigma if own else None)
            self.fields[f"g-{key}"] = forms.CharField(label=_("Ground"), max_length=300, required=False)
            self.initial[f"g-{key}"] = own.ground if own else ("" if self.own is not None else _(factor.ground))

    def _number(self, name: str, label: str, common: float, own: float | None) -> None:
        """A number; a segment's field is empty where everyone's value, its placeholder, holds."""
        widget = forms.NumberInput(attrs={"step": "any", "placeholder": f"{common:g}"})
        self.fields[name] = forms.FloatField(label=label, widget=widget, required=self.own is None)
        self.initial[name] = common if self.own is None else own

    def change(self) -> Change:
        """What a valid form asks for."""
        if self.own is not None:
            return Change(segment=self.segment, own=SegmentSpec(self._own_weights(), self._parameters(None)))
        return Change(
            tuple(self._factor(factor) for factor in self.spec.factors),
            self._parameters(DETECTORS),
            {"churn": self.cleaned_data["base_churn"], "fire": self.cleaned_data["base_fire"]},
        )

    def _factor(self, factor: Factor) -> Factor:
        """With the fields' values; a ground that still reads as shown stays as it is kept."""
        data, key = self.cleaned_data, factor.key
        if f"w-{key}" not in data:
            return factor
        shown = data[f"g-{key}"] == _(factor.ground)
        return replace(
            factor,
            weight=data[f"w-{key}"],
            sigma=data[f"s-{key}"],
            ground=factor.ground if shown else data[f"g-{key}"],
        )

    def _own_weights(self) -> dict[str, Weight]:
        data, found = self.cleaned_data, {}
        for key, factor in self.known.items():
            weight, sigma = data.get(f"w-{key}"), data.get(f"s-{key}")
            if weight is not None or sigma is not None:
                found[key] = Weight(
                    factor.weight if weight is None else weight,
                    factor.sigma if sigma is None else sigma,
                    data[f"g-{key}"] or factor.ground,
                )
        return found

    def _parameters(self, shipped: tuple[Detector, ...] | None) -> dict[str, dict[str, float]]:
        """By sign and name, what is filled in; for everyone, what is as shipped stays out."""
        found: dict[str, dict[str, float]] = {}
        for detector in DETECTORS:
            for name, usual in detector.parameters.items():
                value = self.cleaned_data.get(f"p-{detector.key}-{name}")
                if value is not None and not (shipped and value == usual):
                    found.setdefault(detector.key, {})[name] = value
        return found

    def signs(self) -> Iterator[Sign]:
        """The fields as the page groups them."""
        for detector in DETECTORS:
            yield Sign(
                str(detector.title),
                detector.key,
                [self._line(detector, key) for key in detector.factors if key in self.known],
                [
                    ParameterLine(name, f"{value:g}", self[f"p-{detector.key}-{name}"])
                    for name, value in detector.parameters.items()
                ],
                [(name, f"{value:g}") for name, value in detector.fixed.items()],
            )

    def _line(self, detector: Detector, key: str) -> FactorLine:
        side = _("fire pressure") if self.known[key].side == "fire" else _("churn risk")
        title = str(detector.titles.get(key, detector.title))
        return FactorLine(title, side, self[f"w-{key}"], self[f"s-{key}"], self[f"g-{key}"])
