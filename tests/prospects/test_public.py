"""The page that a prospect sees: who gets it, what it keeps, what it refuses, and what it never tells."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clienthealth.core import clock
from prospects.actions.taking import revoke
from prospects.content import LANGUAGES
from prospects.library import ADD_ONS, page_words
from prospects.limits import BY_LINK
from prospects.links import token_of
from prospects.models import Answers, Invitation, Prospect
from tests.factories import AgencyFactory, InvitationFactory, UserFactory
from tests.prospects.replies import address, form_of, invited, post

WHOLE = 50_000  # bytes of page and stylesheet together
JUDGEMENT = re.compile(
    r"score|points|muddy|divided|champagne|conservative|debtor|dishonest|risk|weight|\bfit\b|flag|rule", re.IGNORECASE
)
MARKUP = re.compile(r'(?:class|id|name|action|href|formaction|data-[a-z]+)="([^"]*)"|<!--(.*?)-->')


@pytest.fixture
def invitation(db: None) -> Invitation:
    AgencyFactory(name="Nordlys")
    return invited()


def test_opening_the_page_writes_nothing(invitation: Invitation) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = Browser().get(address(invitation))

    assert answer.status_code == 200
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []
    assert not Answers.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_small_private_and_tells_nothing_of_us(invitation: Invitation, language: str) -> None:
    invitation.asked = [["base", 0], *([key, 0] for key in ADD_ONS)]
    invitation.save()
    answer = Browser().get(f"{address(invitation)}?in={language}")
    page = answer.content.decode()

    assert f'<html lang="{language}">' in page
    assert page_words(language)["send"] in page
    assert len(answer.content) < WHOLE
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store, private", "no-referrer")
    assert "noindex" in answer["X-Robots-Tag"]
    assert "script-src 'none'" in answer["Content-Security-Policy"]
    assert "<script" not in page
    assert " style=" not in page
    assert not answer.cookies
    assert JUDGEMENT.findall(" ".join(map("".join, MARKUP.findall(page)))) == []


def test_page_and_stylesheet_together_stay_small(invitation: Invitation) -> None:
    style = Path(str(finders.find("css/discovery.css"))).read_bytes()
    assert len(style) + len(Browser().get(address(invitation)).content) < WHOLE


def test_a_forged_link_is_not_there(invitation: Invitation) -> None:
    answer = Browser().get(address(invitation)[:-3] + "xx/")

    assert answer.status_code == 404
    assert page_words("en")["missing_title"] in answer.content.decode()


def test_an_expired_and_a_revoked_link_are_gone_and_keep_nothing(invitation: Invitation) -> None:
    Invitation.objects.update(expires_at=clock.now() - dt.timedelta(days=1))
    assert Browser().get(address(invitation)).status_code == 410
    assert post(invitation, form_of(invitation, goal="More")).status_code == 410

    other = InvitationFactory(prospect__state="asked")
    revoke(other, by=UserFactory(role="manager"))
    assert post(other, form_of(other, goal="More")).status_code == 410
    assert not Answers.objects.exists()


def test_saving_part_by_part_and_coming_back(invitation: Invitation) -> None:
    first = post(invitation, form_of(invitation, goal="More orders", goal_firm="agreed"))
    page = Browser().get(address(invitation)).content.decode()
    second = post(invitation, form_of(invitation, 1, goal="More orders", goal_firm="agreed", pace="6m"))

    assert first.status_code == second.status_code == 302
    assert first["Location"].endswith("saved=1#deciding")
    assert "More orders</textarea>" in page
    assert 'value="agreed" checked' in page
    assert [(one.number, one.data.get("pace")) for one in Answers.objects.order_by("number")] == [(1, None), (2, "6m")]
    assert Prospect.objects.get().state == "answering"
    invitation.refresh_from_db()
    assert invitation.saves == 2


def test_sending_says_thank_you_and_the_link_shows_it_from_then_on(invitation: Invitation) -> None:
    sent = Browser().post(address(invitation), form_of(invitation, goal="More", action="send"), follow=True)

    assert page_words("en")["thanks_title"] in sent.content.decode()
    assert Prospect.objects.get().state == "answered"
    assert Answers.objects.get().submitted


@pytest.mark.parametrize("state", ["accepted", "declined", "converted"])
def test_what_was_decided_since_does_not_show(invitation: Invitation, state: str) -> None:
    post(invitation, form_of(invitation, goal="More", action="send"))
    before = Browser().get(address(invitation)).content
    if state != "converted":
        Prospect.objects.update(state=state)

    assert Browser().get(address(invitation)).content == before


def test_the_same_form_twice_is_kept_once(invitation: Invitation) -> None:
    form = form_of(invitation, goal="More")

    assert [post(invitation, form).status_code for _ in range(3)] == [302] * 3
    assert Answers.objects.count() == 1


def test_an_old_page_does_not_overwrite_a_newer_save(invitation: Invitation) -> None:
    old = form_of(invitation, goal="Old")
    post(invitation, form_of(invitation, goal="New"))
    answer = post(invitation, old)

    assert answer.status_code == 409
    assert "Old</textarea>" in answer.content.decode()
    assert Answers.objects.get().data == {"goal": "New"}


def test_nothing_is_kept_after_sending(invitation: Invitation) -> None:
    post(invitation, form_of(invitation, goal="More", action="send"))
    post(invitation, form_of(invitation, 1, goal="Changed"))

    assert Answers.objects.get().data == {"goal": "More"}


def test_an_empty_form_is_not_sent(invitation: Invitation) -> None:
    assert post(invitation, form_of(invitation, action="send")).status_code == 422
    assert Prospect.objects.get().state == "asked"


def test_a_trap_that_is_filled_in_keeps_nothing_and_is_thanked(invitation: Invitation) -> None:
    answer = post(invitation, form_of(invitation, goal="Buy pills", website="http://pills.example"))

    assert answer.status_code == 200
    assert not Answers.objects.exists()


def test_what_is_too_fast_or_without_a_stamp_is_asked_again_with_what_was_typed(invitation: Invitation) -> None:
    page = Browser().get(address(invitation)).content.decode()
    found = re.search(r'name="stamp" value="([^"]+)"', page)
    assert found
    for made in (found[1], "", "forged", form_of(invited())["stamp"]):
        answer = post(invitation, {**form_of(invitation, goal="More"), "stamp": made})
        assert answer.status_code == 422
        assert "More</textarea>" in answer.content.decode()
    assert not Answers.objects.exists()


def test_a_link_takes_only_so_many_forms(invitation: Invitation) -> None:
    form = form_of(invitation, goal="More")
    codes = [post(invitation, form, REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(BY_LINK.most + 1)]

    assert codes == [302] * BY_LINK.most + [429]


def test_a_form_that_is_too_large_is_refused_and_long_answers_are_cut(invitation: Invitation) -> None:
    assert post(invitation, form_of(invitation, goal="x" * 250_000)).status_code == 413

    post(invitation, form_of(invitation, goal="x" * 9000, goal_by="y" * 900))
    data = Answers.objects.get().data
    assert (len(data["goal"]), len(data["goal_by"])) == (5000, 200)


def test_only_what_was_asked_is_kept(invitation: Invitation) -> None:
    sent: dict[str, Any] = {"goal": "More", "pace": "never", "judge": ["trust", "scope", "return"], "state": "accepted"}
    post(invitation, form_of(invitation, **sent))

    assert Answers.objects.get().data == {"goal": "More", "judge": ["return", "scope"]}


def test_asking_for_more_opens_the_form_again(invitation: Invitation) -> None:
    post(invitation, form_of(invitation, goal="More", action="send"))
    Prospect.objects.update(state="more")

    assert "More</textarea>" in Browser().get(address(invitation)).content.decode()


def test_the_address_says_nothing(invitation: Invitation) -> None:
    assert address(invitation) == reverse("answer", args=[token_of(invitation)])
    assert str(invitation.prospect.company.split()[0]).lower() not in address(invitation).lower()
