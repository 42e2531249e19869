"""A generated book into the real tables: by COPY, with every trigger on, each fact known when it was.

`recorded_at` is the database's; `known_at` is declared. Corrections (a renewal, a departure, a notice) are
updates made at the pretended instant at which they were known, so that past versions cease when they truly did.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from typing import Any

import numpy as np
from django.apps import apps
from django.db import connection, transaction

from clienthealth.demo.calendar import Ints
from clienthealth.demo.encode import Encoder, lines
from clienthealth.demo.generate import Generated, Revision, external_id
from clienthealth.demo.sheets import NONE, SHEETS, Column, columns, size
from clienthealth.demo.truth import Truth
from clienthealth.demo.world import World

SOURCE = "demo"
BLOCK = 500
PARENTS = (
    "client", "contact", "request", "contract", "adaccount", "invoice", "surveyinvitation", "observation",
    "deliverable", "link",
)  # fmt: skip
PRETEND = "SELECT set_config('clienthealth.now', %s, true), set_config('clienthealth.tx_now', '', true)"
MODELS = {name: apps.get_model("accounts", name) for name in SHEETS}
Ids = dict[str, list[Ints]]  # per parent table, the database ids of each client's rows


@dataclass
class Loaded:
    """What a load wrote."""

    rows: dict[str, int] = field(default_factory=dict)
    truths: list[Truth] = field(default_factory=list)

    @property
    def facts(self) -> int:
        return sum(self.rows.values())


@dataclass(frozen=True)
class Loader:
    """Writes blocks of clients. `owners` and `teams` are the database ids of each manager and their team."""

    world: World
    zone: str
    owners: tuple[int, ...]
    teams: tuple[int | None, ...]

    def load(self, generated: Iterable[Generated], block: int = BLOCK) -> Loaded:
        """Load clients, one transaction a block, and renew the planner's statistics."""
        loaded, encoder = Loaded(), Encoder(self.world.calendar, self.zone)
        stream = iter(generated)
        while part := list(islice(stream, block)):
            with transaction.atomic(), connection.cursor() as cursor:
                _declare(cursor)
                self._write(cursor, encoder, part, loaded)
            loaded.truths += [each.truth for each in part]
        with connection.cursor() as cursor:
            for model in MODELS.values():
                cursor.execute(f"ANALYZE {model._meta.db_table}")
        return loaded

    def _write(self, cursor: Any, encoder: Encoder, part: list[Generated], loaded: Loaded) -> None:
        ids: Ids = {}
        for name in SHEETS:
            if name in PARENTS:
                ids[name] = _reserve(cursor, name, [size(each.book[name]) if name in each.book else 0 for each in part])
            having = [at for at, each in enumerate(part) if name in each.book and size(each.book[name])]
            if having:
                rows = self._rows(encoder, name, part, having, ids)
                _copy(cursor, name, rows)
                loaded.rows[name] = loaded.rows.get(name, 0) + len(rows["external_id"])
        self._revise(cursor, encoder, part, ids)

    def _rows(self, encoder: Encoder, name: str, part: list[Generated], having: list[int], ids: Ids) -> dict[str, Any]:
        tables = [part[at].book[name] for at in having]
        counts = [size(table) for table in tables]
        numbers = [part[at].number for at in having]
        if name == "client":
            rows: dict[str, Any] = {"external_id": [external_id(number) for number in numbers]}
        else:
            owned = np.repeat([ids["client"][at][0] for at in having], counts)
            names = ((number, range(count)) for number, count in zip(numbers, counts, strict=True))
            rows = {"external_id": [f"{number}-{nth}" for number, nths in names for nth in nths]}
            rows["client_id"] = encoder.column("int", owned)
        if name in PARENTS:
            rows["id"] = encoder.column("int", np.concatenate([ids[name][at] for at in having]))
        for column, kind in columns(name).items():
            values = [table[column] for table in tables]
            rows[_db_column(name, column)] = self._column(encoder, kind, values, having, numbers, ids)
        return rows

    def _column(
        self, encoder: Encoder, kind: str, values: list[Column], having: list[int], numbers: list[int], ids: Ids
    ) -> Any:
        if kind.startswith("ref:"):
            resolved = [resolve(ids[kind[4:]][at], refs) for at, refs in zip(having, values, strict=True)]
            return encoder.column("int", np.concatenate(resolved))
        if kind in {"user", "team"}:
            who: Any = self.owners if kind == "user" else self.teams
            chosen = [who[int(manager) % len(who)] for manager in chain.from_iterable(values)]
            return encoder.column("int", [NONE if each is None else each for each in chosen])
        if kind == "thread":
            texts = zip(numbers, values, strict=True)
            return [f"{number}t{thread}" for number, threads in texts for thread in threads.tolist()]
        if isinstance(values[0], np.ndarray):
            return encoder.column(kind, np.concatenate(values))
        return encoder.column(kind, list(chain.from_iterable(values)))

    def _revise(self, cursor: Any, encoder: Encoder, part: list[Generated], ids: Ids) -> None:
        """Make every correction at the instant at which it was known, the earliest first."""
        due = sorted(
            ((each, at) for at, generated in enumerate(part) for each in generated.revisions),
            key=lambda pair: (pair[0].day, pair[0].table, [column for column, _value in pair[0].changes]),
        )
        script: list[bytes] = []
        for day, todo in groupby(due, key=lambda pair: pair[0].day):
            moment = encoder.column("moment", [day * 1440])[0]
            script.append(cursor.mogrify(PRETEND, [moment]))
            script += [cursor.mogrify(*_update(encoder, revision, at, moment, ids)) for revision, at in todo]
        cursor.execute(b"; ".join([*script, cursor.mogrify(PRETEND, [""])]))


def resolve(ids: Ints, refs: Column) -> Ints:
    """Positions in a client's own table as database ids."""
    places = np.asarray(refs, dtype=np.int64)
    if not len(ids):
        return np.full(len(places), NONE)
    return np.asarray(np.where(places == NONE, NONE, ids[np.clip(places, 0, len(ids) - 1)]))


def _declare(cursor: Any) -> None:
    """Times are ours to give; references are checked table by table, so that no queue of checks grows."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(
        "SELECT set_config('clienthealth.known_when_happened', 'on', true),"
        " set_config('pghistory.context_id', gen_random_uuid()::text, true),"
        " set_config('pghistory.context_metadata', '{\"by\": \"demo\"}', true)"
    )


def _reserve(cursor: Any, name: str, counts: list[int]) -> list[Ints]:
    """Ids from the table's own sequence, for each client's rows."""
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        [MODELS[name]._meta.db_table, sum(counts)],
    )
    ids = np.fromiter((row[0] for row in cursor.fetchall()), dtype=np.int64, count=sum(counts))
    return list(np.split(ids, np.cumsum(counts)[:-1]))


def _db_column(name: str, column: str) -> str:
    if column == "known":
        return "known_at"
    return str(MODELS[name]._meta.get_field(column).column)


def _copy(cursor: Any, name: str, rows: Mapping[str, Any]) -> None:
    count = len(rows["external_id"])
    constants = {**_constants(name), "source": SOURCE}
    full = {**{column: [value] * count for column, value in constants.items()}, **rows}
    names = ", ".join(f'"{column}"' for column in full)
    cursor.copy_expert(f"COPY {MODELS[name]._meta.db_table} ({names}) FROM STDIN", io.StringIO(lines(full)))


def _constants(name: str) -> dict[str, str]:
    """What every row has that the generator does not speak of: fields that may not be null."""
    found = {}
    for each in MODELS[name]._meta.local_concrete_fields:
        if (each.has_default() or (each.blank and each.empty_strings_allowed)) and not each.null:
            value = each.get_default()
            found[each.column] = "t" if value is True else "f" if value is False else str(value)
    return found


def _update(encoder: Encoder, revision: Revision, at: int, moment: str, ids: Ids) -> tuple[str, list[Any]]:
    kinds = columns(revision.table)
    values: list[Any] = []
    for column, value in revision.changes:
        kind = kinds[column]
        if kind.startswith("ref:"):
            values.append(int(resolve(ids[kind[4:]][at], [value])[0]))
        else:
            values.append(value if kind in {"bool", "text"} else encoder.column(kind, [value])[0])
    names = ", ".join(f'"{_db_column(revision.table, column)}" = %s' for column, _value in revision.changes)
    table = MODELS[revision.table]._meta.db_table
    row = int(ids[revision.table][at][revision.row])
    sql = f"UPDATE {table} SET {names}, known_at = %s WHERE id = %s"  # noqa: S608 - our own names
    return sql, [*values, moment, row]
