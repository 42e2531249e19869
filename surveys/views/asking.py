"""The page of the question, for links by mail and for public entries alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from surveys.actions.answering import Said
from surveys.actions.finding import Opened
from surveys.links import stamp, token_of
from surveys.models import Answer, CampaignWording
from surveys.models.answer import CSAT_TOP, NPS_TOP
from surveys.models.campaign import Campaign
from surveys.texts import fill, words
from surveys.views.public import draw, values_of

NAMES = ("question", "low", "high")


@dataclass(frozen=True, slots=True)
class Asking:
    """How the page stands: what is chosen and written on it, and what is to be said above it.

    `chosen`: the score comes from the link. `given`: the answer that is being changed.
    """

    purpose: str
    score: int | None = None
    said: Said | None = None
    chosen: bool = False
    given: Answer | None = None
    error: str = ""
    key: str = ""
    inside: bool = False


def draw_question(opened: Opened, language: str, asking: Asking, *, status: int = 200) -> HttpResponse:
    values = values_of(opened, language)
    kind = opened.campaign.kind
    is_nps = kind == Campaign.Kind.NPS
    written = asking.said or asking.given
    context: dict[str, Any] = {
        **_wording(opened, language, values),
        "asking": asking,
        "scale": range(NPS_TOP + 1) if is_nps else range(1, CSAT_TOP + 1),
        "top": NPS_TOP if is_nps else CSAT_TOP,
        "is_nps": is_nps,
        "stamp": stamp(asking.purpose, opened.at),
        "comment": written.comment if written else "",
        "no_contact": written.no_contact if written else False,
        "name": written.name if written else "",
        "entry": opened.entry,
        "error": words(language).get(asking.error, ""),
        "kept": _kept(asking),
        "stop": reverse("survey_stop", args=[token_of(opened.ask)]) if opened.ask is not None else "",
    }
    return draw("question", language, context, values={**values, "score": asking.score}, status=status)


def _kept(asking: Asking) -> dict[str, str]:
    """What the choice of another language takes along."""
    return {} if asking.score is None or asking.given is not None else {"score": str(asking.score)}


def _wording(opened: Opened, language: str, values: dict[str, object]) -> dict[str, str]:
    """The agency's own words in this language, ours for what it left empty."""
    kind = opened.campaign.kind
    ours = words(language)
    own = CampaignWording.objects.filter(campaign=opened.campaign, language=language)
    said = dict(zip(NAMES, own.values_list(*NAMES).first() or (), strict=False))
    return {name: fill(said.get(name) or ours[f"{name}_{kind}"], values) for name in NAMES}
