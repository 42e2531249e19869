"""Statements that the server keeps: the same rows, planned once a connection."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from clienthealth.core import prepared

DAY = dt.date(2026, 3, 2)
INSTANT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
SQL = "SELECT %(day)s - 1, %(at)s, 7 = ANY(%(ids)s), 'a' = ANY(%(words)s), %(word)s || '%%', %(day)s"
GIVEN = {"day": DAY, "at": INSTANT, "ids": [7, 2**40], "words": ["a", "ø"], "word": "x", "unused": object()}
FOUND = (DAY - dt.timedelta(days=1), INSTANT, True, True, "x%", DAY)


def row(sql: str, given: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        prepared.execute(cursor, sql, given)
        found: tuple[Any, ...] = cursor.fetchone()
    return found


def kept(like: str) -> list[tuple[int, int]]:
    """How often each kept statement ran with a plan for any parameters, and with one of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE starts_with(statement, 'PREPARE')"
            " AND position(%s IN statement) > 0",
            [like],
        )
        found: list[tuple[int, int]] = cursor.fetchall()
    return found


def test_parameters_arrive_as_they_are(db: None) -> None:
    assert row(SQL, GIVEN) == row(SQL, GIVEN) == FOUND


def test_a_statement_is_planned_once(db: None) -> None:
    prepared.keep_plans()
    for number in range(3):
        assert row("SELECT 'once', array_length(%(ids)s, 1)", {"ids": [1] * (number + 1)}) == ("once", number + 1)
    assert kept("'once'") == [(3, 0)]


def test_plans_of_their_own_come_back_after_the_transaction(transactional_db: None) -> None:
    with transaction.atomic():
        prepared.keep_plans()
    assert row("SELECT 'later', %(word)s", GIVEN) == ("later", "x")
    assert kept("'later'") == [(0, 1)]


def test_a_statement_outlives_a_rollback(transactional_db: None) -> None:
    with transaction.atomic():
        row("SELECT 'outlives', %(word)s", GIVEN)
        transaction.set_rollback(True)
    assert row("SELECT 'outlives', %(word)s", GIVEN) == ("outlives", "x")
    assert len(kept("'outlives'")) == 1


def test_a_new_connection_knows_none(transactional_db: None) -> None:
    assert row(SQL, GIVEN) == FOUND
    connection.close()
    assert row(SQL, GIVEN) == FOUND


@pytest.mark.parametrize(("value", "found"), [(None, None), ([], "{}"), (1.5, Decimal("1.5"))])
def test_what_has_no_certain_type_is_sent_as_it_is(db: None, value: object, found: object) -> None:
    assert row("SELECT 'uncertain', %(value)s", {"value": value}) == ("uncertain", found)
    assert not kept("'uncertain'")
