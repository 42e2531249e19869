"""Parting with a client in one sitting: from the evidence to the closed case, through the pages, in a real browser.

What takes weeks in life is put into the past by hand: the day of the end. The final letter and its delivery are made
beside the browser; how a letter is put together has its own tests.
"""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Client, Contract
from offboarding.actions import handover, reviews
from offboarding.letters.choosing import letter_for
from offboarding.models import ASSESSMENTS, HandoverItem, LetterSending, Parting
from offboarding.readiness import blind_round
from tests.browser import portfolio
from tests.browser.conftest import log_in
from tests.browser.watch import Watch
from tests.cast import Cast
from tests.factories import LetterSendingFactory, ObservationFactory
from tests.offboarding.final import final_letter

REASONS = ("We promised too much", "Three managers in a year", "No reminder before May")


@pytest.fixture
def boss(people: Cast, page: Page, watch: Watch, live_server: LiveServer) -> Page:
    """The owner's window on the client's page; the client was rude twice, and everybody is scored."""
    for days in (20, 50):
        on = people.agency.today().date - dt.timedelta(days=days)
        ObservationFactory(client=people.client, kind="disrespect", severity=3, occurred_on=on)
    portfolio.tell(people)
    Contract.objects.filter(client=people.client).update(notice_length=1, notice_to_month_end=True)
    log_in(page.context, live_server, people.boss)
    page.goto(f"{live_server.url}/clients/{people.client.pk}/")
    return page


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def agree_the_evidence(page: Page) -> None:
    page.get_by_role("link", name="Think about parting").click()
    page.get_by_label("Why do you ask?").fill("They were rude to us, and pay late.")
    button(page, "Open the case")
    heading(page, "What the records say")
    for verdict in page.get_by_text("It is so", exact=True).all():
        verdict.click()
    button(page, "Save")
    button(page, "Agree the evidence")


def look_at_ourselves(page: Page) -> None:
    heading(page, "Three reasons why it could be us")
    for reason in REASONS:
        page.get_by_label("Reason why it could be us").fill(reason)
        page.get_by_label("What shows it").fill("The notes of that day.")
        button(page, "Add the reason")
        expect(page.get_by_role("region", name="Three reasons why it could be us")).to_contain_text(reason)
    page.get_by_label("Their view, in their own words").fill("You never call back.")
    button(page, "Keep")
    expect(page.locator("blockquote")).to_contain_text("You never call back.")
    button(page, "Done with ourselves: try to repair")


def judge(page: Page, server: LiveServer, case: Parting) -> None:
    """A reviewer's own window: everything is sealed but their form."""
    page.goto(f"{server.url}/partings/{case.pk}/")
    expect(page.locator(".ch-sealed")).to_contain_text("The computed score")
    for name in ASSESSMENTS:
        page.locator(f"label[for={name}-4]").click()
    page.get_by_label("What would you do?").select_option("part")
    page.get_by_label("Why?").fill("It will not change.")
    button(page, "Hand in")
    expect(page.get_by_text("Handed in. It stays on record as it is.")).to_be_visible()


def prepare(case: Parting, people: Cast) -> None:
    """The letter is final and has left."""
    case.refresh_from_db()
    assert case.end_on is not None
    letter = final_letter(case, kind=letter_for(case.ending), contact=people.client.contacts.get(name="Karl Bak"))
    LetterSendingFactory(letter=letter, on=people.agency.today().date)


def hand_over(case: Parting, people: Cast) -> None:
    """Every line ticked, the confirmation sent, and the last day reached."""
    today = people.agency.today().date
    for item in HandoverItem.objects.filter(parting=case).order_by("position"):
        handover.finish_item(by=people.boss, item=item, on=today, proof="Confirmed by mail.")
    LetterSendingFactory(letter=final_letter(case, kind="handover"), on=today)
    Parting.objects.filter(pk=case.pk).update(end_on=today, notice_on=today)


def test_an_owner_parts_with_a_client_in_one_sitting(
    boss: Page, people: Cast, watch: Watch, browser: Browser, live_server: LiveServer
) -> None:
    people.client.contacts.create(name="Karl Bak", prefers="email", is_decider=True)
    agree_the_evidence(boss)
    look_at_ourselves(boss)
    found = watch.everything()

    heading(boss, "What was tried")
    boss.get_by_label("Decide without a repair: why?").fill("Our people cannot be asked to bear it.")
    button(boss, "Decide without a repair")
    case = Parting.objects.get()

    boss.get_by_label("Somebody who knows the account").select_option(label=str(people.keeper))
    boss.get_by_label("Somebody from outside the account").select_option(label=str(people.outsider))
    button(boss, "Ask both")
    expect(boss.locator(".ch-sealed")).to_contain_text("Review by")
    found += watch.everything()

    outside = browser.new_context()
    log_in(outside, live_server, people.outsider)
    judge(outside.new_page(), live_server, case)
    outside.close()
    mine = case.reviews.get(reviewer=people.keeper, round=blind_round(case))
    reviews.save_review(
        by=people.keeper, review=mine, scores=dict.fromkeys(ASSESSMENTS, 4), advice="part", why="Nothing changes."
    )
    reviews.hand_in(by=people.keeper, review=mine)

    boss.goto(f"{live_server.url}/partings/{case.pk}/worth/")
    for guess in boss.locator("input[type=number]").all():
        if not guess.input_value():  # no hours are on record: what only a person can say, three times the same
            guess.fill("10")
    button(boss, "Compare")
    heading(boss, "What each way comes to in 24 months")
    found += watch.everything()
    boss.get_by_role("link", name="Decision", exact=True).click()
    boss.get_by_label("Decide to part: why?").fill("We tried, and it does not mend.")
    button(boss, "Decide to part")

    boss.goto(f"{live_server.url}/partings/{case.pk}/date/")
    boss.get_by_role("button", name="Choose this day").first.click()
    boss.goto(f"{live_server.url}/partings/{case.pk}/handover/")
    button(boss, "Prepare the checklist")
    expect(boss.locator(".ch-handover").first).to_be_visible()
    boss.goto(f"{live_server.url}/partings/{case.pk}/report/")
    button(boss, "Keep it as it stands below")
    prepare(case, people)
    found += watch.everything()

    boss.goto(f"{live_server.url}/partings/{case.pk}/letters/")
    button(boss, "Notice was given")
    heading(boss, "Checklist")
    people.client.refresh_from_db()
    assert (people.client.status, people.client.notice_by) == (Client.Status.NOTICE, Client.Side.AGENCY)

    hand_over(case, people)
    boss.reload()
    button(boss, "Close the case")
    expect(boss.get_by_text("Done: the case is at “Closed”.")).to_be_visible()
    people.client.refresh_from_db()
    assert people.client.status == Client.Status.ENDED
    assert LetterSending.objects.filter(letter__parting=case).count() == 2
    assert found + watch.everything() == []
