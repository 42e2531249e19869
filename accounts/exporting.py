"""All records of one client as one file, for the client: a ZIP of JSON lines and of tables, made while it is sent.

What is in it is what we know of the client as facts. What we think of them (observations, lapses, the pulse, notes,
scores, alerts) is not, nor is anything about our own people. docs/privacy.md says so to the agency, `README.txt`
in the archive to the client.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.module_loading import module_has_submodule
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts import models as book
from accounts.models import Agency, Client
from clienthealth.core.exports import csv_lines

CHUNK = 2_000  # rows fetched at a time
PIECE = 64 * 1024  # bytes sent at a time
OURS = frozenset({"id", "client", "source", "external_id", "recorded_at", "known_at", "by"})


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of record: its columns, and which of them are our own business."""

    model: type[models.Model]
    without: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def title(self) -> str:
        return str(capfirst(self.model._meta.verbose_name_plural))

    @property
    def fields(self) -> list[str]:
        hidden = OURS | self.without
        own = [field.attname for field in self.model._meta.concrete_fields if field.name not in hidden]
        return ["id", *own]

    def rows(self, client: Client) -> Iterator[tuple[Any, ...]]:
        """The client's rows in the order they were written down, a chunk in memory at a time."""
        key = "pk" if self.model is Client else "client"
        found = self.model._base_manager.filter(**{key: client.pk}).order_by("pk")
        return iter(found.values_list(*self.fields).iterator(chunk_size=CHUNK))


BOOK = (
    Part(book.Client, frozenset({"owner", "team", "segment", "tags", "end_reason", "notice_by"})),
    Part(book.Contact, frozenset({"is_champion", "is_decider", "is_senior", "introduced"})),
    Part(book.Contract),
    Part(book.Period, frozenset({"note"})),
    Part(book.Request),
    Part(book.Invoice),
    Part(book.Payment),
    Part(book.PaymentPromise, frozenset({"note"})),
    Part(book.Message, frozenset({"thread", "questions"})),
    Part(book.TimeEntry, frozenset({"person"})),
    Part(book.ScopeRequest),
    Part(book.Deliverable),
    Part(book.Link, frozenset({"password", "tags"})),
    Part(book.Click, frozenset({"visitor", "automatic", "why"})),
    Part(book.Win),
    Part(book.SurveyInvitation),
    Part(book.SurveyResponse),
    Part(book.AdAccount, frozenset({"value_is_money"})),
    Part(book.AccountAccess, frozenset({"relation", "announced"})),
    Part(book.ManagerLink, frozenset({"relation", "announced"})),
    Part(book.Budget, frozenset({"made_by", "reason"})),
    Part(book.AdResult),
)


@cache
def parts() -> tuple[Part, ...]:
    """The book's, and what other apps name in a module `exported`: `EXPORTED`, a tuple of parts."""
    found = [
        config for config in apps.get_app_configs() if config.module and module_has_submodule(config.module, "exported")
    ]
    modules = [import_module(f"{config.name}.exported") for config in found]
    return (*BOOK, *(part for module in modules for part in module.EXPORTED))


def archive(client: Client) -> Iterator[bytes]:
    """The ZIP in pieces. Two queries a kind of record, whatever their number; a few chunks of rows in memory."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, texts in _entries(client):
            with whole.open(name, "w") as entry:
                for text in texts:
                    entry.write(text.encode())
                    if sink.waiting >= PIECE:
                        yield sink.take()
    yield sink.take()


def _entries(client: Client) -> Iterator[tuple[str, Iterable[str]]]:
    yield "README.txt", [readme(client)]
    for part in parts():
        yield f"json/{part.name}.jsonl", _json_lines(part, client)
        yield f"csv/{part.name}.csv", csv_lines(part.fields, (_cells(row) for row in part.rows(client)))


def _json_lines(part: Part, client: Client) -> Iterator[str]:
    for row in part.rows(client):
        yield json.dumps(dict(zip(part.fields, row, strict=True)), cls=DjangoJSONEncoder, ensure_ascii=False) + "\n"


def _cells(row: tuple[Any, ...]) -> list[object]:
    """Lists as words between commas; dates and numbers as they are."""
    return [", ".join(map(str, cell)) if isinstance(cell, list) else cell for cell in row]


def readme(client: Client) -> str:
    agency = Agency.objects.first()
    lines = [
        _("Records about %(client)s, kept by %(agency)s") % {"client": client.name, "agency": agency or "–"},
        "",
        _("json/ has one file a kind of record, one record a line; csv/ the same as tables (UTF-8, commas)."),
        _("A number that ends in _id names the record with that id in another file."),
        _("Dates are year-month-day; instants are UTC; money is in the currency beside it."),
        _("A cell that begins with ' and a sign such as = is text: the ' keeps spreadsheets from running it."),
        _("Of messages we keep when, how and how long; never their text."),
        "",
        *(f"{part.name}: {part.title}" for part in parts()),
    ]
    return "\n".join(lines) + "\n"


class _Sink(io.RawIOBase):
    """What the ZIP writes to: it holds what was not sent yet, and cannot go back."""

    def __init__(self) -> None:
        self.held: list[bytes] = []
        self.waiting = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self.held.append(piece)
        self.waiting += len(piece)
        return len(piece)

    def take(self) -> bytes:
        whole = b"".join(self.held)
        self.held, self.waiting = [], 0
        return whole
