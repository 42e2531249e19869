"""A person decides; two where a flag stands; then the letter, then the client."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, transaction
from django.urls import reverse

from accounts.models import Client, Contact, Contract
from clienthealth.core.models import OutgoingMail
from prospects.actions import deciding, judging
from prospects.content import LANGUAGES
from prospects.course import NEXT
from prospects.drafting import draft
from prospects.models import Decision, Letter, Prospect
from signals.playbooks.filling import GAP
from tests.cast import Cast
from tests.factories import DecisionFactory, ProspectFactory
from tests.prospects.replies import MARKS, answered, looked_at

FLAGGED = {**MARKS, "claims": 0}


@pytest.fixture
def prospect(cast: Cast) -> Prospect:
    return answered(owner=cast.keeper, team=cast.team, company="Brightwell")


def test_whoever_decides_has_felt_and_looked_first(cast: Cast, prospect: Prospect) -> None:
    for kind in ("accept", "decline"):
        with pytest.raises(ValidationError, match="gut feeling"):
            deciding.decide(prospect, by=cast.lead, kind=kind, why="So")

    looked_at(prospect, cast.lead)
    assert deciding.decide(prospect, by=cast.lead, kind="accept", why="Clear goals").holds
    assert prospect.state == "accepted"


def test_asking_for_more_needs_no_figure_and_opens_the_form_again(cast: Cast, prospect: Prospect) -> None:
    deciding.decide(prospect, by=cast.lead, kind="more", why="Which channel?")
    assert prospect.state == "more"


def test_who_may_not_accept_does_not(cast: Cast, prospect: Prospect) -> None:
    looked_at(prospect, cast.keeper)
    with pytest.raises(PermissionDenied):
        deciding.decide(prospect, by=cast.keeper, kind="accept", why="Nice people")


def test_where_a_flag_stands_it_takes_two(cast: Cast, prospect: Prospect) -> None:
    looked_at(prospect, cast.lead, marks=FLAGGED)
    decision = deciding.decide(prospect, by=cast.lead, kind="accept", why="They will drop the claim")
    assert (decision.waits, prospect.state) == (True, "answered")

    with pytest.raises(PermissionDenied):
        deciding.agree(decision, by=cast.lead)
    with pytest.raises(ValidationError, match="gut feeling"):
        deciding.agree(decision, by=cast.keeper)

    looked_at(prospect, cast.keeper, marks=FLAGGED)
    deciding.agree(decision, by=cast.keeper)
    prospect.refresh_from_db()
    assert prospect.state == "accepted"
    assert Decision.objects.get().holds


def test_nobody_is_refused_on_one_reading_of_a_text(cast: Cast, prospect: Prospect) -> None:
    marks = {**MARKS, "customer": 0}
    looked_at(prospect, cast.lead, marks=marks)
    with pytest.raises(ValidationError, match="marked by two people"):
        deciding.decide(prospect, by=cast.lead, kind="decline", why="Everyone is their customer")

    judging.mark_texts(prospect, by=cast.keeper, marks={"customer": 0})
    assert deciding.decide(prospect, by=cast.lead, kind="decline", why="Everyone is their customer").holds


def test_a_refusal_without_marked_texts_needs_one(cast: Cast, prospect: Prospect) -> None:
    looked_at(prospect, cast.lead)
    assert deciding.decide(prospect, by=cast.lead, kind="decline", why="No time this year").holds


def test_a_client_is_not_decided_on_again(cast: Cast) -> None:
    prospect = ProspectFactory(state="converted", client=cast.client)
    with pytest.raises(ValidationError):
        deciding.decide(prospect, by=cast.boss, kind="more", why="Hm")
    assert NEXT["converted"] == frozenset()


@pytest.mark.parametrize("kind", ["accept", "more", "decline"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_letter_is_drafted_whole_in_each_language(cast: Cast, kind: str, language: str) -> None:
    prospect = ProspectFactory(language=language, company="Brightwell", owner=cast.keeper, state="answered")
    found = draft(prospect, DecisionFactory(prospect=prospect, kind=kind, by=cast.boss), by=cast.boss)

    expected = ["question_1"] if kind == "more" else []
    assert found.gaps == expected
    assert found.body.count(GAP) == len(expected)
    assert "{" not in found.subject + found.body
    assert "Brightwell" in found.body


def test_asking_for_more_names_what_was_left_empty(cast: Cast) -> None:
    prospect = answered({"goal": "More"}, owner=cast.keeper, language="de")
    body = draft(prospect, DecisionFactory(prospect=prospect, kind="more", by=cast.boss), by=cast.boss).body

    assert "Wann erwarten Sie erste Ergebnisse" in body
    assert GAP not in body


def test_a_letter_is_sent_once_and_kept_as_it_was(cast: Cast, prospect: Prospect) -> None:
    looked_at(prospect, cast.lead)
    deciding.decide(prospect, by=cast.lead, kind="accept", why="Clear goals")
    browser, address = cast.browser("lead"), reverse("prospect_letter", args=[prospect.pk])
    words = {"subject": "We would like to", "body": "Dear Dele,", "action": "send"}

    assert browser.post(address, {**words, "body": "Dear […]"}).status_code == 422
    assert browser.post(address, words).status_code == 302
    browser.post(address, {**words, "body": "Something else"})

    letter = Letter.objects.get()
    assert (letter.body, letter.recipient, letter.by) == ("Dear Dele,\n", prospect.email, cast.lead)
    assert letter.sha256 == deciding.fingerprint(prospect.email, "We would like to", "Dear Dele,\n")
    assert OutgoingMail.objects.get().text == "Dear Dele,\n"
    with pytest.raises(InternalError), transaction.atomic():
        Letter.objects.update(body="Never said")


CONTRACT = {"name": "Brightwell", "goals": "More hotels", "kind": "retainer", "monthly_fee": "3000", "currency": "EUR",
            "payment_days": "14", "starts": "2026-04-01"}  # fmt: skip


def test_converting_makes_client_contact_contract_and_goals_once(cast: Cast, prospect: Prospect) -> None:
    looked_at(prospect, cast.lead)
    deciding.decide(prospect, by=cast.lead, kind="accept", why="Clear goals")
    browser, address = cast.browser("lead"), reverse("prospect_convert", args=[prospect.pk])
    form = {**CONTRACT, "owner": str(cast.keeper.pk), "is_prepaid": "on"}
    before = Client.objects.count()

    assert b"More enquiries from small hotels" in browser.get(address).content
    for _time in range(2):
        assert browser.post(address, form).status_code == 302
    prospect.refresh_from_db()
    client = prospect.client
    assert client is not None
    assert Client.objects.count() == before + 1
    assert (prospect.state, client.owner, client.goals) == ("converted", cast.keeper, "More hotels")
    assert Contact.objects.get(client=client).email == prospect.email
    contract = Contract.objects.get(client=client)
    assert (contract.monthly_fee, contract.is_prepaid, contract.payment_days) == (3000, True, 14)


def test_nobody_becomes_a_client_without_a_decision(cast: Cast, prospect: Prospect) -> None:
    form = {**CONTRACT, "owner": str(cast.keeper.pk)}
    cast.browser("boss").post(reverse("prospect_convert", args=[prospect.pk]), form)

    assert not Client.objects.filter(name="Brightwell").exists()
