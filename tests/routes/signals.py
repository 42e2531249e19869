"""The judgement: scores, alerts, tasks, playbooks and plays, notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from signals import runs
from signals.letters import signer
from signals.models import Alert
from tests.cast import Cast
from tests.factories import AlertFactory, PlaybookFactory, PlayFactory, TaskFactory
from tests.routes.table import (
    ACTING,
    ACTING_ON_FIRE,
    ALWAYS_ELSEWHERE,
    EVERYONE,
    FIRE,
    LOGGED_IN,
    NOT_HERE,
    ONE_CLIENT,
    ONLY_POST,
    OWNERS,
    WRITERS,
    WRITING,
    Route,
    of_client,
)


def of_factor(key: str) -> Callable[[Cast], dict[str, Any]]:
    """The evidence of one factor; the agency is scored first."""

    def args(cast: Cast) -> dict[str, Any]:
        runs.score(cast.agency.today().date)
        return {**of_client(cast), "key": key}

    return args


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


def of_side(side: str) -> Callable[[Cast], dict[str, Any]]:
    return lambda cast: {**of_client(cast), "side": side}


def of_follow_up(cast: Cast) -> dict[str, Any]:
    return {"pk": TaskFactory(client=cast.client, play=None).pk}


def of_follow_up_done(cast: Cast) -> dict[str, Any]:
    return {**of_follow_up(cast), "what": "done"}


def of_reader(cast: Cast) -> dict[str, Any]:
    return {"token": signer().sign(str(cast.keeper.pk))}


BY_HAND = {"score": "38", "reason": "They signed for two years", "expires_on": "2026-04-02"}


A_TASK = {"title": "Call them", "client": "Aalborg Bikes", "due_on": "2099-03-02", "kind": "call", "token": "t"}


SIGNALS = [
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
    Route("override", ACTING, of_side("churn"), post=BY_HAND),
    Route("override_end", ACTING, of_side("churn"), post={}),
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
    Route("client_report_share", WRITING, of_client),
    Route("client_report_share", (422, 422, 422, 403, 403, 404, 302), of_client, post={"title": ""}),
    Route("client_deliverables", ONE_CLIENT, of_client),
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
    Route("play_start", ACTING, of_client, post={"playbook": "save_mode"}),
    Route("play_end", ACTING, of_play(), post={}),
    Route("play_end", (302, 302, 302, 404, 404, 404, 302), of_play("fire"), post={}),
    Route("play_rescuer", ACTING, of_play(), post={}),
    Route("notices", LOGGED_IN),
    Route("notices", (422,) * 6 + (302,), post={}),
    Route("notices_seen", ONLY_POST),
    Route("notices_seen", ALWAYS_ELSEWHERE, post={}),
    Route("notices_stop", EVERYONE, of_reader),
    Route("notices_stop", EVERYONE, of_reader, post={}),
    Route("notices_stop", NOT_HERE, lambda cast: {"token": "wrong"}),
]
