"""The mails with the question, written in the moment of sending: so their words, and who answered what, are not stored.

They look the same whoever gets them and whatever came of earlier ones. A reminder is a reply to the first mail, shorter
of pressure, and says until when the question is open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string

from accounts.models import Agency, User
from clienthealth.core import formats
from clienthealth.core.clock import Present
from clienthealth.core.models import OutgoingMail
from clienthealth.core.once import once
from clienthealth.core.post_office import Letter, message_id, one_line
from surveys.actions.eligibility import reasons
from surveys.actions.handing import key_of
from surveys.bounces import envelope
from surveys.links import unsubscribe_url, url_of
from surveys.models import Ask, Campaign, CampaignWording, SurveyTerms
from surveys.models.answer import CSAT_TOP, NPS_TOP
from surveys.permissions import reader_of
from surveys.texts import address, fill, words

PADDING = range(40)  # keeps the first words of the mail out of the preview line
PEOPLE = ("campaign__reader", "client__owner", "contact")


@dataclass(frozen=True)
class Sheet:
    """One mail's words and what they are filled with."""

    ask: Ask
    number: int
    agency: Agency
    terms: SurveyTerms
    wording: CampaignWording
    reader: User | None

    @property
    def is_reminder(self) -> bool:
        return self.number > 0

    @cached_property
    def values(self) -> dict[str, str]:
        ask = self.ask
        return {
            "agency": one_line(self.agency.name),
            "client": one_line(ask.client.name),
            "name": address(ask.language, one_line(ask.contact.name)),
            "reader": one_line(self.reader.name) if self.reader else "",
            "days": str(self.terms.throttle_days),
            "until": self._until(),
        }

    def say(self, key: str, own: str = "") -> str:
        """Our words under a key, or the agency's own where it wrote any."""
        return fill(own.strip() or words(self.ask.language)[key], self.values)

    def _until(self) -> str:
        closes = self.ask.closes_at
        if closes is None:
            return ""
        return formats.plain_day(closes.astimezone(ZoneInfo(self.agency.zone)).date(), self.ask.language)


def compose(user: int | None, about: Mapping[str, Any]) -> Letter | None:
    """The mail of an ask. None when it was answered, called off or asked not to be sent meanwhile."""
    number = int(about["number"])
    ask: Any = Ask.objects.select_related(*PEOPLE).annotate(at_=Present()).filter(pk=about["ask"]).order_by().first()
    agency = once("agency", Agency.objects.first)
    if ask is None or agency is None:
        return None
    if not _is_wanted(ask, number, ask.at_.astimezone(ZoneInfo(agency.zone)).date()):
        return None
    return letter(sheet_of(ask, number, agency))


def sheet_of(ask: Ask, number: int, agency: Agency) -> Sheet:
    """Two queries, once for the mails of a batch: the agency's rules, and its own words in the person's language."""
    own = CampaignWording.objects.filter(campaign=ask.campaign_id, language=ask.language)
    wording = once(("wording", ask.campaign_id, ask.language), own.first)
    terms = once("survey terms", SurveyTerms.of_agency)
    return Sheet(ask, number, agency, terms, wording or CampaignWording(), reader_of(ask.campaign, ask.client))


def letter(sheet: Sheet) -> Letter:
    """The mail as it goes out."""
    context = context_of(sheet)
    text = render_to_string("emails/survey/invitation.txt", context).strip() + "\n"
    html = render_to_string("emails/survey/invitation.html", context)
    ask = sheet.ask
    bounces = settings.SURVEY_BOUNCE_ADDRESS
    return Letter(
        ask.contact.email, str(context["subject"]), text, html, _headers(sheet),
        envelope=envelope(bounces, ask.nonce, sheet.number) if bounces else "",
    )  # fmt: skip


def context_of(sheet: Sheet) -> dict[str, Any]:
    """What the templates say; the same for HTML and text."""
    kind, own = sheet.ask.campaign.kind, sheet.wording
    named = "" if sheet.values["name"] else "_plain"
    subject = "mail_reminder_subject" if sheet.is_reminder else "mail_subject"
    return {
        "language": "zh-Hans" if sheet.ask.language == "zh-hans" else sheet.ask.language,
        "subject": one_line(sheet.say(subject + named, "" if sheet.is_reminder else own.subject)),
        "preheader": sheet.say(f"mail_preheader_{kind}"),
        "greeting": sheet.say("mail_greet" + named),
        "intro": sheet.say("mail_reminder_intro") if sheet.is_reminder else sheet.say("mail_intro", own.intro),
        "question": sheet.say(f"question_{kind}", own.question),
        "low": sheet.say(f"low_{kind}", own.low),
        "high": sheet.say(f"high_{kind}", own.high),
        "rows": _rows(sheet.ask),
        "until": _closing(sheet),
        "sign": sheet.say("mail_sign" if sheet.reader else "mail_sign_plain"),
        "reader": sheet.values["reader"],
        "agency": sheet.values["agency"],
        "why": sheet.say("mail_why"),
        "stop": sheet.say("stop_link"),
        "stop_url": unsubscribe_url(sheet.ask),
        "address": one_line(sheet.terms.address),
        "pad": PADDING,
    }


def _is_wanted(ask: Ask, number: int, today: dt.date) -> bool:
    """Whether this very mail is still the one to send."""
    expected = ask.state == Ask.State.SENT and ask.reminded == number if number else ask.state == Ask.State.QUEUED
    if not expected or ask.campaign.state == Campaign.State.PAUSED:
        return False
    return not reasons([ask], today)


def _rows(ask: Ask) -> Sequence[Sequence[tuple[int, str]]]:
    """The answers with their addresses, in the rows of a narrow screen. Opening one chooses it and answers nothing."""
    nps = ask.campaign.kind == Campaign.Kind.NPS
    rows = (range(6), range(6, NPS_TOP + 1)) if nps else (range(1, CSAT_TOP + 1),)
    return [[(score, url_of(ask, score)) for score in row] for row in rows]


def _closing(sheet: Sheet) -> str:
    """Until when, in a reminder; and that it is the last one, so that nobody has to ask for it."""
    if not sheet.is_reminder:
        return ""
    last = sheet.number >= sheet.ask.campaign.reminders
    return " ".join(sheet.say(key) for key in ("mail_until", *(["mail_last"] if last else [])))


def _headers(sheet: Sheet) -> dict[str, str]:
    """From somebody by name, replies to them; one click stops it all (RFC 8058), as mail programs offer with TLS."""
    stop = unsubscribe_url(sheet.ask)
    headers = {"From": _sender(sheet), "List-Unsubscribe": f"<{stop}>"}
    if stop.startswith("https:"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if sheet.reader:
        headers["Reply-To"] = formataddr((one_line(sheet.reader.name), sheet.reader.email))
    if sheet.is_reminder:
        first = OutgoingMail.objects.filter(key=key_of(sheet.ask, 0)).first()
        if first is not None:
            headers |= {"In-Reply-To": message_id(first), "References": message_id(first)}
    return headers


def _sender(sheet: Sheet) -> str:
    """The agency's own address, under the name of who reads the answers."""
    agency = one_line(sheet.agency.name)
    name = f"{one_line(sheet.reader.name)} ({agency})" if sheet.reader else agency
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
