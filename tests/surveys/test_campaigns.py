"""Campaigns are made and moved by owners alone; what cannot be is said in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from clienthealth.core.models import OutgoingMail
from surveys.actions import campaigns as act
from surveys.actions.entries import open_entries, take_back
from surveys.models import Ask, Campaign, CampaignWording, Suppression, SurveyEntry, SurveyTerms
from surveys.origins import origins_of
from tests.cast import Cast
from tests.factories import AskFactory, CampaignFactory, ClientFactory, ContactFactory, SuppressionFactory
from tests.factories.days import NOON

FORM: dict[str, Any] = {
    "name": "Half-year", "kind": "nps", "whom": "everyone", "share": 100, "when": "every", "every_days": 180,
    "delay_days": 2, "weekdays": [0, 1], "hour_from": "09:00", "hour_to": "16:00", "spread_days": 5, "reminders": 2,
    "reminder_days": 4, "open_days": 28,
}  # fmt: skip


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


def post(cast: Cast, route: str, /, *args: Any, who: str = "boss", **data: Any) -> Any:
    return cast.browser(who).post(reverse(route, args=args), data)


def test_a_new_campaign_is_a_draft(cast: Cast) -> None:
    post(cast, "campaign_new", **FORM)

    made = Campaign.objects.get()
    assert (made.name, made.state, made.weekdays, made.made_by) == ("Half-year", "draft", [0, 1], cast.boss)


@pytest.mark.parametrize(("change", "words"), [
    ({"weekdays": []}, "at least one weekday"),
    ({"hour_to": "08:00"}, "The hours end before they begin"),
    ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "It would end before it begins"),
    ({"when": "event"}, "Say after what it asks"),
    ({"when": "once"}, "from which day on"),
    ({"share": 0}, "greater than or equal to 1"),
    ({"reminders": 4}, "less than or equal to 3"),
    ({"name": "TAKEN"}, "There is a campaign of that name"),
])  # fmt: skip
def test_what_cannot_be_is_refused_in_plain_words(cast: Cast, change: dict[str, Any], words: str) -> None:
    CampaignFactory(name="Taken")
    response = post(cast, "campaign_new", **{**FORM, **change})

    assert (response.status_code, Campaign.objects.count()) == (422, 1)
    assert words in response.content.decode()


def test_nobody_but_owners_writes(cast: Cast) -> None:
    campaign = CampaignFactory()
    for write in (
        lambda: act.make(by=cast.lead, values={"name": "Mine"}),
        lambda: act.change(campaign, by=cast.lead, values={}),
        lambda: act.move(campaign, by=cast.lead, to="paused"),
        lambda: act.copy(campaign, by=cast.lead),
        lambda: act.word(campaign, by=cast.lead, language="en", words={}),
        lambda: act.set_terms(by=cast.lead, values={}),
        lambda: open_entries(by=cast.lead, campaign=campaign, clients=[cast.client]),
    ):
        with pytest.raises(PermissionDenied):
            write()


@pytest.mark.parametrize(("state", "to", "moves"), [
    ("draft", "running", True), ("draft", "paused", False), ("running", "paused", True), ("paused", "running", True),
    ("running", "ended", True), ("ended", "running", False), ("running", "draft", False),
])  # fmt: skip
def test_a_campaign_moves_on_and_never_comes_back_from_its_end(cast: Cast, state: str, to: str, moves: bool) -> None:
    campaign = CampaignFactory(state=state)
    post(cast, "campaign_move", campaign.pk, to=to)

    campaign.refresh_from_db()
    assert campaign.state == (to if moves else state)


def test_an_end_takes_out_who_is_planned_and_leaves_who_was_asked(cast: Cast) -> None:
    campaign = CampaignFactory()
    planned = AskFactory(campaign=campaign, state=Ask.State.PLANNED, sent_at=None)
    sent = AskFactory(campaign=campaign)
    act.move(campaign, by=cast.boss, to="ended")

    planned.refresh_from_db()
    sent.refresh_from_db()
    assert (planned.state, planned.why, sent.state) == ("skipped", "stopped", "sent")


def test_the_question_of_a_campaign_that_asked_stays(cast: Cast) -> None:
    campaign = AskFactory().campaign
    with pytest.raises(ValidationError, match="another question needs a campaign of its own"):
        act.change(campaign, by=cast.boss, values={"kind": "csat"})


def test_a_copy_has_the_rules_and_words_and_asks_nobody(cast: Cast) -> None:
    campaign = CampaignFactory(name="Half-year", every_days=200)
    act.word(campaign, by=cast.boss, language="da", words={"question": "Ville I anbefale os?"})
    first, second = act.copy(campaign, by=cast.boss), act.copy(campaign, by=cast.boss)

    assert (first.state, first.every_days, first.asks.count()) == ("draft", 200, 0)
    assert first.wordings.get().question == "Ville I anbefale os?"
    assert len({campaign.name, first.name, second.name}) == 3


def test_empty_words_are_ours_again(cast: Cast) -> None:
    campaign = CampaignFactory()
    address = reverse("campaign_wording", args=[campaign.pk]) + "?in=da"
    browser = cast.browser("boss")
    browser.post(address, {"question": "Ville I anbefale os?"})
    assert CampaignWording.objects.get().language == "da"
    assert "Ville I anbefale os?" in browser.get(address).content.decode()

    browser.post(address, {"question": " "})
    assert not CampaignWording.objects.exists()


def test_only_who_is_planned_can_be_taken_out(cast: Cast) -> None:
    planned, sent = AskFactory(state=Ask.State.PLANNED, sent_at=None), AskFactory()
    act.take_out(planned, by=cast.boss)

    assert (planned.state, planned.why) == ("skipped", "by_hand")
    with pytest.raises(ValidationError, match="on its way"):
        act.take_out(sent, by=cast.boss)


def test_people_say_why_they_were_not_asked(cast: Cast) -> None:
    ask = AskFactory(
        contact=ContactFactory(client=cast.client, name="Eva Holm"), state="skipped", why="throttled", sent_at=None
    )
    address = reverse("campaign_people", args=[ask.campaign_id])
    page = cast.browser("keeper").get(f"{address}?state=skipped").content.decode()

    assert "Eva Holm" in page
    assert "was asked not long ago" in page
    assert "Eva Holm" not in cast.browser("outsider").get(address).content.decode()


def test_the_test_mail_goes_to_oneself_and_unsubscribes_nobody(cast: Cast) -> None:
    post(cast, "campaign_test", CampaignFactory().pk)

    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject[:5]) == (cast.boss.email, "Test:")
    assert not [name for name in mail.headers if name.startswith("List-")]
    assert not Ask.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr", "da", "zh-hans", "de", "es"])
def test_the_page_is_previewed_in_each_language_and_answers_nothing(cast: Cast, language: str) -> None:
    campaign = CampaignFactory()
    response = cast.browser("boss").get(reverse("campaign_question", args=[campaign.pk]) + f"?in={language}")

    assert f'<html lang="{language}"' in response.content.decode()
    assert "form-action 'none'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_a_preview_writes_nothing_and_shows_what_the_form_says(cast: Cast) -> None:
    campaign = CampaignFactory(name="Half-year", when="once", starts_on=NOON.date())
    ContactFactory(client=cast.client, name="Eva Holm", email="eva@aalborg.example")
    address, browser = reverse("campaign_planned", args=[campaign.pk]), cast.browser("boss")

    assert "Eva Holm" in browser.get(address).content.decode()
    none = browser.get(address, {**FORM, "whom": "champions", "when": "once", "starts_on": NOON.date()})
    assert "Nobody would be asked" in none.content.decode()
    assert (Ask.objects.count(), Campaign.objects.get().whom) == (0, "everyone")


def test_all_clients_get_an_address_once(cast: Cast) -> None:
    ClientFactory(status="notice", notice_on=NOON.date(), notice_by="client")
    campaign = CampaignFactory()
    for _time in range(2):
        post(cast, "campaign_entries", campaign.pk, all="1")

    assert set(SurveyEntry.objects.values_list("client", flat=True)) == {cast.client.pk, cast.foreign.pk}
    take_back(SurveyEntry.objects.get(client=cast.client), by=cast.boss)
    post(cast, "campaign_entries", campaign.pk, all="1")
    assert SurveyEntry.objects.filter(client=cast.client).count() == 2


@pytest.mark.parametrize(("text", "origins"), [
    ("https://Portal.Example/page?x=1\nhttps://portal.example", ["https://portal.example"]),
    ("https://a.example:8443, https://b.example:443", ["https://a.example:8443", "https://b.example"]),
    ("https://müller.example", ["https://xn--mller-kva.example"]),
    ("", []),
])  # fmt: skip
def test_origins_are_written_the_one_way_a_policy_knows(text: str, origins: list[str]) -> None:
    assert origins_of(text) == origins


@pytest.mark.parametrize("text", [
    "http://portal.example", "https://*.example", "javascript:alert(1)", "https://a.example;script-src", "portal",
    "https://user:word@portal.example", "https://127.0.0.1", "https://[::1]", "https://localhost", "https://a..example",
    "https://a.example:99999",
])  # fmt: skip
def test_what_would_loosen_the_policy_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        origins_of(text)


def test_rules_are_one_row(cast: Cast) -> None:
    for days in (60, 120):
        post(cast, "survey_terms", throttle_days=days, loop_hours=24, address="Havnegade 1")

    assert [terms.throttle_days for terms in SurveyTerms.objects.all()] == [120]
    assert post(cast, "survey_terms", throttle_days=3, loop_hours=24).status_code == 422


def test_who_is_not_asked_is_listed_with_why_and_lifted_by_owners(cast: Cast) -> None:
    eva = ContactFactory(client=cast.client, name="Eva Holm", email="eva@aalborg.example")
    SuppressionFactory(contact=ContactFactory(client=cast.foreign, name="Zoe Zeal"))
    post(cast, "survey_suppressions", email="EVA@aalborg.example", scope="stop")
    page = cast.browser("keeper").get(reverse("survey_suppressions")).content.decode()

    assert "Eva Holm" in page
    assert "By us" in page
    assert "Zoe Zeal" not in page
    in_force = Suppression.objects.filter(contact=eva, lifted_at=None)
    post(cast, "survey_suppression_lift", in_force.get().pk)
    assert not in_force.exists()
