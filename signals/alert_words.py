"""Alerts in words: a title, one sentence, an icon. In the active language; nothing here asks the database.

The alert's client must be loaded with it (`select_related("client")`). A sign without phrases of its own, or one that a
later version wrote, is named by its detector or by its key: an alert always has words.
"""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from clienthealth.core import formats
from signals.bands import Band, plain_band
from signals.detectors import BY_FACTOR, BY_KEY
from signals.models import Alert
from signals.models.snapshot import BANDS
from signals.wording import read_on

# The band signs carry {"band": Band} as their reading; `score` says the number.
BAND_SIGNS = frozenset({"churn_high", "fire_high"})

TITLES: dict[str, Promise] = {
    "churn_high": _("%(client)s may be about to leave"),
    "fire_high": _("%(client)s: is this client still right for us?"),
    "rival_agency": _("Another agency may be taking over at %(client)s"),
    "unethical_request": _("%(client)s asks for what we will not do"),
    # They may leave us
    "new_account_user": _("A new user on the ad account of %(client)s"),
    "contact_departed": _("The main contact at %(client)s left"),
    "low_nps": _("%(client)s is not happy with us"),
    "gone_quiet": _("%(client)s has gone quiet"),
    "sudden_questions": _("%(client)s suddenly asks a lot"),
    "budget_cut": _("%(client)s cut the ad budget"),
    "slow_replies": _("%(client)s answers ever later"),
    "results_down": _("Results are down at %(client)s"),
    "renewal_near": _("The notice deadline of %(client)s is near"),
    "deliverables_unopened": _("%(client)s no longer opens what we send"),
    # We should think about leaving
    "late_payments": _("%(client)s pays ever later"),
    "growing_debt": _("The debt of %(client)s keeps growing"),
    "refuses_prepayment": _("%(client)s pays only after the work"),
    "haggling": _("%(client)s haggles over every item"),
    "scope_creep": _("%(client)s gets more work than agreed"),
    "time_thief": _("%(client)s takes more of our time than they pay for"),
    "unprofitable": _("We lose money on %(client)s"),
    "micromanagement": _("%(client)s watches every step"),
    "out_of_hours": _("%(client)s calls and writes out of hours"),
    "disrespect": _("%(client)s is rude to the team"),
    "ignores_advice": _("%(client)s does not take our advice"),
    "unrealistic_expectations": _("%(client)s expects what takes time, now"),
    "unclear_goals": _("%(client)s has no clear goals"),
    "internal_politics": _("The people at %(client)s contradict each other"),
    "grass_is_greener": _("%(client)s sees better agencies everywhere"),
    "erratic_behaviour": _("%(client)s goes back on what was agreed"),
    "unresponsive": _("%(client)s does not deliver what we need"),
}
SENTENCES: dict[str, Promise] = {
    "rival_agency": _("Access from outside, rights to export or to administer, and a smaller budget came together."),
    "unethical_request": _("A person wrote it down, and a person should look at it at once."),
}
ICONS = {"churn_high": "door-exit", "fire_high": "flame", "rival_agency": "users", "unethical_request": "alert-octagon"}


def title(alert: Alert) -> str:
    """“Bergmann Küchen has gone quiet”."""
    phrase = TITLES.get(alert.sign)
    client = alert.client.name
    return str(phrase) % {"client": client} if phrase else f"{client}: {sign_name(alert)}"


def sign_name(alert: Alert) -> str:
    """The sign by itself, as a filter or a column names it: “Gone quiet”."""
    named = {"churn_high": gettext("High churn risk"), "fire_high": gettext("High fire pressure")}
    detector = BY_KEY.get(alert.sign) or BY_FACTOR.get(alert.factor)
    if detector:
        return str(detector.titles.get(alert.factor, detector.title))
    return named.get(alert.sign) or alert.sign.replace("_", " ").capitalize()


def sentence(alert: Alert, day: dt.date | None = None) -> str:
    """The figures behind it in a sentence or two; empty where nothing can be said. Dates as read on `day`."""
    if alert.sign in BAND_SIGNS:
        return _band_sentence(alert)
    detector = BY_KEY.get(alert.sign) or BY_FACTOR.get(alert.factor)
    said = ""
    if detector and detector.reading and not set(detector.reading) - set(alert.reading):
        with read_on(day or alert.opened_on):
            said = detector.sentence(alert.reading, alert.factor)
    return said or str(SENTENCES.get(alert.sign, ""))


def advice(alert: Alert) -> str:
    """What an agency does about it, in a few words; empty where nobody wrote any."""
    detector = BY_KEY.get(alert.sign) or BY_FACTOR.get(alert.factor)
    return str(detector.advice) if detector else ""


def icon(alert: Alert) -> str:
    """The sign's icon."""
    detector = BY_KEY.get(alert.sign) or BY_FACTOR.get(alert.factor)
    return detector.icon if detector else ICONS.get(alert.sign, "bell")


def _band_sentence(alert: Alert) -> str:
    if alert.score is None:
        return ""
    band = int(alert.reading.get("band") or plain_band(alert.score))
    known = {"score": formats.number(alert.score, get_language() or "en"), "band": band_word(band)}
    if alert.side == "fire":
        return gettext("Fire pressure is %(score)s: %(band)s.") % known
    return gettext("Churn risk is %(score)s: %(band)s.") % known


def band_word(band: int) -> str:
    """“High”."""
    return str(dict(BANDS).get(band, dict(BANDS)[Band.UNKNOWN.value]))
