"""The hand-over: its checklist made, given out, ticked with proof; our access last; and how the door is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import AdAccount, Deliverable, Request, User
from accounts.permissions import Permission, fire_clients_for, require
from clienthealth.core.audit import acting
from offboarding.access import standing_accesses, standing_links
from offboarding.actions.cases import today
from offboarding.handover.library import Line, built_in, read
from offboarding.models import CaseFile, Checklist, HandoverItem, Parting
from offboarding.permissions import require_work
from offboarding.states import ENDED, State
from signals.actions.tasks import add_task
from signals.models import Task
from signals.wording import day_text

ACCESS_DAYS = 1  # after the last day: what leaves last
BEFORE_ACCESS = ("asset", "ownership", "information", "open_work")
EARLY = 14  # days before the end by which accounts are handed over


def lines_in_force() -> tuple[Line, ...]:
    own = Checklist.objects.order_by("-pk").first()
    return read(own.lines) if own else built_in()


def make_checklist(*, by: User, parting: Parting) -> int:
    """Write the lines that are not there yet, and how many those were. What was ticked or changed stays as it is."""
    require_work(by, parting)
    if parting.state not in {State.NOTICE, State.HANDOVER}:
        raise ValidationError(_("The hand-over is prepared once the decision is taken."))
    end = parting.end_on or today()
    with acting(by=by, why="make a checklist"):
        Parting.objects.select_for_update().get(pk=parting.pk)
        known = set(parting.items.values_list("key", flat=True))
        wanted = [*_from_lines(parting, end), *_from_book(parting, end)]
        made = [item for item in wanted if item.key not in known]
        for item in made:
            item.owner = parting.client.owner or parting.responsible or by
        HandoverItem.objects.bulk_create(made)
    return len(made)


def _from_lines(parting: Parting, end: dt.date) -> list[HandoverItem]:
    return [
        HandoverItem(
            parting=parting, key=line.key, kind=line.kind, side=line.side, title=line.title, help=line.help,
            is_required=line.required, due_on=end + dt.timedelta(days=line.days), position=_place(line.kind, number),
        )
        for number, line in enumerate(lines_in_force())
    ]  # fmt: skip


def _from_book(parting: Parting, end: dt.date) -> Iterable[HandoverItem]:
    """The client's own accounts, our accesses to them, what we still owe, and what they still owe us."""
    client, early, late = parting.client, end - dt.timedelta(days=EARLY), end + dt.timedelta(days=ACCESS_DAYS)
    for account in AdAccount.objects.of(client).order_by("pk"):
        title = _("%(account)s belongs to the client, with an administrator of theirs") % {"account": account}
        yield _line(parting, f"account-{account.pk}", "ownership", title, early)
    for work in Deliverable.objects.of(client).filter(delivered_on=None).order_by("due_on", "pk"):
        title = _("Deliver or settle: %(title)s") % {"title": work.title}
        yield _line(parting, f"work-{work.pk}", "open_work", title, early)
    for asked in Request.objects.of(client).filter(answered_on=None).order_by("asked_on", "pk"):
        title = _("They answer, or we let it rest: %(what)s") % {"what": asked.what}
        yield _line(parting, f"request-{asked.pk}", "client", title, early, side="theirs")
    for link in standing_links(client.pk):
        values = {"who": str(link), "account": str(link.ad_account)}
        title = _("Our manager account %(who)s is unlinked from %(account)s") % values
        yield _line(parting, f"link-{link.pk}", "access", title, late, link=link)
    for access in standing_accesses(client.pk):
        values = {"who": access.email, "account": str(access.ad_account)}
        yield _line(
            parting, f"access-{access.pk}", "access", _("%(who)s leaves %(account)s") % values, late, access=access
        )


def _line(parting: Parting, key: str, kind: str, title: str, due: dt.date, **more: Any) -> HandoverItem:
    return HandoverItem(
        parting=parting, key=key, kind=kind, title=title[:300], due_on=due, position=_place(kind, 500), **more
    )


def _place(kind: str, number: int) -> int:
    """By kind in the order in which things leave; our access after everything that needs it."""
    return 1000 * list(HandoverItem.Kind.values).index(kind) + number


def give_item(*, by: User, item: HandoverItem, owner: User, due_on: dt.date) -> HandoverItem:
    """Whose line it is, and by when."""
    _open(by, item.parting)
    if not fire_clients_for(owner).filter(pk=item.parting.client_id).exists():
        raise ValidationError({"owner": _("%(name)s may not see this case.") % {"name": owner.name}})
    with acting(by=by, why="give a line of a hand-over"):
        item.owner, item.due_on = owner, due_on
        item.save(update_fields=["owner", "due_on"])
    return item


def finish_item(
    *, by: User, item: HandoverItem, on: dt.date, proof: str, file: CaseFile | None = None, needless: bool = False
) -> HandoverItem:
    """Done, or not needed, with what shows it. Our access leaves last, and the book's record of it says when."""
    _open(by, item.parting)
    if on > today():
        raise ValidationError({"on": _("That day is still to come.")})
    if not proof.strip():
        raise ValidationError({"proof": _("Say what shows it: where, who confirmed it, a number.")})
    with acting(by=by, why="finish a line of a hand-over"):
        found = HandoverItem.objects.select_for_update().get(pk=item.pk)
        if found.kind == HandoverItem.Kind.ACCESS and not needless:
            _revoke(found, on)
        found.state = HandoverItem.State.NEEDLESS if needless else HandoverItem.State.DONE
        found.done_on, found.done_by, found.proof = on, by, proof.strip()
        found.proof_file = file or found.proof_file
        found.save(update_fields=["state", "done_on", "done_by", "proof", "proof_file"])
    return found


def _revoke(item: HandoverItem, on: dt.date) -> None:
    """Our access goes when everything that needs it is done; the account-access record is the proof."""
    waiting = item.parting.items.to_do().filter(kind__in=BEFORE_ACCESS, is_required=True)
    first = waiting.first()
    if first is not None:
        raise ValidationError(_("Our access leaves last. Still open: %(title)s") % {"title": first.title})
    if item.access is not None:
        _not_before(on, item.access.granted_on)
        if item.access.revoked_on is None:
            item.access.revoked_on = on
            item.access.save(update_fields=["revoked_on"])
    if item.link is not None:
        _not_before(on, item.link.linked_on)
        if item.link.unlinked_on is None:
            item.link.unlinked_on = on
            item.link.save(update_fields=["unlinked_on"])


def _not_before(on: dt.date, granted_on: dt.date) -> None:
    if on < granted_on:
        raise ValidationError({"on": _("It was granted only on %(day)s.") % {"day": day_text(granted_on)}})


def reopen_item(*, by: User, item: HandoverItem) -> HandoverItem:
    """Not done after all. An access that the book calls revoked stays so: correct that on its own record."""
    _open(by, item.parting)
    with acting(by=by, why="reopen a line of a hand-over"):
        item.state, item.done_on, item.done_by, item.proof = HandoverItem.State.TO_DO, None, None, ""
        item.save(update_fields=["state", "done_on", "done_by", "proof"])
    return item


def add_item(
    *, by: User, parting: Parting, kind: str, title: str, owner: User, due_on: dt.date, token: str
) -> HandoverItem:
    """A line of one's own."""
    _open(by, parting)
    if not title.strip():
        raise ValidationError({"title": _("Say what is to be handed over.")})
    with acting(by=by, why="add a line to a hand-over"):
        item, _made = HandoverItem.objects.get_or_create(
            parting=parting, key=f"own-{token}"[:80],
            defaults={"kind": kind, "title": title.strip(), "owner": owner, "due_on": due_on,
                      "position": _place(kind, 900)},
        )  # fmt: skip
    return item


def leave_door(*, by: User, parting: Parting, door: str, terms: str, on: dt.date | None) -> Parting:
    """How we part: whether we would work together again, on what terms, and when we get in touch. Once, as a task."""
    require_work(by, parting)
    if parting.state in ENDED and parting.state != State.CLOSED:
        raise ValidationError(_("They are still a client."))
    if door == Parting.Door.TERMS and not terms.strip():
        raise ValidationError({"terms": _("Say on which terms.")})
    if on is not None and on <= today():
        raise ValidationError({"on": _("Choose a day that is still to come.")})
    with acting(by=by, why="leave the door"):
        parting.door, parting.door_terms = door, terms.strip()
        parting.door_on = on if door != Parting.Door.SHUT else None
        parting.save(update_fields=["door", "door_terms", "door_on"])
        if parting.door_on:
            title = _("Get in touch with %(name)s again") % {"name": parting.client.name}
            add_task(
                parting.client, by=by, title=title, due_on=parting.door_on, kind=Task.Kind.CALL,
                token=f"door-{parting.pk}-{parting.door_on.isoformat()}",
            )  # fmt: skip
    return parting


def save_checklist(*, by: User, rows: Iterable[dict[str, Any]], note: str) -> Checklist:
    """The agency's own checklist from now on; cases that have theirs keep it."""
    require(by, Permission.EDIT_LETTERS)
    try:
        lines = read(rows)
    except (ValueError, KeyError) as wrong:
        raise ValidationError(str(wrong)) from wrong
    if not lines:
        raise ValidationError(_("A checklist needs at least one line."))
    plain = [
        {"key": line.key, "kind": line.kind, "side": line.side, "days": line.days, "title": line.title,
         "help": line.help, "required": line.required}
        for line in lines
    ]  # fmt: skip
    with acting(by=by, why="save a checklist"):
        return Checklist.objects.create(lines=plain, note=note.strip(), by=by)


def _open(by: User, parting: Parting) -> None:
    require_work(by, parting)
    if parting.state not in {State.NOTICE, State.HANDOVER}:
        raise ValidationError(_("The hand-over of this case is not open."))
