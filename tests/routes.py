"""THE ROUTE TABLE: every address of the product, and what each of the cast gets there.

A new address needs a row here, or `tests/test_routes.py` fails. Columns, in order:

    boss  lead  keeper (looks after the client)  teammate  observer  outsider (another team)  nobody
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import ImportBatch
from offboarding.models import Parting
from signals import runs
from signals.letters import signer
from signals.models import Alert
from tests.cast import Cast
from tests.factories import (
    AlertFactory,
    CaseFileFactory,
    CaseReportFactory,
    FaultReasonFactory,
    HandoverItemFactory,
    NoteFactory,
    PartingFactory,
    PlaybookFactory,
    PlayFactory,
    RepairFactory,
    TaskFactory,
    WrittenWarningFactory,
)

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
CASE: Statuses = (200, 200, 200, 404, 403, 404, 302)  # of a case for parting: observers take no part in any
CASE_ELSEWHERE: Statuses = (302, 302, 302, 404, 403, 404, 302)
TAKING_PART: Statuses = (200, 200, 200, 200, 403, 200, 302)
WRITERS: Statuses = (200, 200, 403, 403, 403, 403, 302)  # of playbooks: owners and leads
NOT_HERE: Statuses = (404,) * 7
ALWAYS_ELSEWHERE: Statuses = (302,) * 7
ONLY_POST: Statuses = (405,) * 7
NOT_SET_UP: Statuses = (404,) * 6 + (302,)  # nobody of the cast has a second factor
REFUSED: Statuses = (401,) * 7
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


def of_case(state: str = "opened") -> Callable[[Cast], dict[str, Any]]:
    def args(cast: Cast) -> dict[str, Any]:
        known = Parting.objects.filter(client=cast.client).first()
        return {"pk": (known or PartingFactory(client=cast.client, state=state)).pk}

    return args


def of_reason(cast: Cast) -> dict[str, Any]:
    case = PartingFactory(client=cast.client)
    return {"pk": case.pk, "reason": FaultReasonFactory(parting=case).pk}


def of_case_file(cast: Cast) -> dict[str, Any]:
    case = PartingFactory(client=cast.client)
    return {"pk": case.pk, "file": CaseFileFactory(parting=case).pk}


def of_case_report(cast: Cast) -> dict[str, Any]:
    case = PartingFactory(client=cast.client)
    return {"pk": case.pk, "one": CaseReportFactory(parting=case).pk}


def of_warning(what: str) -> Callable[[Cast], dict[str, Any]]:
    def args(cast: Cast) -> dict[str, Any]:
        case = PartingFactory(client=cast.client)
        return {"pk": case.pk, "one": WrittenWarningFactory(parting=case).pk, "what": what}

    return args


def of_outcome(cast: Cast) -> dict[str, Any]:
    case = PartingFactory(client=cast.client)
    return {"pk": case.pk, "kind": "repairs", "one": RepairFactory(parting=case).pk}


def of_item(cast: Cast) -> dict[str, Any]:
    case = PartingFactory(client=cast.client, state="handover")
    return {"pk": case.pk, "item": HandoverItemFactory(parting=case).pk}


def of_side(side: str) -> Callable[[Cast], dict[str, Any]]:
    return lambda cast: {**of_client(cast), "side": side}


BY_HAND = {"score": "38", "reason": "They signed for two years", "expires_on": "2026-04-02"}


def of_follow_up(cast: Cast) -> dict[str, Any]:
    return {"pk": TaskFactory(client=cast.client, play=None).pk}


def of_follow_up_done(cast: Cast) -> dict[str, Any]:
    return {**of_follow_up(cast), "what": "done"}


A_TASK = {"title": "Call them", "client": "Aalborg Bikes", "due_on": "2099-03-02", "kind": "call", "token": "t"}


def of_reader(cast: Cast) -> dict[str, Any]:
    return {"token": signer().sign(str(cast.keeper.pk))}


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
    # The house
    Route("health_live", EVERYONE),
    Route("health_ready", EVERYONE),
    Route("metrics", (200, 404, 404, 404, 404, 404, 404)),
]

PARTINGS = [
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
    Route("parting_decision", CASE, of_case("decision")),
    Route("parting_report", CASE, of_case("notice")),
    Route("parting_report", CASE_ELSEWHERE, of_case("notice"), post={}),
    Route("parting_report_file", CASE, of_case_report),
    Route("parting_handover", CASE, of_case("handover")),
    Route("parting_handover_item", CASE, of_item),
    Route("parting_handover_reopen", CASE_ELSEWHERE, of_item, post={}),
    Route("parting_handover_reopen", ONLY_POST, of_item),
    Route("handover_checklist", OWNERS),
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

ROUTES = [*OURS, *PARTINGS, *LOGIN]
# Addresses of single sign-on exist where the environment names a provider; they lead to that provider.
BY_PROVIDER = ("google_", "microsoft_")
