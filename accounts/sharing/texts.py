"""What goes into the mail with a link: a text ready to send, in the language of whoever receives it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from accounts.briefing.words import first_known, words_of
from accounts.links.addresses import about_url_of, url_of
from accounts.models import Agency, Contact, Deliverable, Link, LinkTerms
from clienthealth.core import formats

FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Message:
    """A mail that a person here sends themselves."""

    language: str
    subject: str
    body: str
    to: str = ""

    @property
    def mailto(self) -> str:
        return f"mailto:{quote(self.to)}?subject={quote(self.subject)}&body={quote(self.body)}"


def message_of(link: Link, *, agency: Agency, sender: str, rules: LinkTerms) -> Message:
    """`link` with its contact, deliverable and client. Whoever asked not to be noted is told nothing of noting."""
    contact, deliverable = link.contact, link.deliverable
    language = language_of(contact, deliverable, agency)
    words = words_of(language, FOLDER)
    facts = {
        "name": contact.name if contact else "",
        "title": deliverable.title,
        "link": url_of(link),
        "sender": sender,
        "agency": agency.name,
    }
    parts = [
        words.say("hello" if contact and contact.name else "hello_all", **facts),
        words.say(f"body.{deliverable.kind}", **facts),
        facts["link"],
    ]
    if link.expires_on:
        parts.append(words.say("until", day=formats.long_day(link.expires_on, language)))
    if link.password:
        parts.append(words.say("password"))
    if rules.disclosed and not (contact and contact.untracked):
        parts.append(words.say("disclosure", about=about_url_of(link)))
    parts.append(words.say("bye", **facts))
    return Message(language, words.say("subject", **facts), "\n\n".join(parts), contact.email if contact else "")


def language_of(contact: Contact | None, deliverable: Deliverable, agency: Agency) -> str:
    """The recipient's, else the client's, else the agency's first."""
    spoken = [contact.language if contact else "", deliverable.client.language, *map(str, agency.languages)]
    return first_known(spoken)
