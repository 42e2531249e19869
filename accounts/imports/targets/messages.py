"""Messages: our own addresses tell the direction, the other side's tell the client."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.directory import AMBIGUOUS, PUBLIC_HOSTERS, Held, Ours
from accounts.imports.mail_sides import mailbox_owner
from accounts.imports.outcomes import LeftOut
from accounts.imports.records import MessageRecord
from accounts.imports.targets.base import Place, Staged, Target, identity
from accounts.models import Message

CHANNELS = {
    "mail": Message.Channel.MAIL,
    "call": Message.Channel.CALL,
    "meeting": Message.Channel.MEETING,
    "chat": Message.Channel.CHAT,
}

MESSAGES = Target(
    "message",
    gettext_lazy("messages"),
    Message,
    {
        "client_id": "bigint",
        "contact_id": "bigint",
        "occurred_at": "timestamptz",
        "channel": "smallint",
        "direction": "smallint",
        "automatic": "boolean",
        "words": "integer",
        "questions": "smallint",
        "thread": "text",
    },
    occurred="s.occurred_at",
)


def place_message(record: MessageRecord, place: Place) -> list[Staged] | LeftOut:
    """One message of the client it was exchanged with; what no client had a part in is left out."""
    direction, others = _sides(record, place)
    if direction is None:
        return LeftOut(record.row, _("Nobody of ours wrote or received it."))
    if not others and not _names_a_client(record):
        return LeftOut(record.row, _("Only our own people wrote to each other."))
    client, contact = _whom(others, record, place)
    if client is None:
        return LeftOut(record.row, _unknown(others, place))
    questions = None if record.questions is None else min(record.questions, 32_000)
    values = (
        record.row, identity(record.external_id), client, contact, record.sent_at, int(CHANNELS[record.channel]),
        int(direction), record.automatic, record.words, questions,
        identity(record.thread, 64),
    )  # fmt: skip
    return [(MESSAGES, values)]


def _names_a_client(record: MessageRecord) -> bool:
    return bool(record.client.name or record.client.external_id)


def _sides(record: MessageRecord, place: Place) -> tuple[Message.Direction | None, list[str]]:
    """(direction, addresses of the other side)."""
    everyone = [*((record.sender,) if record.sender else ()), *record.recipients]
    others = [address for address in everyone if address not in place.ours]
    if record.direction:
        return Message.Direction.IN if record.direction == "in" else Message.Direction.OUT, others
    if record.sender in place.ours:
        return Message.Direction.OUT, others
    if any(address in place.ours for address in record.recipients):
        return Message.Direction.IN, [record.sender] if record.sender else []
    return None, others


def _unknown(others: Iterable[str], place: Place) -> str:
    """Why nobody is meant; a domain that resembles one client's name is asked about, never taken."""
    for address in others:
        domain = address.rpartition("@")[2]
        if domain not in PUBLIC_HOSTERS and (pk := place.directory.resembling(domain)):
            return _("Is %(domain)s “%(client)s”? Note the domain at that client and import again.") % {
                "domain": domain,
                "client": place.directory.names[pk],
            }
    return _("No client is known by these addresses.")


def _whom(others: Iterable[str], record: MessageRecord, place: Place) -> tuple[int | None, int | None]:
    """(client, contact): by the person's address, else by its domain; the first who is known."""
    directory = place.directory
    for address in others:
        if known := directory.by_email.get(address):
            return known
    for address in others:
        domain = address.rpartition("@")[2]
        client = directory.by_domain.get(domain) if domain not in PUBLIC_HOSTERS else None
        if client == AMBIGUOUS and client is not None:
            raise Held(_("Several clients use the domain %(domain)s.") % {"domain": domain})
        if client:
            return client, None
        if domain not in PUBLIC_HOSTERS and (named := directory.by_domain_name(domain)):
            place.notice(
                _("%(domain)s is taken as the domain of “%(client)s”, because the names agree.")
                % {"domain": domain, "client": directory.names[named]}
            )
            return named, None
    if _names_a_client(record):
        return directory.client(record.client, create=False), None
    return None, None


def settle_ours(records: Sequence[MessageRecord], place: Place) -> None:
    """Where nobody of ours is in the file's first messages, take whoever is in nearly all of them as us; say so."""
    undirected = [record for record in records if not record.direction]
    parties = [[*((r.sender,) if r.sender else ()), *r.recipients] for r in undirected]
    if not parties or any(address in place.ours for addresses in parties for address in addresses):
        return
    owner = mailbox_owner(parties, PUBLIC_HOSTERS)
    if owner is None or place.directory.by_domain.get(owner) or place.directory.by_email.get(owner):
        return
    domains, addresses = (frozenset(), {owner}) if "@" in owner else ({owner}, frozenset())
    place.ours = Ours(place.ours.domains | domains, place.ours.addresses | addresses)
    place.notice(
        _("%(owner)s takes part in nearly every message and is taken as yours. Note it as a domain of the agency.")
        % {"owner": owner}
    )
