"""Staged rows against live rows, in SQL: compare, then write only what is new or different.

All names in these statements are our own (`Target`); values go in as parameters.
"""
# ruff: noqa: S608 - every name put together here stands in a Target

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.imports.outcomes import LeftOut, Refusal, shorten
from accounts.imports.targets.base import Target

Parameters = dict[str, Any]


@dataclass
class Counts:
    """How many rows of a target are new, different, and the same."""

    created: int = 0
    updated: int = 0
    same: int = 0


def create_stages(targets: Iterable[Target]) -> None:
    """Empty staging tables of this session, in place of any that an earlier import of it left."""
    with connection.cursor() as cursor:
        for target in targets:
            columns = ", ".join(f"{name} {kind}" for name, kind in target.staged.items())
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{target.stage}; CREATE TEMP TABLE {target.stage} ({columns})")


def drop_stages(targets: Iterable[Target]) -> None:
    with connection.cursor() as cursor:
        for target in targets:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{target.stage}")


def copy_rows(target: Target, rows: Sequence[Sequence[Any]]) -> None:
    """Send rows to the target's stage; None is null, blank text stays blank."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    text.seek(0)
    kept = ", ".join(
        name
        for name, kind in target.staged.items()
        if kind == "text" and name not in target.keep and name != "invoice_ref"
    )
    options = f"FORMAT csv, FORCE_NOT_NULL ({kept})" if kept else "FORMAT csv"
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {target.stage} FROM STDIN WITH ({options})", text)


def refuse_twins(target: Target, same: str, different: str) -> tuple[list[LeftOut], list[Refusal]]:
    """Take out rows that stand twice: equal ones are left out, different ones refused; the first one stays."""
    keys = ", ".join(target.match)
    told = ", ".join(target.told)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {target.stage}")
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {target.stage} GROUP BY {keys} HAVING count(*) > 1)")
        if not cursor.fetchone()[0]:
            return [], []
        first_told = ", ".join(f"f.{name}" for name in target.told)
        twin_told = ", ".join(f"s.{name}" for name in target.told)
        matching = " AND ".join(f"f.{key} IS NOT DISTINCT FROM s.{key}" for key in target.match)
        cursor.execute(f"""
            WITH first AS (SELECT DISTINCT ON ({keys}) {keys}, row_no, {_without(told, target.match)} ctid AS place
                           FROM {target.stage} ORDER BY {keys}, row_no, ctid)
            DELETE FROM {target.stage} s USING first f
            WHERE {matching} AND s.ctid <> f.place
            RETURNING s.row_no, f.row_no, s.external_id, ({twin_told}) IS DISTINCT FROM ({first_told})
        """)
        twins = cursor.fetchall()
    left_out = [LeftOut(row, same) for row, _first, _key, differs in twins if not differs]
    refused = [
        Refusal(row, "", key or "", different % {"line": first}) for row, first, key, differs in twins if differs
    ]
    return left_out, refused


def _without(told: str, keys: Sequence[str]) -> str:
    names = [name for name in told.split(", ") if name not in keys]
    return "".join(f"{name}, " for name in names)


def refuse_unfit(target: Target) -> list[Refusal]:
    """Take out the rows that the target's conditions refuse."""
    refused = []
    with connection.cursor() as cursor:
        for condition, sentence in target.refused_if.items():
            cursor.execute(f"DELETE FROM {target.stage} WHERE {condition} RETURNING row_no, external_id")
            refused += [Refusal(row, "", shorten(key), str(sentence)) for row, key in cursor.fetchall()]
    return refused


def compare(target: Target, parameters: Parameters) -> Counts:
    """What writing would do, without writing."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {target.stage}")
        cursor.execute(
            f"""
            SELECT count(*) FILTER (WHERE t.id IS NULL),
                   count(*) FILTER (WHERE t.id IS NOT NULL AND {_differs(target)}),
                   count(*)
            FROM {target.stage} s {_joins(target)} LEFT JOIN {target.table} t ON {_matches(target)}
            """,
            parameters,
        )
        created, updated, total = cursor.fetchone()
    return Counts(created, updated, total - created - updated)


def write(target: Target, counts: Counts, parameters: Parameters) -> tuple[Counts, tuple[int, int] | None]:
    """Write what is new or different. Returns what was done, and the first and last id created."""
    done = Counts(same=counts.same)
    span = None
    with connection.cursor() as cursor:
        if counts.updated:
            settings = ", ".join(f"{name} = {_new(target, name)}" for name in _written(target))
            cursor.execute(
                f"""
                UPDATE {target.table} t SET {settings} FROM {target.stage} s {_joins(target)}
                WHERE {_matches(target)} AND {_differs(target)}
                """,
                parameters,
            )
            done.updated = cursor.rowcount
        if counts.created:
            cursor.execute(_insert(target), parameters)
            created, first, last = cursor.fetchone()
            done.created = created
            span = (first, last) if created else None
        if target.after and done.created:
            cursor.execute(target.after, {**parameters, "first_id": span[0] if span else 0})
    return done, span


def totals(target: Target) -> dict[str, tuple[int, str]]:
    """Currency -> (rows, sum) of the staged rows, for the bookkeeper to tick off."""
    if not target.amount:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT currency, count(*), sum({target.amount})::text FROM {target.stage} GROUP BY 1 ORDER BY 1"
        )
        return {currency: (count, amount) for currency, count, amount in cursor.fetchall()}


def _insert(target: Target) -> str:
    names = _written(target)
    values = ", ".join(_new(target, name, fresh=True) for name in names)
    occurred = f"least(coalesce({target.occurred}, %(learnt_at)s), %(learnt_at)s)"
    more, defaults = _defaults(target)
    known = f"CASE WHEN %(declared)s THEN {occurred} ELSE %(learnt_at)s END"
    return f"""
        WITH written AS (
            INSERT INTO {target.table} (source, external_id, recorded_at, known_at, {", ".join(names)}{more})
            SELECT %(source)s, s.external_id, %(learnt_at)s, {known}, {values}{defaults}
            FROM {target.stage} s {_joins(target)} LEFT JOIN {target.table} t ON {_matches(target)}
            WHERE t.id IS NULL
            ON CONFLICT DO NOTHING
            RETURNING id
        )
        SELECT count(*), min(id), max(id) FROM written
    """


def _written(target: Target) -> list[str]:
    return [*target.columns, *target.derived]


def _new(target: Target, name: str, *, fresh: bool = False) -> str:
    """The value a column gets; a blank keeps the live one where the target says so."""
    value = target.derived.get(name, f"s.{name}")
    if name not in target.keep:
        return value
    return f"coalesce({value}, {_blank(target, name)})" if fresh else f"coalesce({value}, t.{name})"


def _blank(target: Target, name: str) -> str:
    field = next(field for field in target.model._meta.local_concrete_fields if field.column == name)
    if field.null:
        return "NULL"
    kind = target.columns[name]
    default = field.get_default()
    return f"'{default}'::{kind}" if isinstance(default, str) else f"{str(default).lower()}::{kind}"


def _defaults(target: Target) -> tuple[str, str]:
    """(names, values) of the columns that a file never sets and the database has no default for."""
    names, values = "", ""
    written = {*_written(target), "id", "source", "external_id", "recorded_at", "known_at"}
    for field in target.model._meta.local_concrete_fields:
        if field.column in written or field.null:
            continue
        names += f", {field.column}"
        default = field.get_default()
        values += f", '{default}'" if isinstance(default, str) else f", {str(default).lower()}"
    return names, values


def _differs(target: Target) -> str:
    live = ", ".join(f"t.{name}" for name in _written(target))
    new = ", ".join(_new(target, name) for name in _written(target))
    return f"({live}) IS DISTINCT FROM ({new})"


def _matches(target: Target) -> str:
    keys = " AND ".join(f"t.{key} = s.{key}" for key in target.match)
    return f"t.source = %(source)s AND {keys}" if target.match == ("external_id",) else keys


def _joins(target: Target) -> str:
    return target.joins
