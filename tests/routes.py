"""THE ROUTE TABLE: every address of the product, and what each of the cast gets there.

A new address needs a row here, or `tests/test_routes.py` fails. Columns, in order:

    boss  lead  keeper (looks after the client)  teammate  observer  outsider (another team)  nobody
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Client, ImportBatch
from offboarding.models import Parting, SecondLook
from prospects.links import token_of
from prospects.models import Prospect
from signals import runs
from signals.letters import signer
from signals.models import Alert
from tests.cast import Cast
from tests.factories import (
    AlertFactory,
    CaseFileFactory,
    CaseReportFactory,
    ContactFactory,
    ContractFactory,
    EntryFactory,
    FaultReasonFactory,
    HandoverItemFactory,
    InvitationFactory,
    LetterFactory,
    LetterPieceFactory,
    LetterSendingFactory,
    NoteFactory,
    PartingFactory,
    PlaybookFactory,
    PlayFactory,
    ProspectFactory,
    RepairFactory,
    ReviewFactory,
    SecondLookFactory,
    StandardsVersionFactory,
    TaskFactory,
    WrittenWarningFactory,
)
from tests.factories.days import DAY
from tests.offboarding.final import final_letter

WHO = ("boss", "lead", "keeper", "teammate", "observer", "outsider", "nobody")
Statuses = tuple[int, ...]

EVERYONE: Statuses = (200,) * 7
LOGGED_IN: Statuses = (200,) * 6 + (302,)
ONE_CLIENT: Statuses = (200, 200, 200, 200, 200, 404, 302)
FIRE: Statuses = (200, 200, 200, 404, 404, 404, 302)  # fire pressure stays with those who answer for the client
WRITING: Statuses = (200, 200, 200, 403, 403, 404, 302)
ACTING: Statuses = (302, 302, 302, 403, 403, 404, 302)
ACTING_ON_FIRE: Statuses = (302, 302, 302, 404, 403, 404, 302)
OWNERS: Statuses = (200, 403, 403, 403, 403, 403, 302)
CASE_REFUSED: Statuses = (422, 422, 422, 404, 403, 404, 302)  # something is missing, but not the right to do it
CASE: Statuses = (200, 200, 200, 404, 403, 404, 302)  # of a case for parting: observers take no part in any
CASE_ELSEWHERE: Statuses = (302, 302, 302, 404, 403, 404, 302)
TAKING_PART: Statuses = (200, 200, 200, 200, 403, 200, 302)
WRITERS: Statuses = (200, 200, 403, 403, 403, 403, 302)  # of playbooks: owners and leads
NOT_HERE: Statuses = (404,) * 7
ALWAYS_ELSEWHERE: Statuses = (302,) * 7
ONLY_POST: Statuses = (405,) * 7
NOT_SET_UP: Statuses = (404,) * 6 + (302,)  # nobody of the cast has a second factor
REFUSED: Statuses = (401,) * 7
SCREENING: Statuses = (200, 200, 200, 200, 403, 200, 302)  # prospects: everyone but observers
ACCEPTING: Statuses = (200, 200, 403, 403, 403, 403, 302)
ONE_PROSPECT: Statuses = (200, 200, 200, 404, 403, 404, 302)  # managers see their own and nobody’s
ON_A_PROSPECT: Statuses = (302, 302, 302, 404, 403, 404, 302)
DECIDING: Statuses = (302, 302, 403, 403, 403, 403, 302)
THE_DOOR: Statuses = (302,) * 6 + (200,)  # for those who are not in yet


@dataclass(frozen=True)
class Route:
    name: str
    expected: Statuses
    args: Callable[[Cast], dict[str, Any]] = field(default=lambda cast: {})
    post: dict[str, Any] | None = None
    query: str = ""


def of_client(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.client.pk}


def of_notes(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.client.pk, "kind": "notes"}


def of_keepers_note(cast: Cast) -> dict[str, Any]:
    return {**of_notes(cast), "entry": NoteFactory(client=cast.client, by=cast.keeper).pk}


def of_key(cast: Cast) -> dict[str, Any]:
    return {"uidb36": "1", "key": "wrong"}


def of_factor(key: str) -> Callable[[Cast], dict[str, Any]]:
    """The evidence of one factor; the agency is scored first."""

    def args(cast: Cast) -> dict[str, Any]:
        runs.score(cast.agency.today().date)
        return {**of_client(cast), "key": key}

    return args


def of_import(cast: Cast) -> dict[str, Any]:
    return {"pk": ImportBatch.objects.create(by=cast.boss, name="list.csv", state=ImportBatch.State.CHECKED).pk}


def of_playbook(cast: Cast) -> dict[str, Any]:
    return {"key": "save_mode"}


def of_own_playbook(cast: Cast) -> dict[str, Any]:
    return {"key": PlaybookFactory(key="ours").key}


def of_play(side: str = "churn") -> Callable[[Cast], dict[str, Any]]:
    def args(cast: Cast) -> dict[str, Any]:
        return {**of_client(cast), "play": PlayFactory(client=cast.client, side=side).pk}

    return args


def of_alert(side: str, **more: str) -> Callable[[Cast], dict[str, Any]]:
    """An alert about the keeper's client; fire pressure is for those who answer for them."""

    def args(cast: Cast) -> dict[str, Any]:
        sign = "gone_quiet" if side == "churn" else "haggling"
        known = Alert.objects.filter(client=cast.client, sign=sign).first()
        return {"pk": (known or AlertFactory(client=cast.client, side=side, sign=sign)).pk, **more}

    return args


def of_step(cast: Cast) -> dict[str, Any]:
    return {"pk": TaskFactory(play__client=cast.client).pk, "what": "done"}


def of_fire_task(cast: Cast) -> dict[str, Any]:
    return {"pk": TaskFactory(play__client=cast.client, play__side="fire").pk}


def of_fire_step(cast: Cast) -> dict[str, Any]:
    return {**of_fire_task(cast), "what": "done"}


def case_of(cast: Cast, state: str = "handover") -> Parting:
    """The one case about the keeper's client."""
    known = Parting.objects.filter(client=cast.client).first()
    return known or PartingFactory(client=cast.client, state=state)


def of_case(state: str = "opened") -> Callable[[Cast], dict[str, Any]]:
    return lambda cast: {"pk": case_of(cast, state).pk}


def of_reason(cast: Cast) -> dict[str, Any]:
    case = case_of(cast)
    return {"pk": case.pk, "reason": FaultReasonFactory(parting=case).pk}


def of_case_file(cast: Cast) -> dict[str, Any]:
    case = case_of(cast)
    return {"pk": case.pk, "file": CaseFileFactory(parting=case).pk}


def of_case_report(cast: Cast) -> dict[str, Any]:
    case = case_of(cast)
    return {"pk": case.pk, "one": CaseReportFactory(parting=case).pk}


def of_warning(what: str) -> Callable[[Cast], dict[str, Any]]:
    def args(cast: Cast) -> dict[str, Any]:
        case = case_of(cast)
        return {"pk": case.pk, "one": WrittenWarningFactory(parting=case).pk, "what": what}

    return args


def of_outcome(cast: Cast) -> dict[str, Any]:
    case = case_of(cast)
    return {"pk": case.pk, "kind": "repairs", "one": RepairFactory(parting=case).pk}


def of_review(cast: Cast) -> dict[str, Any]:
    case = case_of(cast, "decision")
    return {"pk": case.pk, "one": (case.reviews.first() or ReviewFactory(parting=case)).pk}


def of_item(cast: Cast) -> dict[str, Any]:
    case = case_of(cast)
    return {"pk": case.pk, "item": (case.items.first() or HandoverItemFactory(parting=case)).pk}


def of_ended(cast: Cast) -> dict[str, Any]:
    """The keeper's client, gone since DAY without a case."""
    Client.objects.filter(pk=cast.client.pk).update(status="ended", ended_on=DAY, notice_on=DAY, notice_by="client")
    return of_client(cast)


def of_closed_case(cast: Cast) -> dict[str, Any]:
    of_ended(cast)
    known = Parting.objects.filter(client=cast.client).first()
    return {"pk": (known or PartingFactory(client=cast.client, state="closed", ended_on=DAY)).pk}


def of_second_look(cast: Cast) -> dict[str, Any]:
    """Asked of the lead."""
    known = SecondLook.objects.filter(parting__client=cast.client).first()
    return {"pk": (known or SecondLookFactory(parting__client=cast.client, asked_of=cast.lead)).pk}


def of_side(side: str) -> Callable[[Cast], dict[str, Any]]:
    return lambda cast: {**of_client(cast), "side": side}


BY_HAND = {"score": "38", "reason": "They signed for two years", "expires_on": "2026-04-02"}


def of_follow_up(cast: Cast) -> dict[str, Any]:
    return {"pk": TaskFactory(client=cast.client, play=None).pk}


def of_follow_up_done(cast: Cast) -> dict[str, Any]:
    return {**of_follow_up(cast), "what": "done"}


A_TASK = {"title": "Call them", "client": "Aalborg Bikes", "due_on": "2099-03-02", "kind": "call", "token": "t"}


def of_prospect(state: str = "new", **more: Any) -> Callable[[Cast], dict[str, Any]]:
    """The keeper's prospect. Its number is no client's, so that nothing is mistaken for a client's page."""

    def args(cast: Cast) -> dict[str, Any]:
        known = Prospect.objects.filter(pk=7_000_001).first()
        fields = {"pk": 7_000_001, "owner": cast.keeper, "team": cast.team, "state": state}
        return {"pk": (known or ProspectFactory(**fields)).pk, **more}

    return args


def of_entry(cast: Cast) -> dict[str, Any]:
    return {"pk": EntryFactory(pk=7_000_001).pk}


def of_link(cast: Cast) -> dict[str, Any]:
    return {"token": token_of(InvitationFactory())}


def of_reader(cast: Cast) -> dict[str, Any]:
    return {"token": signer().sign(str(cast.keeper.pk))}


def of_contact(cast: Cast) -> dict[str, Any]:
    return {**of_client(cast), "contact": ContactFactory(client=cast.client).pk}


def of_standards(cast: Cast) -> dict[str, Any]:
    return {"number": StandardsVersionFactory().number}


def with_standards(cast: Cast) -> dict[str, Any]:
    of_standards(cast)
    return {}


def in_danish(cast: Cast) -> dict[str, Any]:
    return {"language": "da"}


EXPORTING: Statuses = (200, 200, 403, 403, 403, 404, 302)
ERASING: Statuses = (200, 403, 403, 403, 403, 404, 302)
OWNERS_ACT: Statuses = (302, 403, 403, 403, 403, 403, 302)

A_NOTE = {"text": "They open a shop", "occurred_on": "2026-03-02"}

OURS = [
    # Judgement
    Route("today", LOGGED_IN),
    Route("find", LOGGED_IN, query="?q=aal"),
    Route("inbox", LOGGED_IN),
    Route("alert", ONE_CLIENT, of_alert("churn")),
    Route("alert", FIRE, of_alert("fire")),
    Route("alert_act", ACTING, of_alert("churn", what="acknowledge"), post={}),
    Route("alert_act", ACTING_ON_FIRE, of_alert("fire", what="acknowledge"), post={}),
    Route("alert_act", ONLY_POST, of_alert("churn", what="acknowledge")),
    Route("inbox_many", (302, 302, 302, 302, 403, 302, 302), post={"do": "acknowledge", "all": "1"}),
    Route("inbox_many", ONLY_POST),
    Route("inbox_undo", (302, 302, 302, 302, 403, 302, 302), post={}),
    Route("inbox_undo", ONLY_POST),
    Route("tasks", LOGGED_IN),
    Route("tasks", (302, 302, 302, 422, 200, 422, 302), post=A_TASK),
    Route("task", ONE_CLIENT, of_follow_up),
    Route("task_change", ACTING, of_follow_up_done, post={}),
    Route("task_change", ONLY_POST, of_follow_up_done),
    Route("task_change", ACTING, of_step, post={"back": "client"}),
    Route("task_change", ACTING_ON_FIRE, of_fire_step, post={"back": "client"}),
    Route("task", FIRE, of_fire_task),
    Route("portfolio", LOGGED_IN),
    Route("portfolio_export", LOGGED_IN),
    Route("client", ONE_CLIENT, of_client),
    Route("client_changed", ONE_CLIENT, of_client),
    Route("evidence", ONE_CLIENT, of_factor("late_payments")),
    Route("evidence", FIRE, of_factor("fire_haggling")),
    Route("override", WRITING, of_side("churn")),
    Route("override", WRITING, of_side("fire")),
    Route("override", (302, 302, 302, 403, 403, 404, 302), of_side("churn"), post=BY_HAND),
    Route("override_end", (302, 302, 302, 403, 403, 404, 302), of_side("churn"), post={}),
    Route("override_end", ONLY_POST, of_side("churn")),
    Route("disagreements", LOGGED_IN),
    Route("scorecard", OWNERS),
    Route("scorecard", (422, 403, 403, 403, 403, 403, 302), post={}),
    Route("client_timeline", ONE_CLIENT, of_client),
    Route("client_money", ONE_CLIENT, of_client),
    Route("client_communication", ONE_CLIENT, of_client),
    Route("client_wins", ONE_CLIENT, of_client),
    Route("client_wins_pdf", ONE_CLIENT, of_client),
    Route("briefing", ONE_CLIENT, of_client),
    Route("briefing_pdf", ONE_CLIENT, of_client),
    Route("client_report", ONE_CLIENT, of_client),
    Route("client_report_pdf", ONE_CLIENT, of_client),
    Route("first_hour", LOGGED_IN),
    # Playbooks and plays
    Route("playbooks", LOGGED_IN),
    Route("playbook", LOGGED_IN, of_playbook),
    Route("playbook_new", WRITERS),
    Route("playbook_new", (422, 422, 403, 403, 403, 403, 302), post={"do": "save"}),
    Route("playbook_rules", WRITERS),
    Route("playbook_copy", (302, 302, 403, 403, 403, 403, 302), of_playbook, post={}),
    Route("playbook_copy", ONLY_POST, of_playbook),
    Route("playbook_switch", (302, 302, 403, 403, 403, 403, 302), of_playbook, post={}),
    Route("playbook_edit", WRITERS, of_own_playbook),
    Route("playbook_edit", (404, 404, 403, 403, 403, 403, 302), of_playbook),
    Route("client_plays", ONE_CLIENT, of_client),
    Route("play_start", WRITING, of_client),
    Route("play_start", (302, 302, 302, 403, 403, 404, 302), of_client, post={"playbook": "save_mode"}),
    Route("play_end", (302, 302, 302, 403, 403, 404, 302), of_play(), post={}),
    Route("play_end", (302, 302, 302, 404, 404, 404, 302), of_play("fire"), post={}),
    Route("play_rescuer", (302, 302, 302, 403, 403, 404, 302), of_play(), post={}),
    Route("notices", LOGGED_IN),
    Route("notices", (422,) * 6 + (302,), post={}),
    Route("notices_seen", ONLY_POST),
    Route("notices_seen", ALWAYS_ELSEWHERE, post={}),
    Route("notices_stop", EVERYONE, of_reader),
    Route("notices_stop", EVERYONE, of_reader, post={}),
    Route("notices_stop", NOT_HERE, lambda cast: {"token": "wrong"}),
    # The book
    Route("entry_log", WRITING, of_notes),
    Route("entry_log", (302, 302, 302, 403, 403, 404, 302), of_notes, post=A_NOTE),
    Route("entry_undo", (403, 403, 302, 403, 403, 404, 302), of_keepers_note, post={}),
    Route("entry_undo", ONLY_POST, of_keepers_note),
    Route("imports", OWNERS),
    Route("import", OWNERS, of_import),
    Route("import_commit", (302, 403, 403, 403, 403, 403, 302), of_import, post={}),
    Route("import_refused", OWNERS, of_import),
    Route("profile", LOGGED_IN),
    Route("audit", OWNERS),
    Route("imports", OWNERS),
    Route("imports", (422, 403, 403, 403, 403, 403, 302), post={}),
    Route("import", OWNERS, of_import),
    Route("import_commit", (302, 403, 403, 403, 403, 403, 302), of_import, post={}),
    Route("import_commit", ONLY_POST, of_import),
    Route("import_refused", OWNERS, of_import),
    # Privacy and standards
    Route("privacy", OWNERS),
    Route("privacy", OWNERS, query="?q=anna"),
    Route("privacy", OWNERS_ACT, post={"months": "24"}),
    Route("privacy_client", ERASING, of_client),
    Route("privacy_client", (422, 403, 403, 403, 403, 404, 302), of_client, post={"sure": "on"}),  # still served
    Route("privacy_contact", ERASING, of_contact),
    Route("privacy_contact", (302, 403, 403, 403, 403, 404, 302), of_contact, post={"sure": "on"}),
    Route("client_export", EXPORTING, of_client),
    Route("client_export", EXPORTING, of_client, post={}),
    Route("standards", NOT_HERE),
    Route("standards", EVERYONE, with_standards),
    Route("standards_version", EVERYONE, of_standards),
    Route("standards_version", NOT_HERE, lambda cast: {"number": 99}),
    Route("standards_start", OWNERS_ACT),
    Route("standards_edit", OWNERS, in_danish),
    Route("standards_edit", OWNERS_ACT, in_danish, post={"text": "# Sådan"}),
    Route("standards_edit", (404, 403, 403, 403, 403, 403, 302), lambda cast: {"language": "tlh"}),
    Route("standards_begin", OWNERS_ACT, in_danish, post={}),
    Route("standards_begin", ONLY_POST, in_danish),
    Route("standards_publish", (422, 403, 403, 403, 403, 403, 302), in_danish, post={}),
    Route("standards_publish", ONLY_POST, in_danish),
    # The house
    Route("health_live", EVERYONE),
    Route("health_ready", EVERYONE),
    Route("metrics", (200, 404, 404, 404, 404, 404, 404)),
]

PARTINGS = [
    Route("prospects", SCREENING),
    Route("prospect_new", SCREENING),
    Route("prospect_new", (422, 422, 422, 422, 403, 422, 302), post={}),
    Route("prospect", ONE_PROSPECT, of_prospect()),
    Route("prospect_edit", ONE_PROSPECT, of_prospect()),
    Route("prospect_delete", (302, 403, 403, 403, 403, 403, 302), of_prospect(), post={}),
    Route("prospect_invite", ON_A_PROSPECT, of_prospect(), post={"language": "en"}),
    Route("prospect_revoke", ON_A_PROSPECT, of_prospect(), post={}),
    Route("prospect_marks", ON_A_PROSPECT, of_prospect(), post={"mark-goal": "2"}),
    Route("prospect_feeling", ON_A_PROSPECT, of_prospect(), post={"value": "4"}),
    Route("prospect_reveal", ON_A_PROSPECT, of_prospect(), post={}),
    Route("prospect_decide", DECIDING, of_prospect(), post={"kind": "accept", "why": "We like them"}),
    Route("prospect_agree", (404, 404, 404, 404, 403, 404, 302), of_prospect(), post={}),
    Route("prospect_letter", DECIDING, of_prospect()),
    Route("prospect_convert", ACCEPTING, of_prospect("accepted")),
    Route("prospect_convert", (302, 302, 403, 403, 403, 403, 302), of_prospect("new")),
    Route("prospect_questionnaires", SCREENING),
    Route("prospect_questionnaire", SCREENING, lambda cast: {"key": "seo"}),
    Route("prospect_questionnaire", (404, 404, 404, 404, 403, 404, 302), lambda cast: {"key": "none"}),
    Route("prospect_questionnaire_edit", ACCEPTING, lambda cast: {"key": "seo"}),
    Route("prospect_entry_new", DECIDING, post={"name": "Our website", "language": "en"}),
    Route("prospect_entry_switch", DECIDING, of_entry, post={"on": "1"}),
    Route("prospect_points", SCREENING),
    Route("prospect_right", SCREENING),
    Route("answer", EVERYONE, of_link),
    Route("answer", NOT_HERE, lambda cast: {"token": "forged:token"}),
    Route("ask", EVERYONE, lambda cast: {"slug": EntryFactory().slug}),
    Route("ask", NOT_HERE, lambda cast: {"slug": EntryFactory(is_on=False).slug}),
    Route("ask_confirm", (410,) * 7, lambda cast: {"token": "forged"}),
    Route("partings", TAKING_PART),
    Route("parting_begin", (200, 200, 200, 403, 403, 404, 302), of_client),
    Route("parting_begin", (422, 422, 422, 403, 403, 404, 302), of_client, post={}),
    Route("parting", CASE_ELSEWHERE, of_case()),
    Route("parting_step", CASE_ELSEWHERE, lambda cast: {**of_case()(cast), "key": "keep"}, post={"why": "Mended."}),
    Route("parting_step", ONLY_POST, lambda cast: {**of_case()(cast), "key": "keep"}),
    Route("parting_pause", CASE, of_case()),
    Route("parting_file", CASE, of_case_file),
    Route("parting_evidence", CASE, of_case()),
    Route("parting_evidence", CASE_ELSEWHERE, of_case(), post={}),
    Route("parting_fault", CASE, of_case("fault")),
    Route("parting_drop_reason", CASE_ELSEWHERE, of_reason, post={}),
    Route("parting_drop_reason", ONLY_POST, of_reason),
    Route("parting_repair", CASE, of_case("repair")),
    Route("parting_warning", CASE, of_warning("sent")),
    Route("parting_warning", (404, 404, 404, 404, 403, 404, 302), of_warning("nothing")),
    Route("parting_outcome", CASE, of_outcome),
    Route("parting_review", CASE, of_case("decision")),
    Route("parting_worth", CASE, of_case("decision")),
    Route("parting_worth", CASE_REFUSED, of_case("decision"), post={}),
    Route("parting_replace", CASE, of_review),
    Route("parting_decision", CASE, of_case("decision")),
    Route("parting_report", CASE, of_case("notice")),
    Route("parting_report", CASE_ELSEWHERE, of_case("notice"), post={}),
    Route("parting_report_file", CASE, of_case_report),
    Route("parting_date", CASE, of_case("notice")),
    Route("parting_date", CASE_REFUSED, of_case("notice"), post={}),
    Route("parting_handover", CASE, of_case("handover")),
    Route("parting_handover_item", CASE, of_item),
    Route("parting_handover_reopen", CASE_ELSEWHERE, of_item, post={}),
    Route("parting_handover_reopen", ONLY_POST, of_item),
    Route("handover_checklist", OWNERS),
    Route("parting_lessons", CASE, of_closed_case),
    Route("parting_lessons", CASE_ELSEWHERE, of_closed_case, post={"cause": "price"}),
    Route("parting_lessons", CASE_REFUSED, of_closed_case, post={"cause": "other"}),
    Route("lesson", CASE, of_ended),
    Route("lesson", (404, 404, 404, 404, 403, 404, 302), of_client),  # they are with us still
    Route("lesson", CASE_ELSEWHERE, of_ended, post={"cause": "price"}),
    Route("lessons", TAKING_PART),
    Route("second_look", (404, 200, 404, 404, 403, 404, 302), of_second_look),
    Route("second_look", (404, 302, 404, 404, 403, 404, 302), of_second_look, post={"answer": "same"}),
]

LOGIN = [
    Route("account_login", THE_DOOR),
    Route("account_logout", (200,) * 6 + (302,)),
    Route("account_signup", NOT_HERE),
    Route("account_email", NOT_HERE),
    Route("account_inactive", EVERYONE),
    Route("account_reauthenticate", LOGGED_IN),
    Route("account_email_verification_sent", EVERYONE),
    Route("account_change_password", LOGGED_IN),
    Route("account_set_password", ALWAYS_ELSEWHERE),
    Route("account_reset_password", EVERYONE),
    Route("account_reset_password_done", EVERYONE),
    Route("account_reset_password_from_key", EVERYONE, of_key),
    Route("account_reset_password_from_key_done", EVERYONE),
    Route("account_confirm_email", EVERYONE, lambda cast: {"key": "wrong"}),
    Route("account_confirm_login_code", ALWAYS_ELSEWHERE),
    Route("mfa_index", LOGGED_IN),
    Route("mfa_authenticate", ALWAYS_ELSEWHERE),
    Route("mfa_reauthenticate", ALWAYS_ELSEWHERE),
    Route("mfa_activate_totp", ALWAYS_ELSEWHERE),
    Route("mfa_deactivate_totp", NOT_SET_UP),
    Route("mfa_view_recovery_codes", NOT_SET_UP),
    Route("mfa_generate_recovery_codes", ALWAYS_ELSEWHERE),
    Route("mfa_download_recovery_codes", NOT_SET_UP),
    Route("mfa_list_webauthn", LOGGED_IN),
    Route("mfa_add_webauthn", ALWAYS_ELSEWHERE),
    Route("mfa_reauthenticate_webauthn", ALWAYS_ELSEWHERE),
    Route("mfa_remove_webauthn", ALWAYS_ELSEWHERE, lambda cast: {"pk": 1}),
    Route("mfa_edit_webauthn", ALWAYS_ELSEWHERE, lambda cast: {"pk": 1}),
    Route("mfa_login_webauthn", ALWAYS_ELSEWHERE),
    Route("socialaccount_login_cancelled", EVERYONE),
    Route("socialaccount_login_error", REFUSED),
    Route("socialaccount_signup", ALWAYS_ELSEWHERE),
    Route("socialaccount_connections", LOGGED_IN),
]


def of_letter(**more: str) -> Callable[[Cast], dict[str, Any]]:
    """A draft of the keeper's case."""

    def args(cast: Cast) -> dict[str, Any]:
        return {"pk": LetterFactory(parting=case_of(cast)).pk, **more}

    return args


def of_terms(cast: Cast) -> dict[str, Any]:
    ContractFactory(client=cast.client)
    return of_letter()(cast)


def of_final_letter(cast: Cast) -> dict[str, Any]:
    return {"pk": final_letter(case_of(cast)).pk}


def of_sending(cast: Cast) -> dict[str, Any]:
    letter = final_letter(case_of(cast))
    return {"pk": letter.pk, "sending": LetterSendingFactory(letter=letter).pk}


def of_piece(cast: Cast) -> dict[str, Any]:
    return {"kind": "convenience", "language": "da", "key": "door"}


def of_wording(cast: Cast) -> dict[str, Any]:
    return {"kind": "convenience", "language": "da"}


def of_own_piece(cast: Cast) -> dict[str, Any]:
    LetterPieceFactory(language="da")
    return of_piece(cast)


GOING_ON: Statuses = (302, 403, 403, 403, 403, 403, 302)  # an owner is taken on to the next page
LETTERS = [
    Route("parting_letters", CASE, of_case()),
    Route("parting_letters", CASE_REFUSED, of_case(), post={"kind": "nothing"}),
    Route("letter", CASE, of_letter()),
    Route("letter", CASE, of_final_letter),
    Route("letter_pdf", CASE, of_final_letter),
    Route("letter_docx", CASE, of_final_letter),
    Route("letter_docx", (404, 404, 404, 404, 403, 404, 302), of_letter()),
    Route("letter_answers", CASE_ELSEWHERE, of_letter(), post={}),
    Route("letter_answers", ONLY_POST, of_letter()),
    Route("letter_facts", CASE, of_letter()),
    Route("letter_table", CASE, of_letter(name="breach")),
    Route("letter_table", (404, 404, 404, 404, 403, 404, 302), of_letter(name="nothing")),
    Route("letter_settings", CASE_ELSEWHERE, of_letter(), post={}),
    Route("letter_settings", ONLY_POST, of_letter()),
    Route("letter_terms", CASE, of_terms),
    Route("letter_send", CASE, of_final_letter),
    Route("letter_delivered", CASE, of_final_letter),
    Route("letter_received", CASE, of_sending),
    Route("letter_script", CASE, of_letter()),
    Route("letter_change", CASE_ELSEWHERE, of_letter(what="withdraw"), post={}),
    Route("letter_change", (302, 403, 403, 404, 403, 404, 302), of_letter(what="final"), post={}),
    Route("letter_change", ONLY_POST, of_letter(what="final")),
    Route("letterhead", OWNERS),
    Route("wording", OWNERS),
    Route("wording_letter", OWNERS, of_wording),
    Route("wording_piece", OWNERS, of_piece),
    Route("wording_back", GOING_ON, of_own_piece, post={"version": "0"}),
    Route("wording_back", ONLY_POST, of_piece),
    Route("wording_check", GOING_ON, of_own_piece, post={"checked_by": "Lis Lund"}),
    Route("wording_check", ONLY_POST, of_piece),
]

ROUTES = [*OURS, *PARTINGS, *LETTERS, *LOGIN]
# Addresses of single sign-on exist where the environment names a provider; they lead to that provider.
BY_PROVIDER = ("google_", "microsoft_")
