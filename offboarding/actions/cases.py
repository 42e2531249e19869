"""Opening a case, and taking it from state to state. The table in `offboarding.states` says which ways there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.clients import end_client, give_notice, withdraw_notice
from accounts.models import Agency, Client, User
from accounts.permissions import Permission, fire_clients_for, require, require_edit
from clienthealth.core import clock
from clienthealth.core.audit import acting
from offboarding import readiness
from offboarding.actions.evidence import keep_evidence
from offboarding.models import Parting, PartingStep
from offboarding.permissions import require_decision, require_work
from offboarding.states import By, NoSuchStepError, State, Step, step_from
from signals.models import Seal

Consequence = Callable[[Parting, User, str], None]
DUE = {State.OPENED: 7, State.FAULT: 7, State.REPAIR: 30, State.DECISION: 14, State.NOTICE: 14}  # days, until changed
LONGEST_PAUSE = 180  # days


def today() -> dt.date:
    return Agency.objects.get().today().date


def open_case(*, by: User, client: Client, why: str, token: str = "") -> Parting:
    """Ask whether to part with a client: the evidence is kept as known today.

    1. A form sent twice finds the case that the first one opened.
    2. One case at a time: where one is open, it is said so.
    """
    require(by, Permission.PART)
    _require_fire(by, client)
    if not why.strip():
        raise ValidationError({"why": _("Say why you ask.")})
    if not client.is_served:
        raise ValidationError(_("We no longer work for this client."))
    known = _sent_before(by, client, token)
    if known:
        return known
    try:
        with acting(by=by, why="open a case for parting"):
            parting = _begin(by, client, Parting.Origin.AGENCY, State.OPENED, why, token)
            keep_evidence(by=by, parting=parting)
            _noted(parting, "open", "", by, why)
    except IntegrityError as clash:
        return _same_form(by, client, token, clash)
    return parting


def open_departure(*, by: User, client: Client, why: str, end_on: dt.date | None = None, token: str = "") -> Parting:
    """The client gave notice, or both agreed: the case begins with the hand-over. The book must say so already."""
    require(by, Permission.PART)
    _require_fire(by, client)
    known = _sent_before(by, client, token)
    if known:
        return known
    if client.notice_on is None or client.notice_by == Client.Side.AGENCY:
        raise ValidationError(_("Note first, on the client's own record, that they gave notice, and when."))
    try:
        with acting(by=by, why="open a hand-over"):
            parting = _begin(by, client, _origin(client), State.HANDOVER, why or _("They gave notice."), token)
            parting.ending, parting.notice_given_on = _ending(client), client.notice_on
            parting.notice_on, parting.end_on = client.notice_on, end_on or client.ended_on
            parting.save(update_fields=["ending", "notice_given_on", "notice_on", "end_on"])
            _noted(parting, "their_notice", "", by, why)
    except IntegrityError as clash:
        return _same_form(by, client, token, clash)
    return parting


def take_step(*, by: User, parting: Parting, key: str, why: str = "") -> Parting:
    """Take a case to the next state.

    1. The row is locked; whoever was quicker has taken it on, and the same step again finds that done.
    2. The step is one of the table's, by whom the table says, and nothing it needs is missing.
    3. What the step means for the book is written with it.
    """
    require_work(by, parting)
    with acting(by=by, why=f"parting {key}"):
        case = Parting.objects.select_for_update(of=("self",)).select_related("client").get(pk=parting.pk)
        if _taken_already(case, key, by):
            return case
        step = _possible(case, key)
        if step.by is By.OWNER:
            require_decision(by, case)
        lacking = readiness.missing(case, step, why=why)
        if lacking:
            raise ValidationError(lacking)
        case.state = Parting.State(step.target)
        CONSEQUENCES.get(key, _nothing)(case, by, why.strip())
        case.due_on = today() + dt.timedelta(days=DUE[step.target]) if step.target in DUE else None
        case.paused_until, case.paused_why = None, ""
        case.save()
        _noted(case, key, step.source, by, why.strip())
    return case


def pause_case(*, by: User, parting: Parting, until: dt.date, why: str) -> Parting:
    """Let a case wait until a day, because of something."""
    require_work(by, parting)
    day = today()
    if not day < until <= day + dt.timedelta(days=LONGEST_PAUSE):
        raise ValidationError({"until": _("Choose a day after today, and within %(n)s days.") % {"n": LONGEST_PAUSE}})
    if not why.strip():
        raise ValidationError({"why": _("Say what it waits for.")})
    return _changed(by, parting, "pause", why, paused_until=until, paused_why=why.strip())


def resume_case(*, by: User, parting: Parting) -> Parting:
    require_work(by, parting)
    return _changed(by, parting, "resume", "", paused_until=None, paused_why="")


def give_case(*, by: User, parting: Parting, to: User, due_on: dt.date | None) -> Parting:
    """Whose step it is, and by when. Nobody is given a case that they may not see."""
    require_work(by, parting)
    if not fire_clients_for(to).filter(pk=parting.client_id).exists():
        raise ValidationError({"responsible": _("%(name)s may not see this case.") % {"name": to.name}})
    return _changed(by, parting, "give", to.name, responsible=to, due_on=due_on)


def _changed(by: User, parting: Parting, key: str, why: str, **values: object) -> Parting:
    with acting(by=by, why=f"parting {key}"):
        case = Parting.objects.select_for_update().get(pk=parting.pk)
        if not case.is_open:
            raise ValidationError(_("This case has ended."))
        for name, value in values.items():
            setattr(case, name, value)
        case.save(update_fields=list(values))
        _noted(case, key, case.state, by, why)
    return case


def _begin(by: User, client: Client, origin: Parting.Origin, state: State, why: str, token: str) -> Parting:
    with transaction.atomic():
        return Parting.objects.create(
            client=client, origin=origin, state=Parting.State(state), why=why.strip(), opened_on=today(), opened_by=by,
            responsible=client.owner or by, token=token or None,
            due_on=today() + dt.timedelta(days=DUE[state]) if state in DUE else None,
        )  # fmt: skip


def _sent_before(by: User, client: Client, token: str) -> Parting | None:
    return Parting.objects.filter(token=token, client=client, opened_by=by).first() if token else None


def _same_form(by: User, client: Client, token: str, clash: IntegrityError) -> Parting:
    """What the same form opened an instant ago; where somebody else was quicker, it is said so."""
    known = _sent_before(by, client, token)
    if known is None:
        raise ValidationError(_("A case about this client is open already.")) from clash
    return known


def _origin(client: Client) -> Parting.Origin:
    both = {Client.Side.BOTH: Parting.Origin.BOTH, Client.Side.COMPLETED: Parting.Origin.COMPLETED}
    return both.get(Client.Side(client.notice_by), Parting.Origin.CLIENT)


def _ending(client: Client) -> Parting.Ending:
    kinds = {Client.Side.BOTH: Parting.Ending.MUTUAL, Client.Side.COMPLETED: Parting.Ending.EXPIRY}
    return kinds.get(Client.Side(client.notice_by), Parting.Ending.CLIENT_NOTICE)


def _require_fire(by: User, client: Client) -> None:
    require_edit(by, client)
    if not fire_clients_for(by).filter(pk=client.pk).exists():
        raise PermissionDenied(_("Fire pressure of this client is not shown to you."))


def _possible(case: Parting, key: str) -> Step:
    try:
        return step_from(State(case.state), key)
    except NoSuchStepError as wrong:
        where = {"state": case.get_state_display()}
        raise ValidationError(
            _("The case is at “%(state)s”; this step does not lead on from there.") % where
        ) from wrong


def _taken_already(case: Parting, key: str, by: User) -> bool:
    last = case.steps.exclude(key__in=("pause", "resume", "give")).last()
    return last is not None and last.key == key and last.target == case.state and last.by_id == by.pk


def _noted(case: Parting, key: str, source: str, by: User, why: str) -> None:
    PartingStep.objects.create(
        parting=case, key=key, source=source, target=case.state, on=today(), by=by, why=why.strip()
    )


# --- what a step means ---------------------------------------------------------------------------------------------


def _nothing(case: Parting, by: User, why: str) -> None:
    """The step is all."""


def _skip(case: Parting, by: User, why: str) -> None:
    case.skipped_why = why


def _decide(decision: Parting.Decision) -> Consequence:
    def decided(case: Parting, by: User, why: str) -> None:
        case.decision, case.decided_on, case.decided_by, case.decision_why = decision, today(), by, why

    return decided


def _reconsider(case: Parting, by: User, why: str) -> None:
    case.decision, case.decided_on, case.decided_by, case.decision_why = "", None, None, ""
    case.notice_on = case.end_on = None


def _keep(case: Parting, by: User, why: str) -> None:
    """Kept: nobody is sealed any more. A notice that this case stands on was taken back, and the book says so.

    A notice of the client's own that came while we were still asking is theirs, and stays.
    """
    if case.notice_given_on and not case.client.is_served:
        raise ValidationError(_("We no longer work for this client."))
    case.decision, case.decided_on, case.decided_by, case.decision_why = Parting.Decision.KEEP, today(), by, why
    case.ended_on = today()
    unseal(case)
    if case.notice_given_on and case.client.status == Client.Status.NOTICE:
        withdraw_notice(by=by, client=case.client)


def _give_notice(case: Parting, by: User, why: str) -> None:
    """The client's own record learns of it: status, date and side, which is what scores and forecasts read."""
    if case.client.notice_on is not None:
        raise ValidationError(_("Notice stands on the client's record already. Keep this case, and open a hand-over."))
    both = case.ending == Parting.Ending.MUTUAL
    give_notice(by=by, client=case.client, on=today(), side=Client.Side.BOTH if both else Client.Side.AGENCY)
    case.notice_given_on = today()
    unseal(case)


def _close(case: Parting, by: User, why: str) -> None:
    if case.client.is_served:
        side = case.client.notice_by or Client.Side.AGENCY
        end_client(by=by, client=case.client, on=case.end_on or today(), side=side, reason=case.get_ending_display())
    case.ended_on = today()


def unseal(case: Parting) -> None:
    """Lift the seals that this case laid."""
    Seal.objects.unbroken().filter(client=case.client_id, reason=seal_reason(case)).update(lifted_at=clock.now())


def seal_reason(case: Parting) -> str:
    return f"parting {case.pk}"


CONSEQUENCES = {
    "skip_repair": _skip,
    "decide_to_part": _decide(Parting.Decision.PART),
    "restructure": _decide(Parting.Decision.RESTRUCTURE),
    "reconsider": _reconsider,
    "keep": _keep,
    "give_notice": _give_notice,
    "close": _close,
}
