"""What our own people read about answers and campaigns. Nothing of this is on a page for clients."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.models import Ask, Campaign
from surveys.models.answer import group_of

Words = str | Promise
GROUPS: dict[str, dict[str, Words]] = {
    Campaign.Kind.NPS: {
        "low": gettext_lazy("Detractor"), "mid": gettext_lazy("Passive"), "high": gettext_lazy("Promoter")
    },
    Campaign.Kind.CSAT: {
        "low": gettext_lazy("Dissatisfied"), "mid": gettext_lazy("In between"), "high": gettext_lazy("Satisfied")
    },
}  # fmt: skip
KINDS: dict[str, Words] = {Campaign.Kind.NPS: gettext_lazy("NPS"), Campaign.Kind.CSAT: gettext_lazy("Satisfaction")}
TOPS = {Campaign.Kind.NPS: 10, Campaign.Kind.CSAT: 5}
GROUP_CHIPS = {"low": ("high", "alert-triangle"), "mid": ("plain", "minus"), "high": ("low", "circle-check")}
STATE_CHIPS = {
    Campaign.State.DRAFT: ("unknown", "pencil"),
    Campaign.State.RUNNING: ("low", "circle-check"),
    Campaign.State.PAUSED: ("raised", "player-pause"),
    Campaign.State.ENDED: ("unknown", "circle-dashed"),
}
ASK_CHIPS = {
    Ask.State.PLANNED: ("unknown", "clock"),
    Ask.State.QUEUED: ("unknown", "mail"),
    Ask.State.SENT: ("unknown", "mail"),
    Ask.State.ANSWERED: ("low", "circle-check"),
    Ask.State.CLOSED: ("unknown", "circle-dashed"),
    Ask.State.SKIPPED: ("unknown", "circle-dashed"),
    Ask.State.BOUNCED: ("high", "alert-triangle"),
}
REASONS: dict[str, Words] = {
    "program": gettext_lazy("a program that says what it is"),
    "head": gettext_lazy("it asked for the heading alone"),
    "prefetch": gettext_lazy("fetched beforehand"),
    "trap": gettext_lazy("filled in a field that nobody sees"),
    "stamp": gettext_lazy("without having opened the page"),
    "fast": gettext_lazy("faster than anybody reads"),
    "several": gettext_lazy("several different answers at once"),
    "burst": gettext_lazy("opened many answers of the mail at once"),
    "after_burst": gettext_lazy("right after many answers of the mail were opened at once"),
}
LANGUAGE_NAMES = {
    "en": "English", "fr": "Français", "da": "Dansk", "zh-hans": "简体中文", "de": "Deutsch", "es": "Español",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as colour, icon and word."""

    tone: str
    icon: str
    word: str


def group_chip(kind: str, score: int) -> Chip:
    group = group_of(kind, score)
    return Chip(*GROUP_CHIPS[group], str(GROUPS[kind][group]))


def campaign_chip(campaign: Campaign) -> Chip:
    return Chip(*STATE_CHIPS[Campaign.State(campaign.state)], campaign.get_state_display())


def ask_chip(ask: Ask) -> Chip:
    return Chip(*ASK_CHIPS[Ask.State(ask.state)], ask.get_state_display())


def score_words(kind: str, score: int) -> str:
    """“9 of 10”."""
    return _("%(score)d of %(top)d") % {"score": score, "top": TOPS[Campaign.Kind(kind)]}


def when_words(campaign: Campaign) -> str:
    """When a campaign asks, as one sentence."""
    if campaign.when == Campaign.When.EVERY:
        return _("Every %(days)d days, person by person") % {"days": campaign.every_days}
    if campaign.when == Campaign.When.EVENT:
        words = {"event": campaign.get_event_display(), "days": campaign.delay_days}
        return _("%(days)d days after: %(event)s") % words
    return campaign.get_when_display()


def reason_words(reasons: list[str]) -> str:
    """Why something was taken for a program; a reason of a later version stands as it is."""
    return ", ".join(str(REASONS.get(one, one)) for one in reasons) or _("as only a program does")
