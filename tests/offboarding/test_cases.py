"""Opening a case and taking it on: what each condition asks, who may, and what a step means for the book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from accounts.actions.clients import give_notice
from accounts.models import AccountAccess, Client, Relation
from clienthealth.core.history import changes_of
from offboarding.actions.cases import open_case, open_departure, pause_case, resume_case, take_step
from offboarding.actions.evidence import add_reason, judge_evidence, keep_evidence, note_their_view
from offboarding.models import EvidenceItem, Parting, PartingStep, Repair, WrittenWarning
from offboarding.readiness import CONDITIONS
from signals import runs
from signals.models import Seal
from tests.cast import Cast, assemble
from tests.factories import (
    AccountAccessFactory,
    ClientFactory,
    FaultReasonFactory,
    HandoverItemFactory,
    ObservationFactory,
    RepairFactory,
    ReviewFactory,
    WrittenWarningFactory,
)
from tests.factories.days import DAY, NOON, day
from tests.offboarding.cases import case, looked_at_ourselves, ready_to_decide, reviewed, scored
from tests.threads import others

WHY = "Invoices stay open."


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> Callable[[dt.datetime], None]:
    at(NOON)
    return at


# --- what each condition asks --------------------------------------------------------------------------------------


def judged(parting: Parting, *verdicts: str) -> Parting:
    parting.evidence.all().delete()
    EvidenceItem.objects.bulk_create(
        EvidenceItem(parting=parting, known_on=DAY, factor=f"f{n}", title="T", points=1, verdict=verdict, note="n")
        for n, verdict in enumerate(verdicts)
    )
    return parting


NOT = {"outcome": "not", "judged_on": DAY}
MENDED = {"outcome": "mended", "judged_on": DAY}
CASES: list[tuple[str, str, Callable[[Cast, Parting], object], bool]] = [
    ("evidence_agreed", "none kept", lambda cast, one: judged(one), False),
    ("evidence_agreed", "one open", lambda cast, one: judged(one, "agreed", "open"), False),
    ("evidence_agreed", "all disputed", lambda cast, one: judged(one, "disputed"), False),
    ("evidence_agreed", "one agreed", lambda cast, one: judged(one, "agreed", "disputed"), True),
    ("fault_computed", "never kept", lambda cast, one: setattr(one, "known_on", None), False),
    ("fault_computed", "kept", lambda cast, one: None, True),
    ("three_reasons", "two", lambda cast, one: [FaultReasonFactory(parting=one, reason=r) for r in "ab"], False),
    ("three_reasons", "three", lambda cast, one: looked_at_ourselves(one), True),
    ("their_view", "not asked", lambda cast, one: None, False),
    ("their_view", "said", lambda cast, one: looked_at_ourselves(one), True),
    ("talk_held", "limits only", lambda cast, one: RepairFactory(parting=one, kind="limits"), False),
    ("talk_held", "held", lambda cast, one: RepairFactory(parting=one), True),
    ("warned_and_waited", "not sent", lambda cast, one: WrittenWarningFactory(parting=one), False),
    ("warned_and_waited", "not proved", lambda cast, one: warned(one, received_on=None), False),
    ("warned_and_waited", "time runs", lambda cast, one: warned(one, cure_by=DAY), False),
    ("warned_and_waited", "judged too early", lambda cast, one: warned(one, cure_by=DAY, **NOT), False),
    ("warned_and_waited", "not judged", lambda cast, one: warned(one), False),
    ("warned_and_waited", "waited and judged", lambda cast, one: warned(one, **NOT), True),
    ("warned_and_waited", "mended early", lambda cast, one: warned(one, cure_by=day(9), **MENDED), True),
    ("warned_or_skipped", "neither", lambda cast, one: None, False),
    ("warned_or_skipped", "skipped", lambda cast, one: setattr(one, "skipped_why", "Threats"), True),
    ("reviews_in", "nobody asked", lambda cast, one: None, False),
    ("reviews_in", "one missing", lambda cast, one: (reviewed(cast, one), ReviewFactory(parting=one)), False),
    ("reviews_in", "no outsider", lambda cast, one: reviewed(cast, one).reviews.update(is_outside=False), False),
    ("reviews_in", "both in", reviewed, True),
    ("gaps_discussed", "far apart", lambda cast, one: reviewed(cast, one, 5, 3), False),
    ("gaps_discussed", "near", lambda cast, one: reviewed(cast, one, 4, 3), True),
    ("gaps_discussed", "talked over", lambda cast, one: talked(reviewed(cast, one, 5, 3)), True),
    ("worth_known", "not weighed", lambda cast, one: None, False),
    ("worth_known", "weighed", lambda cast, one: setattr(one, "worth", {"a": 1}), True),
    ("not_the_only_client", "the only one", lambda cast, one: Client.objects.exclude(pk=one.client_id).delete(), False),
    ("not_the_only_client", "others", lambda cast, one: None, True),
    ("date_chosen", "no day", lambda cast, one: None, False),
    ("date_chosen", "chosen", lambda _cast, one: dated(one), True),
    ("checklist_ready", "no lines", lambda cast, one: None, False),
    ("checklist_ready", "nobody's line", lambda cast, one: HandoverItemFactory(parting=one), False),
    ("checklist_ready", "given out", lambda cast, one: HandoverItemFactory(parting=one, owner=cast.keeper), True),
    ("checklist_done", "no lines", lambda cast, one: None, False),
    ("checklist_done", "open line", lambda cast, one: HandoverItemFactory(parting=one), False),
    ("checklist_done", "only a wish", lambda cast, one: HandoverItemFactory(parting=one, is_required=False), True),
    ("access_revoked", "ours stands", lambda cast, one: our_access(one.client), False),
    ("access_revoked", "revoked", lambda cast, one: our_access(one.client, revoked_on=DAY), True),
    ("access_revoked", "theirs stands", lambda cast, one: AccountAccessFactory(ad_account__client=one.client), True),
    ("end_reached", "no day", lambda cast, one: None, False),
    ("end_reached", "to come", lambda cast, one: dated(one), False),
    ("end_reached", "today", lambda cast, one: setattr(one, "end_on", DAY), True),
]  # fmt: skip


def warned(parting: Parting, **fields: Any) -> WrittenWarning:
    told = {"sent_on": day(-40), "received_on": day(-39), "cure_by": day(-1), "reply_by": day(-20)} | fields
    return WrittenWarningFactory(parting=parting, **told)


def talked(parting: Parting) -> None:
    parting.gaps_discussed = "We looked at the invoices together."


def dated(parting: Parting) -> None:
    parting.notice_on, parting.end_on, parting.ending = DAY, day(90), Parting.Ending.CONVENIENCE


def our_access(client: Client, **fields: Any) -> AccountAccess:
    return AccountAccessFactory(ad_account__client=client, relation=Relation.OURS, granted_on=day(-300), **fields)


@pytest.mark.parametrize(
    ("name", "when", "given", "met"), CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_condition(cast: Cast, name: str, when: str, given: Callable[[Cast, Parting], object], met: bool) -> None:
    parting = case(cast)
    given(cast, parting)

    assert (CONDITIONS[name](parting) == "") is met


def test_every_condition_of_the_case_itself_is_tried_here() -> None:
    of_letters = {"letter_ready", "report_ready", "script_ready", "confirmation_sent", "notice_sent"}

    assert set(CONDITIONS) - of_letters == {name for name, _when, _given, _met in CASES}


# --- opening -------------------------------------------------------------------------------------------------------


def test_a_case_keeps_the_evidence_as_known_today(cast: Cast) -> None:
    scored(cast)

    parting = open_case(by=cast.keeper, client=cast.client, why=WHY, token="t")

    assert (parting.state, parting.known_on, parting.responsible) == ("opened", DAY, cast.keeper)
    item = parting.evidence.get(factor="fire_haggling")
    assert item.points > 0
    assert {record["on"] for record in item.records} == {day(-7 * n).isoformat() for n in (1, 2, 3)}
    assert [step.key for step in parting.steps.all()] == ["open"]


def test_frozen_evidence_does_not_change_with_what_is_learnt_later(cast: Cast, noon: Callable[..., None]) -> None:
    scored(cast)
    parting = open_case(by=cast.keeper, client=cast.client, why=WHY)
    before = list(parting.evidence.values())

    noon(NOON + dt.timedelta(days=1))
    ObservationFactory.create_batch(5, client=cast.client, kind="haggling", occurred_on=day(-9), severity=3)
    runs.score(day(1))
    assert list(parting.evidence.values()) == before

    assert keep_evidence(by=cast.keeper, parting=parting) > 0
    assert list(parting.evidence.filter(round=1).values()) == before
    newest = parting.evidence.get(round=2, factor="fire_haggling")
    assert (newest.known_on, len(newest.records)) == (day(1), 8)
    parting.refresh_from_db()
    assert parting.known_on == day(1)


def test_kept_twice_on_a_day_it_is_one_round(cast: Cast) -> None:
    scored(cast)
    parting = open_case(by=cast.keeper, client=cast.client, why=WHY)

    keep_evidence(by=cast.keeper, parting=parting)

    assert set(parting.evidence.values_list("round", flat=True)) == {1}


def test_a_form_sent_twice_opens_one_case_and_another_one_is_refused(cast: Cast) -> None:
    scored(cast)
    first = open_case(by=cast.keeper, client=cast.client, why=WHY, token="t")

    assert open_case(by=cast.keeper, client=cast.client, why=WHY, token="t") == first
    with pytest.raises(ValidationError, match="open already"):
        open_case(by=cast.boss, client=cast.client, why=WHY, token="u")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tokens", [("t", "t"), ("t", "u")])
def test_two_openers_at_once_open_one_case(transactional_db: None, tokens: tuple[str, str]) -> None:
    cast = assemble()
    scored(cast)

    def opened(token: str) -> object:
        try:
            return open_case(by=cast.keeper, client=cast.client, why=WHY, token=token).pk
        except ValidationError as refusal:
            return refusal.messages

    with others() as them:
        found = [one.result(60) for one in [them.start(opened, token) for token in tokens]]

    parting = Parting.objects.get()
    assert parting.pk in found
    assert found.count(parting.pk) == (2 if len(set(tokens)) == 1 else 1)
    assert PartingStep.objects.count() == 1


def test_nothing_is_opened_about_someone_who_left_or_was_never_scored(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="not computed"):
        open_case(by=cast.keeper, client=cast.client, why=WHY)
    gone = ClientFactory(owner=cast.keeper, status="ended", notice_on=DAY, notice_by="agency", ended_on=DAY)
    with pytest.raises(ValidationError, match="no longer"):
        open_case(by=cast.keeper, client=gone, why=WHY)
    assert not Parting.objects.exists()


def test_their_notice_opens_at_the_hand_over_and_only_once_the_book_says_so(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Note first"):
        open_departure(by=cast.keeper, client=cast.client, why="They leave.")
    give_notice(by=cast.keeper, client=cast.client, on=DAY, side="client")

    parting = open_departure(by=cast.keeper, client=cast.client, why="They leave.", end_on=day(30), token="t")

    assert (parting.state, parting.origin, parting.ending) == ("handover", "client", "client_notice")
    assert (parting.notice_given_on, parting.end_on) == (DAY, day(30))
    assert open_departure(by=cast.keeper, client=cast.client, why="They leave.", token="t") == parting


# --- steps ---------------------------------------------------------------------------------------------------------


def test_a_step_leads_on_is_dated_owned_and_audited(cast: Cast) -> None:
    parting = case(cast)

    taken = take_step(by=cast.keeper, parting=parting, key="agree_evidence")

    assert (taken.state, taken.due_on) == ("fault", day(7))
    step = parting.steps.get()
    assert (step.key, step.source, step.target, step.on, step.by) == (
        "agree_evidence",
        "opened",
        "fault",
        DAY,
        cast.keeper,
    )
    change = changes_of(taken)[0]
    assert (change.user_id, change.why) == (cast.keeper.pk, "parting agree_evidence")


def test_the_same_step_again_by_the_same_person_is_harmless_and_a_foreign_one_is_refused(cast: Cast) -> None:
    parting = case(cast)
    take_step(by=cast.keeper, parting=parting, key="agree_evidence")

    assert take_step(by=cast.keeper, parting=parting, key="agree_evidence").state == "fault"
    assert parting.steps.count() == 1
    with pytest.raises(ValidationError, match="does not lead on"):
        take_step(by=cast.boss, parting=parting, key="agree_evidence")
    with pytest.raises(ValidationError, match="does not lead on"):
        take_step(by=cast.boss, parting=parting, key="close")


def test_what_is_missing_is_said_whole_and_nothing_moves(cast: Cast) -> None:
    parting = case(cast, "fault")

    with pytest.raises(ValidationError) as refusal:
        take_step(by=cast.keeper, parting=parting, key="look_at_ourselves")

    assert len(refusal.value.messages) == 2
    parting.refresh_from_db()
    assert (parting.state, parting.steps.count()) == ("fault", 0)


def test_a_manager_does_not_decide(cast: Cast) -> None:
    parting = ready_to_decide(cast)

    for key in ("decide_to_part", "keep", "restructure"):
        with pytest.raises(PermissionDenied):
            take_step(by=cast.keeper, parting=parting, key=key, why="Enough.")
    with pytest.raises(PermissionDenied):
        take_step(by=cast.lead, parting=parting, key="decide_to_part", why="Enough.")


@pytest.mark.parametrize("name", ["teammate", "observer", "rival"])
def test_to_everybody_else_there_is_no_case(cast: Cast, name: str) -> None:
    parting = case(cast)

    with pytest.raises(Http404):
        take_step(by=getattr(cast, name), parting=parting, key="agree_evidence")


def test_a_reviewer_from_outside_reads_and_does_nothing_else(cast: Cast) -> None:
    parting = case(cast, "decision")
    ReviewFactory(parting=parting, reviewer=cast.outsider, is_outside=True)

    with pytest.raises(PermissionDenied):
        pause_case(by=cast.outsider, parting=parting, until=day(3), why="Holidays")
    assert cast.browser("outsider").get(f"/partings/{parting.pk}/decision/").status_code == 200
    assert cast.browser("outsider").get(f"/clients/{cast.client.pk}/").status_code == 404


def test_an_owner_decides_with_reasons(cast: Cast) -> None:
    parting = ready_to_decide(cast)
    with pytest.raises(ValidationError, match="Say why"):
        take_step(by=cast.boss, parting=parting, key="decide_to_part", why=" ")

    decided = take_step(by=cast.boss, parting=parting, key="decide_to_part", why="Enough.")

    assert (decided.state, decided.decision, decided.decided_by, decided.decision_why) == (
        "notice",
        "part",
        cast.boss,
        "Enough.",
    )
    cast.client.refresh_from_db()
    assert cast.client.status == Client.Status.ACTIVE, "the book learns of it when notice is given"


def test_the_only_client_is_never_let_go(cast: Cast) -> None:
    parting = ready_to_decide(cast)
    cast.foreign.delete()

    with pytest.raises(ValidationError, match="only client"):
        take_step(by=cast.boss, parting=parting, key="decide_to_part", why="Enough.")


def test_reconsidered_nothing_of_the_decision_is_left(cast: Cast) -> None:
    parting = ready_to_decide(cast)
    take_step(by=cast.boss, parting=parting, key="decide_to_part", why="Enough.")

    back = take_step(by=cast.boss, parting=parting, key="reconsider", why="They paid.")

    assert (back.state, back.decision, back.decided_on, back.end_on) == ("decision", "", None, None)


def given_notice(cast: Cast, **fields: Any) -> Parting:
    """A case in its hand-over: notice was given by us."""
    give_notice(by=cast.boss, client=cast.client, on=DAY, side="agency")
    return case(cast, "handover", notice_given_on=DAY, notice_on=DAY, end_on=DAY, ending="convenience", **fields)


def test_kept_after_our_notice_the_notice_is_withdrawn(cast: Cast) -> None:
    kept = take_step(by=cast.boss, parting=given_notice(cast), key="keep", why="Both took it back.")

    cast.client.refresh_from_db()
    assert (cast.client.status, cast.client.notice_on, cast.client.notice_by) == (Client.Status.ACTIVE, None, "")
    assert (kept.state, kept.decision, kept.ended_on) == ("kept", "keep", DAY)


def test_kept_while_we_were_asking_the_clients_own_notice_stays(cast: Cast) -> None:
    parting = case(cast, "repair")
    give_notice(by=cast.keeper, client=cast.client, on=DAY, side="client")

    take_step(by=cast.keeper, parting=parting, key="keep", why="They leave by themselves.")

    cast.client.refresh_from_db()
    assert (cast.client.status, cast.client.notice_by) == (Client.Status.NOTICE, Client.Side.CLIENT)
    assert open_departure(by=cast.keeper, client=cast.client, why="").state == "handover"


def test_our_notice_never_writes_over_theirs(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    parting = case(cast, "notice")
    give_notice(by=cast.keeper, client=cast.client, on=DAY, side="client")
    monkeypatch.setattr("offboarding.readiness.missing", lambda *args, **kwargs: [])

    with pytest.raises(ValidationError, match="stands on the client"):
        take_step(by=cast.boss, parting=parting, key="give_notice")


@pytest.mark.parametrize(("ending", "side"), [("convenience", "agency"), ("mutual", "both")])
def test_the_book_learns_of_the_notice_when_it_is_given(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, ending: str, side: str
) -> None:
    parting = case(cast, "notice", ending=ending)
    monkeypatch.setattr("offboarding.readiness.missing", lambda *args, **kwargs: [])

    given = take_step(by=cast.boss, parting=parting, key="give_notice")

    cast.client.refresh_from_db()
    assert (cast.client.status, cast.client.notice_on, cast.client.notice_by) == (Client.Status.NOTICE, DAY, side)
    assert given.notice_given_on == DAY


def test_closing_ends_the_client(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    parting = given_notice(cast)
    HandoverItemFactory(parting=parting, state="done", done_on=DAY, proof="In their drive")
    monkeypatch.setitem(CONDITIONS, "confirmation_sent", lambda parting: "")

    closed = take_step(by=cast.keeper, parting=parting, key="close")

    cast.client.refresh_from_db()
    assert (cast.client.status, cast.client.ended_on) == (Client.Status.ENDED, DAY)
    assert (closed.state, closed.ended_on) == ("closed", DAY)
    with pytest.raises(ValidationError):
        take_step(by=cast.boss, parting=parting, key="keep", why="Back.")


def test_an_access_of_ours_on_record_keeps_the_case_open_though_its_line_is_ticked_needless(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    parting = given_notice(cast)
    access = our_access(cast.client)
    HandoverItemFactory(parting=parting, kind="access", access=access, state="needless", done_on=DAY, proof="No use")
    monkeypatch.setitem(CONDITIONS, "confirmation_sent", lambda parting: "")

    with pytest.raises(ValidationError, match="1 accesses of ours"):
        take_step(by=cast.keeper, parting=parting, key="close")


def test_a_case_waits_and_goes_on_and_a_step_ends_the_pause(cast: Cast) -> None:
    parting = case(cast)
    for until, why in ((DAY, "w"), (day(181), "w"), (day(3), " ")):
        with pytest.raises(ValidationError):
            pause_case(by=cast.keeper, parting=parting, until=until, why=why)

    pause_case(by=cast.keeper, parting=parting, until=day(3), why="Holidays")
    assert resume_case(by=cast.keeper, parting=parting).paused_until is None
    pause_case(by=cast.keeper, parting=parting, until=day(3), why="Holidays")
    assert take_step(by=cast.keeper, parting=parting, key="agree_evidence").paused_why == ""


# --- evidence and ourselves ----------------------------------------------------------------------------------------


def test_what_was_agreed_stays_agreed(cast: Cast) -> None:
    parting = case(cast)
    item = parting.evidence.get()
    with pytest.raises(ValidationError, match="Say why"):
        judge_evidence(by=cast.keeper, item=item, verdict="disputed")
    take_step(by=cast.keeper, parting=parting, key="agree_evidence")

    with pytest.raises(ValidationError, match="stays as it was"):
        judge_evidence(by=cast.keeper, item=EvidenceItem.objects.get(), verdict="disputed", note="No")


def test_a_reason_needs_what_shows_it_and_is_ours(cast: Cast) -> None:
    parting = case(cast, "fault")
    with pytest.raises(ValidationError):
        add_reason(by=cast.keeper, parting=parting, reason="We were late", evidence=" ")

    first = add_reason(by=cast.keeper, parting=parting, reason="We were late", evidence="18 May")
    assert add_reason(by=cast.keeper, parting=parting, reason="We were late ", evidence="again") == first
    with pytest.raises(ValidationError):
        note_their_view(by=cast.keeper, parting=parting, words=" ", on=DAY)
    Parting.objects.update(state="decision")
    with pytest.raises(ValidationError, match="settled"):
        add_reason(by=cast.keeper, parting=Parting.objects.get(), reason="Late", evidence="Now")


def test_restructured_it_goes_back_to_repair_with_everything_kept(cast: Cast) -> None:
    parting = ready_to_decide(cast)

    back = take_step(by=cast.boss, parting=parting, key="restructure", why="Prepayment from May.")

    assert (back.state, back.decision, Repair.objects.count(), back.reviews.count()) == ("repair", "restructure", 1, 2)
    assert not Seal.objects.unbroken().exists()
