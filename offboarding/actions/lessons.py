"""Keeping what an ended relationship teaches, and the second look at a decision half a year later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import Agency, Client, Role, User
from accounts.permissions import Permission, fire_clients_for, require, require_edit
from clienthealth.core.audit import acting
from offboarding.actions.cases import today
from offboarding.causes import suggested
from offboarding.lessons import case_of, departure_of, lesson_clients, lesson_of, owed_of, second_looks_of
from offboarding.models import Cause, Parting, Retrospective, SecondLook
from offboarding.models.lessons import SECOND_LOOK_DAYS
from offboarding.states import ENDED
from offboarding.tracing import signs_json, trace, weeks_json


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person says of an ended relationship. `side` counts only where the book does not say who ended it."""

    cause: str
    cause_note: str = ""
    done_differently: str = ""
    keep_doing: str = ""
    side: str = ""


def keep_lesson(*, by: User, client: Client, lesson: Lesson) -> Retrospective:
    """Confirm the cause of an end, and say what is learnt from it.

    1. The first time, the signs are traced and frozen with the cause they suggest: both are kept.
    2. Later, another cause is another confirmation; the words may be written anew, the signs stay.
    """
    require(by, Permission.PART)
    require_edit(by, client)
    if not lesson_clients(by).filter(pk=client.pk).exists():
        raise PermissionDenied(_("This relationship has not ended, or is not yours to look back on."))
    _check(client, lesson)
    with acting(by=by, why="keep a retrospective"):
        locked = Client.objects.select_for_update().get(pk=client.pk)
        kept = lesson_of(locked)
        if kept is None:
            return _kept_first(by, locked, lesson)
        if kept.cause != lesson.cause:
            kept.cause, kept.confirmed_by, kept.confirmed_on = lesson.cause, by, today()
        kept.cause_note, kept.keep_doing = lesson.cause_note.strip(), lesson.keep_doing.strip()
        kept.done_differently = lesson.done_differently.strip()
        kept.save()
    return kept


def _check(client: Client, lesson: Lesson) -> None:
    if lesson.cause not in Cause.values:
        raise ValidationError({"cause": _("Say what the cause was.")})
    if lesson.cause == Cause.OTHER and not lesson.cause_note.strip():
        raise ValidationError({"cause_note": _("Say what the cause was.")})
    if not client.notice_by and lesson.side not in Client.Side.values:
        raise ValidationError({"side": _("The book does not say who ended it: say it here.")})


def _kept_first(by: User, client: Client, lesson: Lesson) -> Retrospective:
    assert client.ended_on
    case, departure = case_of(client), departure_of(client, lesson.side)
    traced = trace(by, departure)
    return Retrospective.objects.create(
        client=client, parting=case, ended_on=client.ended_on, until=departure.until, side=departure.side,
        cause=lesson.cause, cause_suggested=suggested(traced.signs, side=departure.side, ending=_ending(case)),
        cause_note=lesson.cause_note.strip(), signs=signs_json(traced), weeks=weeks_json(traced),
        warned_days=traced.warned_days, done_differently=lesson.done_differently.strip(),
        keep_doing=lesson.keep_doing.strip(), due_on=owed_of(client, case).due_on, confirmed_by=by,
        confirmed_on=today(),
    )  # fmt: skip


def _ending(case: Parting | None) -> str:
    return case.ending if case else ""


# --- would you decide the same? --


def ask_second_looks() -> int:
    """See that every ended case has its second look, and that each due one is asked of somebody. How many were asked.

    Only of cases in which something was decided. Run again it changes nothing. Whoever was asked and may no longer
    answer is followed by somebody else.
    """
    day = Agency.objects.get().today().date
    _appoint()
    due = list(SecondLook.objects.waiting(day).select_related("parting"))
    if not due:
        return 0
    askable = _askable([look.parting.client_id for look in due])
    waiting = Count("second_looks", filter=Q(second_looks__answer=""))
    load = dict(User.objects.annotate(n=waiting).values_list("pk", "n"))
    asked = 0
    for look in due:
        pool = _pool(look.parting, askable.get(look.parting.client_id, set()))
        if look.asked_of_id in pool:
            continue
        chosen = _choose(look.parting, pool, load)
        if chosen is not None:
            SecondLook.objects.filter(pk=look.pk, answer="").update(asked_of=chosen, asked_on=day)
            load[chosen] += 1
            asked += 1
    return asked


def _appoint() -> None:
    ended = Parting.objects.filter(state__in=ENDED, second_look=None).exclude(decision="")
    looks = [
        SecondLook(parting_id=pk, due_on=ended_on + dt.timedelta(days=SECOND_LOOK_DAYS))
        for pk, ended_on in ended.values_list("pk", "ended_on")
        if ended_on
    ]
    SecondLook.objects.bulk_create(looks, ignore_conflicts=True)


def _askable(clients: list[int]) -> dict[int, set[int]]:
    """By client, the owners and leads who may see its cases: one query a person who could be asked."""
    found: dict[int, set[int]] = {}
    for person in User.objects.filter(is_active=True, role__in=[Role.OWNER, Role.LEAD]):
        for client in fire_clients_for(person).filter(pk__in=clients).values_list("pk", flat=True):
            found.setdefault(client, set()).add(person.pk)
    return found


def _pool(case: Parting, fit: set[int]) -> set[int]:
    """Never whoever decided, where there is another."""
    return fit - {case.decided_by_id} or fit


def _choose(case: Parting, pool: set[int], load: dict[int, int]) -> int | None:
    """Whoever had no part in it goes first, then whoever has least to do."""
    involved = {case.opened_by_id, case.responsible_id}
    return min(pool, key=lambda pk: (pk in involved, load.get(pk, 0), pk), default=None)


def answer_second_look(*, by: User, look: SecondLook, answer: str, why: str = "") -> SecondLook:
    """Answer once; the same answer sent again changes nothing."""
    if not second_looks_of(by).filter(pk=look.pk).exists():
        raise PermissionDenied(_("This was not asked of you."))
    if answer not in SecondLook.Answer.values:
        raise ValidationError({"answer": _("Say what you would decide today.")})
    if answer == SecondLook.Answer.OTHERWISE and not why.strip():
        raise ValidationError({"why": _("Say what you would do otherwise, and why.")})
    with acting(by=by, why="answer a second look"):
        found = SecondLook.objects.select_for_update().get(pk=look.pk)
        if found.answer:
            if (found.answer, found.answered_by_id) == (answer, by.pk):
                return found
            raise ValidationError(_("This was answered already."))
        if found.due_on > today():
            raise ValidationError(_("This is asked only half a year after the case."))
        found.answer, found.why = SecondLook.Answer(answer), why.strip()
        found.answered_by, found.answered_on = by, today()
        found.save(update_fields=["answer", "why", "answered_by", "answered_on"])
    return found
