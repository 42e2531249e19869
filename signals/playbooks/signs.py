"""The names of signs, as headings and choices say them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from signals.detectors import BY_FACTOR, BY_KEY
from signals.playbooks.content import CHURN_SIGNS, FIRE_SIGNS

NAMES: dict[str, Promise] = {
    "churn_high": _("High churn risk"),
    "fire_high": _("High fire pressure"),
    "rival_agency": _("Another agency may be taking over"),
    "unethical_request": _("Unethical request"),
}


def sign_name(sign: str) -> str:
    """As its detector calls it; its key in plain words where it has none."""
    if sign in BY_KEY:
        return str(BY_KEY[sign].title)
    for factor in (sign, f"fire_{sign}"):
        if factor in BY_FACTOR:
            detector = BY_FACTOR[factor]
            return str(detector.titles.get(factor, detector.title))
    return str(NAMES.get(sign) or sign.replace("_", " ").capitalize())


def sign_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Both tables of signs, as a form offers them."""
    return [
        (str(_("They may leave us")), [(sign, sign_name(sign)) for sign in CHURN_SIGNS]),
        (str(_("We should think about leaving")), [(sign, sign_name(sign)) for sign in FIRE_SIGNS]),
    ]
