"""A task in full, as its own page and the client's plays show it: what to say, what to send, and what may be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.models import Client, Invoice, User
from accounts.models.base import own_id
from accounts.permissions import Permission, may, may_edit
from signals.actions.tasks import doable_tasks_for
from signals.models import Task
from signals.playbook_forms import PromiseForm
from signals.playbooks.content import Playbook
from signals.playbooks.people import rescuers_for
from signals.views import contexts as c
from signals.views.drafts import ICONS, draft_of
from signals.views.shared import Desk
from signals.wording import day_text

PROMISED_BY = {Task.Kind.CALL, Task.Kind.EMAIL, Task.Kind.MEETING}
WITH = ("play", "contact", "assigned_to", "ended_by")


class Cards:
    """What the cards of one client need to know, asked once; tasks are read ``WITH``.

    ``back`` is where their buttons lead: a word of the page of tasks.
    """

    def __init__(self, desk: Desk, client: Client, tasks: Iterable[Task], back: str) -> None:
        self.desk, self.client, self.back = desk, client, back
        ids = [task.pk for task in tasks]
        self.doable = set(doable_tasks_for(desk.user).filter(pk__in=ids).values_list("pk", flat=True))
        self.may_write = may(desk.user, Permission.LOG) and may_edit(desk.user, client)
        sides = ("churn", "fire") if self.doable or self.may_write else ()
        self.staff: dict[str, list[User]] = {side: list(rescuers_for(client, side)) for side in sides}
        self._invoices: list[Invoice] | None = None

    def card(self, task: Task, book: Playbook | None) -> c.TaskCard:
        person = task.assigned_to or self.client.owner
        open_now, editable = task.state == Task.State.TO_DO, task.pk in self.doable
        asks = book is not None and book.is_dunning and task.kind in PROMISED_BY
        people = self.staff[task.play.side if task.play else "churn"] if editable and open_now else []
        return c.TaskCard(
            pk=task.pk,
            title=task.title,
            icon=ICONS.get(task.kind, "tool"),
            kind=task.get_kind_display(),
            owner=_("you") if person == self.desk.user else person.name if person else _("nobody yet"),
            due=task.due_on,
            late=open_now and task.due_on < self.desk.today,
            state=task.state,
            state_word=task.get_state_display(),
            help=task.help,
            script=task.script,
            draft=draft_of(task),
            contact=task.contact.name if task.contact else "",
            phone=task.contact.phone if task.contact and task.kind == Task.Kind.CALL else "",
            note=task.note,
            ended=_ended(task, self.desk.agency.zone),
            editable=editable,
            back=self.back,
            people=[c.Choice(one.name, value=str(one.pk), current=one.pk == task.assigned_to_id) for one in people],
            promise=self._promise(task) if asks and open_now and self.may_write else None,
        )

    def _promise(self, task: Task) -> PromiseForm:
        """Of any number of steps the invoices are asked for once."""
        form = promise_form(self.client, self.desk.today, prefix=f"promise-{task.pk}")
        if self._invoices is None:
            self._invoices = list(form.fields["invoice"].queryset)  # type: ignore[attr-defined]
        form.fields["invoice"].choices = [  # type: ignore[attr-defined]
            ("", form.fields["invoice"].empty_label),  # type: ignore[attr-defined]
            *((invoice.pk, str(invoice)) for invoice in self._invoices),
        ]
        return form


def promise_form(client: Client, today: dt.date, data: Any = None, prefix: str = "") -> PromiseForm:
    invoices = Invoice.objects.of(client).debts().unpaid(today).order_by("due_on", "pk")
    return PromiseForm(data, prefix=prefix, invoices=invoices, initial={"token": own_id()})


def _ended(task: Task, zone: str) -> str:
    """“3 Mar, Keeper”."""
    if task.ended_at is None:
        return ""
    day = day_text(task.ended_at.astimezone(ZoneInfo(zone)).date())
    return _("%(day)s, %(name)s") % {"day": day, "name": task.ended_by.name} if task.ended_by else day
