"""The form of the estimates: three numbers each, chances in per cent."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offboarding.draws import Three
from offboarding.weighing import Inputs
from offboarding.worth import LIMITS
from offboarding.worth_words import WORDS

POINTS = {"low": gettext_lazy("Low"), "likely": gettext_lazy("Likely"), "high": gettext_lazy("High")}
LARGEST = 1_000_000_000  # of any amount
SHOWN = 6  # decimals that a number keeps on its way through the form


class EstimatesForm(forms.Form):
    """`<name>_low`, `<name>_likely` and `<name>_high` for every estimate, then the pipeline and the seed."""

    pipeline = forms.IntegerField(
        label=gettext_lazy("Pipeline, % of their monthly fee"),
        min_value=0,
        max_value=10_000,
        help_text=gettext_lazy("What prospects in sight would pay together. 100% would fill the place."),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed of the draws"),
        min_value=0,
        max_value=2**31 - 1,
        help_text=gettext_lazy("The same seed and estimates give the same result. Another one shows what luck does."),
    )

    def __init__(self, data: Any = None, *, inputs: Inputs) -> None:
        initial: dict[str, Any] = {"pipeline": inputs.standing.pipeline, "seed": inputs.seed}
        super().__init__(data, initial=initial)
        for name, word in WORDS.items():
            factor = _factor(name)
            low, high = (max(-LARGEST, factor * LIMITS[name][0]), min(LARGEST, factor * LIMITS[name][1]))
            three = inputs.of[name].estimate.three
            for point, title in POINTS.items():
                field = forms.FloatField(label=f"{title}: {word.label}", min_value=low, max_value=high)
                field.widget = forms.NumberInput(attrs={"step": "any", "min": _plain(low), "max": _plain(high)})
                field.widget.is_required = True
                field.initial = None if three is None else _plain(factor * getattr(three, point))
                self.fields[f"{name}_{point}"] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in WORDS:
            given = [data.get(f"{name}_{point}") for point in POINTS]
            known = [float(one) for one in given if one is not None]
            if len(known) == len(POINTS) and known != sorted(known):
                self.add_error(f"{name}_likely", ValidationError(_("Low, likely and high go up in that order.")))
        return data

    def given(self) -> dict[str, Three]:
        """The estimates of a valid form."""
        data = self.cleaned_data
        return {
            name: Three(*(round(data[f"{name}_{point}"] / _factor(name), SHOWN) for point in POINTS)) for name in WORDS
        }


def _factor(name: str) -> int:
    return 100 if WORDS[name].unit == "percent" else 1


def _plain(value: float) -> float | int:
    """A number as a person would type it."""
    if math.isinf(value):
        return value
    rounded = round(value, SHOWN - 2)
    return int(rounded) if rounded == int(rounded) else rounded
