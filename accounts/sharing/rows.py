"""A table of deliverables and links, row by row: what each would do, said in plain sentences before anything is done.

Headings (any order, case or language of the file does not matter): client, title, and as wanted kind, period, address,
recipient, slug, delivered, expires, tags, id. Rows that agree in all but recipient, slug and id are one deliverable.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.imports.dates import read_date
from accounts.imports.outcomes import Unreadable
from accounts.imports.reading import read_file
from accounts.imports.tables import Table, normalise
from accounts.links.checks import clean_target
from accounts.links.slugs import clean_slug
from accounts.models import Client, Contact, Deliverable, Link, User
from accounts.permissions import editable_clients_for
from clienthealth.core.clock import Day

SOURCE = "sheet"
MOST_ROWS, MOST_BYTES = 500, 1024 * 1024
COLUMNS = ("client", "title", "kind", "period", "address", "recipient", "slug", "delivered", "expires", "tags", "id")
NEEDED = ("client", "title", "address")
ALSO = {"url": "address", "target": "address", "link": "address", "contact": "recipient", "email": "recipient",
        "month": "period", "externalid": "id", "date": "delivered", "deliveredon": "delivered"}  # fmt: skip
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_BETWEEN = re.compile(r"\s+(?:to|-|–|/)\s+|\s*[–…]\s*")
Row = Mapping[str, str]


@dataclass(slots=True)
class Plan:
    """What one row would do. `state` is new, known (it did it before) or refused; `said` is that in a sentence."""

    number: int
    client_name: str
    title: str
    state: Literal["new", "known", "refused"] = "new"
    said: str = ""
    client: Client | None = None
    contact: Contact | None = None
    kind: str = Deliverable.Kind.REPORT
    period: tuple[dt.date | None, dt.date | None] = (None, None)
    delivered_on: dt.date | None = None
    expires_on: dt.date | None = None
    target: str = ""
    slug: str = ""
    tags: Sequence[str] = ()
    key: str = ""
    link_key: str = ""


@dataclass(slots=True)
class Known:
    """Everything that rows name, looked up once; `slugs` are those that earlier rows asked for."""

    clients: dict[str, list[Client]] = field(default_factory=dict)
    contacts: dict[tuple[int, str], Contact] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)


def table_text(name: str, content: bytes) -> str:
    """The rows of a file (CSV, XLSX and their kin) as tab-separated text, to be looked at and sent again."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The table is larger than 1 MB. Send it in parts."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows"
        path.write_bytes(content)
        try:
            table = read_file(path, frozenset({*COLUMNS, *ALSO}))
        except Unreadable as refusal:
            raise ValidationError(str(refusal)) from None
        if not isinstance(table, Table):
            raise ValidationError(_("This is mail, not a table."))
        rows = [list(table.headings), *([_cell(cell) for cell in row] for row in _first(table))]
    return "\n".join("\t".join(" ".join(str(cell).split()) for cell in row) for row in rows)


def read_rows(text: str) -> list[Row]:
    """Rows by column; ValidationError where the headings or the number of rows will not do."""
    lines = table_text("rows", text.encode()).split("\n")
    heads = [_column(heading) for heading in lines[0].split("\t")]
    if missing := [name for name in NEEDED if name not in heads]:
        raise ValidationError(
            _("The first row must name the columns; missing: %(names)s.") % {"names": ", ".join(missing)}
        )
    if len(lines) - 1 > MOST_ROWS:
        raise ValidationError(_("At most %(n)s rows at a time.") % {"n": MOST_ROWS})
    found: list[Row] = []
    for line in lines[1:]:
        cells = line.split("\t")
        if any(cell.strip() for cell in cells):
            found.append({name: cells[i].strip() for i, name in enumerate(heads) if name and i < len(cells)})
    if not found:
        raise ValidationError(_("There is no row under the headings."))
    return found


def plan(rows: Sequence[Row], *, by: User, today: Day) -> list[Plan]:
    """What each row would do, in order. Nothing is written."""
    plans = [Plan(number, row.get("client", ""), row.get("title", "")) for number, row in enumerate(rows, start=2)]
    known = _look_up(rows, by)
    for made, row in zip(plans, rows, strict=True):
        try:
            _read(made, row, known, today)
            _decide(made, row, known)
        except ValidationError as refusal:
            made.state, made.said = "refused", " ".join(refusal.messages)
        except ValueError as refusal:
            made.state, made.said = "refused", str(refusal)
    return plans


def _look_up(rows: Sequence[Row], by: User) -> Known:
    known = Known()
    names = {row.get("client", "").casefold() for row in rows}
    for client in editable_clients_for(by).only("pk", "name", "status", "language"):
        if client.name.casefold() in names:
            known.clients.setdefault(client.name.casefold(), []).append(client)
    ids = [client.pk for found in known.clients.values() for client in found]
    for contact in Contact.objects.filter(client__in=ids).order_by("pk"):
        for name in filter(None, (contact.email, contact.name)):
            known.contacts.setdefault((contact.client_id, name.casefold()), contact)
    known.links = set(Link.objects.filter(source=SOURCE, client__in=ids).values_list("external_id", flat=True))
    return known


def _read(made: Plan, row: Row, known: Known, today: Day) -> None:
    """The cells of a row as values; ValidationError or ValueError, in words, for one that cannot be read."""
    made.client = _client(row, known)
    if not 0 < len(made.title) <= 200:
        raise ValidationError(_("The title is missing, or longer than 200 letters."))
    made.kind = _kind(row.get("kind", ""))
    made.period = period_of(row.get("period", ""))
    made.delivered_on = _day(row.get("delivered", "")) or today.date
    made.expires_on = _day(row.get("expires", ""))
    if made.delivered_on > today.date:
        raise ValidationError(_("It is said to be delivered on a day that has not come yet."))
    if made.expires_on and made.expires_on < today.date:
        raise ValidationError(_("The link would have ended already."))
    made.target = clean_target(row.get("address", ""))
    made.tags = [word for word in re.split(r"[,;]", row.get("tags", "")) if word.strip()]
    made.contact = _contact(row, made.client, known)
    made.slug = row.get("slug", "").lower()
    made.key, made.link_key = _keys(made.client.pk, row)


def _decide(made: Plan, row: Row, known: Known) -> None:
    """New or known; and what the rows after this one must not take again."""
    if f"{made.link_key}:{made.contact.pk if made.contact else 0}" in known.links:
        made.state, made.said = "known", _("There already: nothing changes.")
        return
    if made.slug in known.slugs:
        raise ValidationError(_("Another row asks for the same address."))
    made.slug = clean_slug(made.slug) if made.slug else ""
    known.slugs |= {made.slug} if made.slug else set()
    known.links.add(f"{made.link_key}:{made.contact.pk if made.contact else 0}")
    who = str(made.contact) if made.contact else _("everybody there")
    made.said = _("A link for %(who)s to %(target)s.") % {"who": who, "target": made.target}


def _client(row: Row, known: Known) -> Client:
    found = known.clients.get(row.get("client", "").casefold(), [])
    if not found:
        raise ValidationError(_("You look after no client called “%(name)s”.") % {"name": row.get("client", "")})
    if len(found) > 1:
        raise ValidationError(_("There are several clients called “%(name)s”.") % {"name": found[0].name})
    if found[0].status == Client.Status.ENDED:
        raise ValidationError(_("We no longer work for this client: their links lead nowhere."))
    return found[0]


def _contact(row: Row, client: Client, known: Known) -> Contact | None:
    name = row.get("recipient", "")
    if not name:
        return None
    found = known.contacts.get((client.pk, name.casefold()))
    if found is None:
        raise ValidationError(_("“%(name)s” is nobody we know there.") % {"name": name})
    return found


def _kind(text: str) -> str:
    """By its key or its word; a report where nothing is said."""
    if not text:
        return str(Deliverable.Kind.REPORT)
    for value, label in Deliverable.Kind.choices:
        if text.casefold() in {value, str(label).casefold()}:
            return str(value)
    raise ValidationError(_("“%(kind)s” is no kind of deliverable.") % {"kind": text})


def period_of(text: str) -> tuple[dt.date | None, dt.date | None]:
    """“2026-03”, or two days with “to” between them; (None, None) for nothing. ValueError for anything else."""
    if not text:
        return None, None
    if found := _MONTH.fullmatch(text):
        first = dt.date(int(found[1]), int(found[2]), 1)
        return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    try:
        days = [_day(part) for part in _BETWEEN.split(text) if part.strip()]
    except ValueError:
        days = []
    if len(days) != 2 or not days[0] or not days[1] or days[1] < days[0]:
        raise ValidationError(_("A period is written 2026-03, or 2026-03-01 to 2026-03-31."))
    return days[0], days[1]


def _day(text: str) -> dt.date | None:
    return read_date(text, "dmy") if text else None


def _keys(client: int, row: Row) -> tuple[str, str]:
    """External ids of the deliverable and of its link: the same rows sent again are the same records."""
    said = (str(client), *(row.get(name, "") for name in ("title", "kind", "period", "address")))
    key = hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:40]
    return key, row.get("id", "")[:200] or key


def _column(heading: str) -> str:
    name = normalise(heading)
    return name if name in COLUMNS else ALSO.get(name, "")


def _first(table: Table) -> list[list[object]]:
    return table.sample(MOST_ROWS + 1)[: MOST_ROWS + 1]


def _cell(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)
