"""From the visitor's request to the sign: what people open counts, what scanners open does not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.links.folding import fold
from accounts.models import Click, Mark
from clienthealth.core import clock
from tests.scenarios import Story, learnt, sentence, strength

pytestmark = pytest.mark.django_db
KEY = "deliverables_unopened"
BEFORE, NOW = range(80, 350, 30), (20, 35, 65)
PERSON: dict[str, Any] = {"HTTP_USER_AGENT": "Mozilla/5.0 Firefox/147.0", "HTTP_ACCEPT_LANGUAGE": "da"}


def story_of() -> Story:
    """A report a month, opened the day after until ten weeks ago, and by nobody since."""
    story = Story()
    for made in BEFORE:
        story.delivers(made, opened=1)
    for made in NOW:
        story.delivers(made)
    return story


def opened(story: Story, method: str) -> None:
    """Each of the last reports' links is asked for the day after it was sent, as a browser or a scanner would."""
    links = list(story.client.links.order_by("-made_on")[: len(NOW)])
    for made, link in zip(NOW, links, strict=True):
        with learnt(made - 1):
            assert getattr(Browser(**PERSON), method)(f"/r/{link.slug}/").status_code == 302
            fold(clock.now() + dt.timedelta(minutes=1))


def test_what_a_person_opens_ends_the_sign() -> None:
    story = story_of()
    assert strength(KEY, story) == 1.0
    Mark.objects.all().delete()
    opened(story, "get")

    assert Mark.objects.filter(client_id=story.client.pk).exists()
    assert Click.objects.filter(source="link", automatic=False).count() == len(NOW)
    assert strength(KEY, story) == 0.0


def test_what_a_scanner_opens_is_said_and_changes_nothing() -> None:
    story = story_of()
    opened(story, "head")

    assert strength(KEY, story) == 1.0
    assert sentence(KEY, story).endswith("3 were opened by a machine only.")
