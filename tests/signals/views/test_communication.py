"""The communication page says what the detector read."""

from __future__ import annotations

import itertools

from accounts.models import Client
from signals.explaining import said
from signals.permissions import scores_for
from signals.views.communication import build
from tests.signals import portfolio as world
from tests.signals.views.conftest import House, desk_for


def test_its_finding_is_the_sentence_of_the_score(house: House) -> None:
    desk = desk_for(house.boss)
    agreed = 0
    for client in Client.objects.served().order_by("pk")[:8]:
        score = scores_for(house.boss).one(client, world.TODAY)
        assert score is not None
        quiet = next(one for one in said(score, "churn") if one.factor.key == "gone_quiet")
        page = build(desk, client)
        if quiet.strength is None:
            assert "Too few weeks" in page.finding
        else:
            assert page.finding == quiet.sentence
            agreed += 1
    assert agreed > 3


def test_the_picture_shows_the_messages_of_the_sentence(house: House) -> None:
    desk = desk_for(house.boss)
    for client in Client.objects.served().order_by("pk")[:8]:
        page = build(desk, client)
        if page.weeks and page.weeks[-1].expected is not None:
            recent = sum(week.count for week in page.weeks[-page.recent :])
            assert page.finding.startswith(f"{recent:,} message")


def test_weeks_are_whole_and_in_order(house: House) -> None:
    page = build(desk_for(house.boss), house.client)
    days = [week.week for week in page.weeks]

    assert len(days) in {0, 30}
    assert all((b - a).days == 7 for a, b in itertools.pairwise(days))
    assert all(week.low <= week.high for week in page.weeks if week.low is not None and week.high is not None)
