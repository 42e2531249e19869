"""What was found in a file: its format in words, and its records, whether rows or mail."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from accounts.imports.engine import Source, read_records
from accounts.imports.mail_messages import read_message
from accounts.imports.mailboxes import Mailbox
from accounts.imports.mapping import Assumptions, Mapping
from accounts.imports.outcomes import Outcome, Unreadable
from accounts.imports.reading import read_file
from accounts.imports.recognise import known_headings, recognise
from accounts.imports.tables import Table, normalise

MAIL = "mail"
MAIL_BATCH = 500


@dataclass(frozen=True)
class Found:
    """A readable file. `system` is whose ids its clients have, `writes_as` the source of its records."""

    key: str
    title: str
    system: str
    writes_as: str
    guesses: list[str]
    columns: dict[str, str]
    outcomes: Callable[[], Iterator[Outcome]]
    mapping: Mapping | None = None
    table: Table | None = None


def find(path: Path, assumptions: Assumptions, key: str | None, remembered: Callable[[str], Mapping | None]) -> Found:
    """Recognise the file at `path`, as `key` where a source is named. Unreadable, with a sentence, if nothing fits."""
    content = read_file(path, known_headings())
    if isinstance(content, Mailbox):
        if key not in (None, MAIL):
            raise Unreadable(_("The file holds mail, not a table."))
        return Found(MAIL, _("mail"), MAIL, MAIL, [], {}, lambda: _messages(content, assumptions))
    if key == MAIL:
        raise Unreadable(_("The file holds a table, not mail."))
    source, mapping = recognise(content, assumptions, key)
    mapping = _as_before(mapping, remembered(heading_digest(content)), content)
    return Found(
        source.key,
        str(source.title),
        source.system,
        source.writes_as,
        guesses(content, mapping, source),
        dict(mapping.columns),
        lambda: read_records(source, content, mapping, assumptions),
        mapping,
        content,
    )


def heading_digest(table: Table) -> str:
    """What a remembered mapping goes by: the headings, in any order."""
    told = "\x1f".join(sorted(map(normalise, table.headings)))
    return hashlib.blake2b(told.encode(), digest_size=32).hexdigest()


def _as_before(mapping: Mapping, before: Mapping | None, table: Table) -> Mapping:
    """What nothing in the file decides is read as it was the last time; the rest is decided anew."""
    if before is None or before.source != mapping.source or not set(before.columns.values()) <= set(table.headings):
        return mapping
    settled = [name for name in mapping.unsure if name not in before.unsure]
    return Mapping(
        source=mapping.source,
        columns=before.columns,
        orders={**mapping.orders, **{name: before.orders[name] for name in settled if name in before.orders}},
        marks={**mapping.marks, **{name: before.marks[name] for name in settled if name in before.marks}},
        currency=before.currency if "currency" in settled else mapping.currency,
        currency_column=mapping.currency_column,
        unsure=tuple(name for name in mapping.unsure if name not in settled),
    )


def guesses(table: Table, mapping: Mapping, source: Source) -> list[str]:
    """How the file was read, in sentences; a guess that nothing in the file decides says so."""
    told = []
    if table.encoding:
        sure = "" if table.encoding_sure else _(" (a guess: look at the names with accents)")
        told.append(_("Letters as %(encoding)s%(sure)s.") % {"encoding": table.encoding, "sure": sure})
    if table.separator:
        separator = {"\t": _("tab")}.get(table.separator, table.separator)
        told.append(_("Columns are separated by “%(separator)s”.") % {"separator": separator})
    if table.sheet:
        told.append(_("Sheet “%(sheet)s”.") % {"sheet": table.sheet})
    if table.header_row > 1:
        told.append(_("The headings stand in line %(line)s.") % {"line": table.header_row})
    for name, order in mapping.orders.items():
        words = _("day first") if order == "dmy" else _("month first")
        told.append(_about(mapping, name, _("dates have the %(words)s") % {"words": words}))
    for name, mark in mapping.marks.items():
        told.append(_about(mapping, name, _("the decimal mark is “%(mark)s”") % {"mark": mark}))
    if mapping.currency and "currency" in mapping.unsure:
        told.append(_("No currency code is named: amounts are taken as %(currency)s.") % {"currency": mapping.currency})
    return told


def _about(mapping: Mapping, name: str, words: str) -> str:
    unsure = _(" (a guess: nothing in the file decides it)") if name in mapping.unsure else ""
    return _("“%(heading)s”: %(words)s%(unsure)s.") % {
        "heading": mapping.columns[name],
        "words": words,
        "unsure": unsure,
    }


def _messages(box: Mailbox, assumptions: Assumptions) -> Iterator[Outcome]:
    numbered = enumerate(box.messages(), start=1)
    while part := list(islice(numbered, MAIL_BATCH)):
        outcome = Outcome()
        for number, raw in part:
            outcome.add(read_message(raw, number, assumptions.zone))
        yield outcome
