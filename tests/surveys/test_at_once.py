"""Two windows, two presses, one answer."""

from __future__ import annotations

import pytest

from accounts.models import SurveyResponse
from clienthealth.core.models import OutboxEvent
from surveys.models import Answer
from tests.factories import AgencyFactory, SurveyEntryFactory
from tests.surveys.pages import asked, entry_form, entry_page, form, page_of, person, press_later
from tests.threads import others


@pytest.mark.django_db(transaction=True)
def test_the_same_press_twice_at_once_is_one_answer() -> None:
    ask = asked()
    data = form(ask, 4, comment="Slow")
    with others() as them:
        presses = [them.start(person().post, page_of(ask), data) for _number in range(4)]
        assert {one.result().status_code for one in presses} == {302}

    assert Answer.objects.get().score == 4
    assert SurveyResponse.objects.count() == 1
    assert OutboxEvent.objects.filter(topic="survey.answered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_by_an_entry_too() -> None:
    AgencyFactory()
    entry = SurveyEntryFactory()
    data = entry_form(person().get(entry_page(entry)).content.decode(), 4)
    with others() as them:
        presses = [them.start(press_later, entry_page(entry), data) for _number in range(4)]
        assert {one.result().status_code for one in presses} == {302}

    assert Answer.objects.count() == SurveyResponse.objects.count() == 1
