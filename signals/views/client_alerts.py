"""A client's standing alerts, as a small card of the overview."""

from __future__ import annotations

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Client
from signals import alert_words
from signals.permissions import alerts_for
from signals.views import contexts as c
from signals.views.shared import Desk

MOST = 12
STATE_ICONS = {"open": "bell", "acknowledged": "hand-stop", "snoozed": "bell-z"}
# what a strength, ten-thousandths, is called from here on; an alert opens at 5 000 and ends below 3 000
STRONG, CLEAR = 8_000, 5_000


def alerts_of(desk: Desk, client: Client) -> list[c.ClientAlert]:
    """New ones, those that someone is on, and snoozed ones, the strongest first. One query."""
    found = alerts_for(desk.user).filter(client=client).standing().order_by("-urgent", F("strength").desc(), "pk")
    return [
        c.ClientAlert(
            sign=alert_words.sign_name(alert),
            url=reverse("alert", args=[alert.pk]),
            icon=alert_words.icon(alert),
            since=alert.opened_on,
            state=_("Held back") if alert.state == "open" and alert.is_held_back else alert.get_state_display(),
            state_icon=STATE_ICONS[alert.state],
            strength=strength_word(alert.strength),
            side=alert.side,  # type: ignore[arg-type]
            urgent=alert.urgent,
        )
        for alert in found[:MOST]
    ]


def strength_word(strength: int) -> str:
    """Ten-thousandths in a word."""
    if strength >= STRONG:
        return _("strong")
    return _("clear sign") if strength >= CLEAR else _("fading sign")
