"""Answers go out in the form of survey tools, and come back as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.imports.service import import_file
from accounts.models import SurveyInvitation, SurveyResponse
from surveys.models import Campaign
from tests.accounts.imports.files import written
from tests.cast import Cast
from tests.factories import (
    AnswerFactory,
    CampaignFactory,
    ContactFactory,
    SurveyInvitationFactory,
    SurveyResponseFactory,
)
from tests.factories.days import DAY, NOON

Told = set[tuple[int, int | None, int, str, dt.date]]


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


def exported(cast: Cast) -> str:
    response = cast.browser("boss").get(reverse("survey_answers_export", args=["exchange"]))
    return b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]


def told() -> Told:
    return set(SurveyResponse.objects.values_list("client", "contact", "score", "comment", "answered_on"))


def test_what_went_out_comes_back_the_same(cast: Cast, tmp_path: Path) -> None:
    eva = ContactFactory(client=cast.client, name="Eva Holm", email="eva@aalborg.example")
    asked = SurveyInvitationFactory(client=cast.client, contact=eva, sent_on=DAY - dt.timedelta(days=2))
    for score, comment, day in (
        (0, "Nobody calls,\nnobody “writes”.", DAY),
        (10, "=cmd()", DAY - dt.timedelta(days=1)),
        (7, "", DAY - dt.timedelta(days=400)),
    ):
        SurveyResponseFactory(
            client=cast.client, contact=eva, score=score, comment=comment, answered_on=day,
            invitation=asked if score == 0 else None, external_id=f"73123456789012345{score:02d}",
        )  # fmt: skip
    before, text = told(), exported(cast)
    SurveyResponse.objects.all().delete()
    SurveyInvitation.objects.all().delete()

    path = written(tmp_path, text)
    report = import_file(path)
    assert (told(), report.refused) == (before, 0)
    assert SurveyInvitation.objects.values_list("sent_on", flat=True).get() == asked.sent_on
    again = import_file(path)
    assert (again.created, again.updated, again.same) == (0, 0, report.created)
    assert exported(cast) == text


def test_only_the_question_of_recommendation_goes_out_and_nothing_automatic(cast: Cast) -> None:
    eva = ContactFactory(client=cast.client)
    for campaign, automatic in ((CampaignFactory(kind=Campaign.Kind.CSAT), False), (CampaignFactory(), True)):
        AnswerFactory(ask__campaign=campaign, ask__contact=eva, score=4, automatic=automatic)

    assert len(exported(cast).splitlines()) == 1


def test_our_own_answers_do_not_count_twice_when_they_are_imported_here(cast: Cast, tmp_path: Path) -> None:
    eva = ContactFactory(client=cast.client, email="eva@aalborg.example")
    given = AnswerFactory(ask__contact=eva, score=9)
    given.response = SurveyResponseFactory(
        client=cast.client, contact=eva, score=9, source="survey", external_id=given.nonce
    )
    given.save()

    import_file(written(tmp_path, exported(cast)))
    assert SurveyResponse.objects.count() == 1
