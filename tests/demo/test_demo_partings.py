"""The demo's partings as a user finds them: sealed, at its letter, closed, kept; and one of whom nothing was learnt."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import AccountAccess, Client, Relation, Retention, StandardsVersion, User
from clienthealth.core import clock
from clienthealth.demo import papers
from offboarding import readiness
from offboarding.letters.drafting import draft_of
from offboarding.models import (
    AgencyLetterhead,
    ContractTerms,
    HandoverItem,
    Letter,
    LetterSending,
    Parting,
    PartingStep,
    Retrospective,
)
from offboarding.permissions import is_sealed, partings_for, reviews_asked_of
from offboarding.states import State, step_from
from signals.permissions import scores_for
from tests.demo.made import NOW, TODAY, live, load

pytestmark = pytest.mark.django_db


def case(name: str) -> Parting:
    return Parting.objects.select_related("client").get(client__name=name)


def user(name: str) -> User:
    return User.objects.get(name__startswith=name)


def test_the_standards_are_published_in_six_languages_without_a_hole(lived: str) -> None:
    texts = dict(StandardsVersion.objects.published().filter(number=1).values_list("language", "text"))
    assert set(texts) == {"en", "de", "da", "fr", "es", "zh-hans"}
    assert not any("{" in text or "}" in text for text in texts.values())
    assert "We ask you four times a year" in texts["en"]
    assert "who buy them.** Gambling without a licence" in texts["en"]
    assert "Schreiben Sie an Ingrid Dahl, owner@nordlys.example" in texts["de"]


def test_letters_have_a_paper_and_contracts_their_terms(lived: str) -> None:
    paper = AgencyLetterhead.objects.get()
    assert (paper.signatory, paper.words["de"]["title"]) == ("Ingrid Dahl", "Geschäftsführerin")
    assert "Kopenhagen" in paper.words["de"]["footer"]
    terms = ContractTerms.objects.select_related("contract__client")
    assert {one.contract.client.external_id for one in terms} == set(papers.ADDRESSES)
    assert all(one.termination_clause and one.signed_on for one in terms)
    assert Retention.objects.get().months == 36


def test_maja_is_asked_for_a_blind_review_and_sealed(lived: str) -> None:
    valmont, maja = case("Valmont Immobilien"), user("Maja")
    assert valmont.state == State.DECISION
    assert [one.parting_id for one in reviews_asked_of(maja)] == [valmont.pk]
    assert is_sealed(maja, valmont)
    with clock.pretend(NOW):
        seen = scores_for(maja).one(valmont.client, TODAY)
        assert seen is not None
        assert seen.fire is None
        whole = scores_for(user("Ingrid")).one(valmont.client, TODAY)
    assert whole is not None
    assert whole.fire is not None
    assert [one.reviewer.name for one in valmont.reviews.exclude(handed_in_at=None)] == ["Aylin Demir"]


def test_valmont_was_warned_twice_with_proof_and_answered_once(lived: str) -> None:
    warnings = list(case("Valmont Immobilien").warnings.all())
    assert len(warnings) == 2
    assert all(one.received_on and one.proof and one.outcome == "not" for one in warnings)
    assert [bool(one.reply) for one in warnings] == [False, True]


def test_the_evidence_is_as_known_when_the_case_was_opened(lived: str) -> None:
    valmont = case("Valmont Immobilien")
    assert valmont.opened_on == TODAY - dt.timedelta(days=41)
    assert valmont.known_on is not None
    assert valmont.known_on <= valmont.opened_on
    assert valmont.fault is not None
    days = {record["on"] for item in valmont.evidence.all() for record in item.records}
    assert days
    assert max(days) <= valmont.opened_on.isoformat()


def test_boxwerk_waits_for_what_only_an_owner_can_say(lived: str) -> None:
    boxwerk = case("BoxWerk Studios")
    letter = Letter.objects.get(parting=boxwerk)
    assert (boxwerk.state, boxwerk.decision, letter.state) == (State.NOTICE, "part", "draft")
    assert boxwerk.worth
    assert boxwerk.end_on is not None
    assert boxwerk.end_on > TODAY
    assert boxwerk.client.status == Client.Status.ACTIVE
    with clock.pretend(NOW):
        asked = {one.name for one in draft_of(letter).questions}
        lacking = readiness.missing(boxwerk, step_from(State.NOTICE, "give_notice"))
    assert asked == {"handover_date", "final_invoice_date", "final_invoice_amount", "data_return_date"}
    assert lacking
    assert not any(one for one in lacking if "date on which it ends" in one or "no owner" in one)


def test_fjordglas_was_handed_over_and_our_access_left_last(lived: str) -> None:
    closed = case("Fjordglas")
    items = closed.items.all()
    assert closed.state == State.CLOSED
    assert not items.filter(state=HandoverItem.State.TO_DO).exists()
    ours = AccountAccess.objects.filter(ad_account__client=closed.client, relation=Relation.OURS)
    gone = {one.revoked_on for one in ours}
    assert len(gone) == 1
    others = items.exclude(kind="access").values_list("done_on", flat=True)
    assert all(day <= gone_on for day in others for gone_on in gone if day and gone_on)
    sent = LetterSending.objects.filter(letter__parting=closed)
    assert {one.letter.kind for one in sent.select_related("letter")} == {"client_notice", "handover"}
    assert all(one.received_on for one in sent)


def test_papeterie_was_kept_and_is_as_free_as_before(lived: str) -> None:
    kept = case("Papeterie Fuchs")
    assert (kept.state, kept.decision, kept.client.status) == (State.KEPT, "keep", "active")


def test_one_end_taught_something_and_another_is_not_looked_at_yet(lived: str) -> None:
    learnt = Retrospective.objects.get()
    assert (learnt.client.name, learnt.cause) == ("Fjordglas", "rival")
    left = Client.objects.filter(status="ended", notice_by="client", partings=None)
    assert left.exclude(pk=learnt.client_id).exists()


def test_whoever_looks_after_other_clients_finds_none_of_it(lived: str) -> None:
    assert not partings_for(user("Tomas")).exists()
    assert {one.client.name for one in partings_for(user("Jonas"))} == {"Valmont Immobilien"}


def test_a_second_load_and_life_change_nothing_about_partings(lived: str) -> None:
    tables = (Parting, PartingStep, HandoverItem, Letter, StandardsVersion, AgencyLetterhead, ContractTerms, Retention)
    before = [model._default_manager.count() for model in tables]
    AgencyLetterhead.objects.update(mark="Ours")
    load(clients=24, months=12)
    assert live().startswith("0 alerts and 0 cases for parting on the way")
    assert [model._default_manager.count() for model in tables] == before
    assert AgencyLetterhead.objects.get().mark == "Ours"
