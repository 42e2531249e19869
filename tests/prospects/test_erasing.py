from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clienthealth.core import clock
from clienthealth.core.models import OutgoingMail
from prospects.actions import taking
from prospects.erasing import due_before, erase_prospects, months_before, months_later
from prospects.models import Answers, Prospect, ScreeningTerms
from prospects.tasks import erase_old
from tests.cast import Cast
from tests.factories import ProspectFactory
from tests.prospects.replies import NOON, answered, looked_at


def old(**fields: Any) -> Prospect:
    prospect = answered(**fields)
    Prospect.objects.filter(pk=prospect.pk).update(moved_at=NOON - dt.timedelta(days=400))
    return prospect


def test_who_never_became_a_client_is_forgotten_after_the_agencys_time(
    cast: Cast, at: Callable[[dt.datetime], None]
) -> None:
    at(NOON)
    gone, client, young = old(), old(state="converted", client=cast.client), answered()
    looked_at(gone, cast.boss)

    assert erase_old() == 1
    assert set(Prospect.objects.values_list("pk", flat=True)) == {client.pk, young.pk}
    assert not Answers.objects.filter(prospect=gone.pk).exists()

    ScreeningTerms.objects.create(keep_months=36)
    assert due_before() == months_before(NOON, 36)


def test_nothing_that_names_them_is_left_anywhere(cast: Cast) -> None:
    prospect = taking.note_prospect(by=cast.boss, company="Quixotic Pumps", name="Zebulon Pike",
                                    email="zebulon@quixotic.example")  # fmt: skip
    taking.invite(prospect, by=cast.boss, questionnaires=["seo"])
    assert OutgoingMail.objects.filter(recipient=prospect.email).exists()

    assert erase_prospects(clock.now() + dt.timedelta(days=1)) == 1
    for model in apps.get_models():
        rows = str(list(model._default_manager.values()))
        assert "uixotic" not in rows, model
        assert "Zebulon" not in rows, model


@pytest.mark.parametrize("many", [1, 25])
def test_forgetting_costs_the_same_for_one_and_for_many(cast: Cast, many: int) -> None:
    for _number in range(many):
        old()
    with CaptureQueriesContext(connection) as queries:
        assert erase_prospects(NOON - dt.timedelta(days=300)) == many
    assert len(queries) <= 30


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 3, 31), -1, dt.date(2026, 2, 28)),
        (dt.date(2028, 2, 29), -12, dt.date(2027, 2, 28)),
        (dt.date(2026, 1, 15), -1, dt.date(2025, 12, 15)),
        (dt.date(2026, 12, 31), 2, dt.date(2027, 2, 28)),
    ],
)
def test_months_are_counted_by_the_calendar(day: dt.date, months: int, expected: dt.date) -> None:
    assert months_later(day, months) == expected


def test_an_owner_forgets_somebody_before_their_time(cast: Cast) -> None:
    prospect = ProspectFactory()
    taking.delete_prospect(prospect, by=cast.boss)

    assert not Prospect.objects.exists()
