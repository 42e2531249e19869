"""Who a row means: clients by external id, then exact name, then e-mail address and domain.

Read once for a file (three queries, however many clients), asked once for each distinct reference. A near match is
a question, never an answer: its rows are held. Clients that a file brings along get their ids from the sequence at
once, so that rows can be staged before the clients exist; a dry run leaves gaps in it and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.imports.mail_sides import SHORTEST_LABEL, label_of, label_of_name
from accounts.imports.near import NearNames, same_name
from accounts.imports.records import ClientRef
from accounts.models import AdAccount, Agency, Client, ClientAlias, Contact, Invoice, User

AMBIGUOUS = 0
_PUBLIC = (
    "gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk hotmail.fr live.com live.dk msn.com "
    "yahoo.com yahoo.co.uk yahoo.fr yahoo.de icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.at "
    "web.de t-online.de freenet.de mail.com mail.ru yandex.ru qq.com 163.com 126.com proton.me "
    "protonmail.com orange.fr free.fr laposte.net wanadoo.fr libero.it tiscali.it virgilio.it "
    "telefonica.net hey.com fastmail.com zoho.com mail.dk jubii.dk stofanet.dk"
)
PUBLIC_HOSTERS = frozenset(_PUBLIC.split())


@dataclass(frozen=True)
class Question:
    """A near match: is the name in the file this client? Its rows wait for the answer."""

    name: str
    client: int
    client_name: str

    @property
    def sentence(self) -> str:
        return _("Is “%(name)s” the client “%(client)s”? Rename one of them, or merge them, and import again.") % {
            "name": self.name,
            "client": self.client_name,
        }


@dataclass
class NewClient:
    """A client the file brings along, with the columns it sets."""

    id: int
    external_id: str
    columns: dict[str, Any]


class Held(ValueError):  # noqa: N818 - it is a state of the row
    """The row cannot be given to a client; the argument is the sentence that says why."""


@dataclass
class Directory:
    """The clients, contacts and ad accounts of the book, looked up by what files call them."""

    system: str
    new: dict[int, NewClient] = field(default_factory=dict)
    learnt: dict[str, int] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names: dict[int, str] = {}
        self.own_ids: dict[int, str] = {}
        self.by_id: dict[str, int] = {}
        self.by_name: dict[str, int] = {}
        self.by_domain: dict[str, int] = {}
        self.by_email: dict[str, tuple[int, int]] = {}
        self._ids: Iterator[int] = iter(())
        self._near: NearNames | None = None
        self._labels: dict[str, int] | None = None
        self._resembled: dict[str, int | None] = {}
        self._memo: dict[tuple[ClientRef, bool], int | str] = {}
        self._load()

    def _load(self) -> None:
        for pk, source, external_id, name, domains in Client.objects.values_list(
            "pk", "source", "external_id", "name", "domains"
        ).order_by("pk"):
            self.names[pk] = name
            if source == self.system:
                self.by_id[external_id] = pk
                self.own_ids[pk] = external_id
            _claim(self.by_name, same_name(name), pk)
            for domain in domains:
                _claim(self.by_domain, str(domain).casefold(), pk)
        for alias, pk in ClientAlias.objects.filter(system=self.system).values_list("alias", "client_id"):
            kind, _colon, value = alias.partition(":")
            (self.by_id if kind == "id" else self.by_name)[value] = pk
        for pk, client, email in (
            Contact.objects.exclude(email="").values_list("pk", "client_id", "email").order_by("-left_on", "pk")
        ):
            self.by_email.setdefault(email.casefold(), (client, pk))

    def client(self, ref: ClientRef, *, create: bool, columns: dict[str, Any] | None = None) -> int:
        """The id of the client meant, of a new one where that may be; Held with the reason otherwise."""
        key = (ref, create)
        found = self._memo.get(key)
        if found is None:
            try:
                found = self._find(ref, create, columns or {})
            except Held as held:
                found = str(held)
            self._memo[key] = found
        if isinstance(found, str):
            raise Held(found)
        return found

    def _find(self, ref: ClientRef, create: bool, columns: dict[str, Any]) -> int:
        if ref.external_id and (pk := self.by_id.get(ref.external_id)):
            return pk
        if ref.name and (pk := self.by_name.get(same_name(ref.name))) is not None:
            if pk == AMBIGUOUS:
                raise Held(_("Several clients are called “%(name)s”.") % {"name": ref.name})
            return self._learn(ref, pk)
        pk = self._by_address(ref)
        if pk and not (ref.name and pk in self.new):
            return self._learn(ref, pk)
        if ref.name and (pk := self.near.nearest(ref.name)):
            self._ask(ref.name, pk)
        shown = ref.name or ref.external_id or ref.domain or ref.email
        if not shown:
            raise Held(_("The row names no client."))
        if not create:
            raise Held(_("No client is known as “%(name)s”.") % {"name": shown})
        return self._create(ref, shown, columns)

    def _by_address(self, ref: ClientRef) -> int | None:
        if ref.email and (known := self.by_email.get(ref.email)):
            return known[0]
        if not ref.domain or ref.domain in PUBLIC_HOSTERS:
            return None
        pk = self.by_domain.get(ref.domain)
        if pk == AMBIGUOUS:
            raise Held(_("Several clients use the domain %(domain)s.") % {"domain": ref.domain})
        return pk

    def by_domain_name(self, domain: str) -> int | None:
        """The only client whose name, without its legal form, is the name in a domain that nobody wrote down."""
        return self._named_like().get(label_of(domain)) or None

    def resembling(self, domain: str) -> int | None:
        """The only client whose name begins as a domain does, or the other way round: something to ask about."""
        label = label_of(domain)
        if len(label) < SHORTEST_LABEL:
            return None
        if label not in self._resembled:
            found = [pk for name, pk in self._named_like().items() if name.startswith(label) or label.startswith(name)]
            self._resembled[label] = found[0] if len(found) == 1 else None
        return self._resembled[label] or None

    def _named_like(self) -> dict[str, int]:
        if self._labels is None:
            self._labels = {}
            for pk, name in self.names.items():
                _claim(self._labels, label_of_name(name), pk)
        return self._labels

    def _learn(self, ref: ClientRef, pk: int) -> int:
        """Remember the system's id of a client that was known by name or domain; two ids are two clients there."""
        if not ref.external_id:
            return pk
        known_as = self.own_ids.get(pk)
        if known_as and known_as not in (ref.external_id, self.names[pk]):
            raise Held(
                _("“%(name)s” is known there by the id %(known)s, not %(id)s.")
                % {"name": self.names[pk], "known": known_as, "id": ref.external_id}
            )
        self.by_id[ref.external_id] = self.learnt[ref.external_id] = pk
        self.own_ids.setdefault(pk, ref.external_id)
        return pk

    def _ask(self, name: str, pk: int) -> None:
        question = Question(name, pk, self.names[pk])
        self.questions.setdefault(same_name(name), question)
        raise Held(question.sentence)

    @property
    def near(self) -> NearNames:
        if self._near is None:
            self._near = NearNames(self.names.items())
        return self._near

    def _create(self, ref: ClientRef, shown: str, columns: dict[str, Any]) -> int:
        pk = self._next_id()
        domains = columns.get("domains") or []
        if not domains and ref.domain and ref.domain not in PUBLIC_HOSTERS and ref.domain not in self.by_domain:
            domains = [ref.domain]
        external_id = ref.external_id or shown
        name = shown[:200]
        self.new[pk] = NewClient(pk, external_id, {**columns, "name": columns.get("name") or name, "domains": domains})
        self.names[pk], self.own_ids[pk] = name, external_id
        self.by_id[external_id] = pk
        if ref.name:
            self.by_name[same_name(ref.name)] = pk
            self.near.add(pk, ref.name)
        for domain in domains:
            _claim(self.by_domain, domain, pk)
        return pk

    def _next_id(self) -> int:
        pk = next(self._ids, None)
        if pk is None:
            self._ids = reserved_ids(Client._meta.db_table)
            pk = next(self._ids)
        return pk


def _claim(index: dict[str, int], key: str, pk: int) -> None:
    """Note whose a name or domain is; two owners make it nobody's."""
    if key and index.setdefault(key, pk) != pk:
        index[key] = AMBIGUOUS


def reserved_ids(table: str, count: int = 200) -> Iterator[int]:
    """Ids from a table's sequence, for rows that are referred to before they are written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return iter([row[0] for row in cursor.fetchall()])


@dataclass
class Ours:
    """How our own people are told from clients: domains and addresses."""

    domains: frozenset[str]
    addresses: frozenset[str]

    @classmethod
    def load(cls) -> Ours:
        agency = Agency.objects.first()
        domains = {str(domain).casefold() for domain in (agency.domains if agency else [])}
        addresses = {email.casefold() for email in User.objects.values_list("email", flat=True)}
        return cls(frozenset(domains - PUBLIC_HOSTERS), frozenset(addresses))

    def __contains__(self, address: object) -> bool:
        return isinstance(address, str) and (address in self.addresses or address.rpartition("@")[2] in self.domains)


@dataclass
class Accounts:
    """Ad accounts by number; new ones belong to a client that is known."""

    platform: str
    new: dict[int, tuple[str, str, int, str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_number: dict[str, tuple[int, int]] = {}
        for pk, client, number in AdAccount.objects.values_list("pk", "client_id", "number").order_by("pk"):
            key = number.replace("-", "").casefold()
            known = self.by_number.get(key)
            self.by_number[key] = (pk, client) if known is None else (AMBIGUOUS, AMBIGUOUS)
        self._ids: Iterator[int] = iter(())

    def find(self, number: str) -> tuple[int, int] | None:
        """(ad account, client), None where the number is new; Held where two platforms share it."""
        found = self.by_number.get(number.casefold())
        if found and found[0] == AMBIGUOUS:
            raise Held(_("Several ad accounts have the number %(number)s.") % {"number": number})
        return found

    def create(self, number: str, name: str | None, client: int, currency: str) -> tuple[int, int]:
        pk = next(self._ids, None)
        if pk is None:
            self._ids = reserved_ids(AdAccount._meta.db_table)
            pk = next(self._ids)
        self.new[pk] = (self.platform, number[:60], client, (name or "")[:200], currency)
        self.by_number[number.casefold()] = (pk, client)
        return pk, client


@dataclass
class Invoices:
    """The invoices that payments name, fetched for some thousand payments at a time."""

    system: str
    known: dict[str, tuple[int, int]] = field(default_factory=dict)

    def prefetch(self, names: set[str | None]) -> None:
        """Look the names up as ids and as numbers; an id goes before a number, two numbers are none."""
        self.known.clear()
        by_number: dict[str, tuple[int, int]] = {}
        wanted = [name for name in names if name]
        if not wanted:
            return
        for pk, client, source, external_id, number in Invoice.objects.filter(
            Q(source=self.system, external_id__in=wanted) | Q(number__in=wanted)
        ).values_list("pk", "client_id", "source", "external_id", "number"):
            if source == self.system and external_id in names:
                self.known[external_id] = (pk, client)
            by_number[number] = (pk, client) if number not in by_number else (AMBIGUOUS, AMBIGUOUS)
        for number, found in by_number.items():
            if found[0] != AMBIGUOUS:
                self.known.setdefault(number, found)

    def find(self, name: str) -> tuple[int, int] | None:
        return self.known.get(name)
