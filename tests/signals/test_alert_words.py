"""Every alert has words, whatever sign wrote it, and finding them asks the database nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Client
from signals.alert_words import TITLES, advice, icon, sentence, sign_name, title
from signals.detection import day_number
from signals.detectors import DETECTORS
from signals.models import Alert

ON = dt.date(2026, 3, 2)


def alert(sign: str, **fields: Any) -> Alert:
    fields = {"side": "churn", "strength": 6000, "peak": 6000, "opened_on": ON, **fields}
    return Alert(client=Client(name="Bergmann Küchen"), sign=sign, **fields)


@pytest.mark.parametrize("sign", [*TITLES, *(d.key for d in DETECTORS), "a_sign_of_next_year"])
def test_every_sign_has_a_title_that_names_the_client(sign: str) -> None:
    said = title(alert(sign))

    assert "Bergmann Küchen" in said
    assert "%" not in said
    assert sign_name(alert(sign))
    assert icon(alert(sign))
    assert "%" not in sentence(alert(sign)) + advice(alert(sign))


def test_a_sentence_gives_the_figures_that_were_read() -> None:
    reading = {"y": 1, "low": 6, "high": 14, "last": day_number(dt.date(2026, 2, 6))}
    quiet = alert("gone_quiet", factor="gone_quiet", reading=reading)

    assert title(quiet) == "Bergmann Küchen has gone quiet"
    assert sentence(quiet) == "1 message in four weeks; 6 to 14 would be usual. They last wrote on 6 Feb."
    assert sentence(quiet, dt.date(2027, 1, 1)).endswith("6 Feb 2026.")


def test_a_reading_that_an_older_version_took_is_not_guessed_at() -> None:
    assert sentence(alert("gone_quiet", factor="gone_quiet", reading={"y": 1})) == ""


def test_bands_say_the_score_and_its_word() -> None:
    assert sentence(alert("churn_high", score=71, reading={"band": 3})) == "Churn risk is 71: High."
    assert sentence(alert("fire_high", side="fire", score=90)) == "Fire pressure is 90: Critical."
    assert sentence(alert("churn_high")) == ""


def test_words_ask_the_database_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        for sign in TITLES:
            title(alert(sign)), sentence(alert(sign)), icon(alert(sign))
    assert len(asked) == 0
