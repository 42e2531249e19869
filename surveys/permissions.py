"""Who sees which answers, and who closes which loop. Answers go with their client, campaigns with the role."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Client, User
from accounts.permissions import Person, clients_for, may_edit, require_edit
from surveys.models import Answer, Campaign, Loop
from surveys.models.answer import AnswerQuerySet
from surveys.models.loop import LoopQuerySet


def answers_for(user: Person) -> AnswerQuerySet:
    """The answers of clients whom a person may see."""
    return Answer.objects.filter(client__in=clients_for(user))


def loops_for(user: Person) -> LoopQuerySet:
    return Loop.objects.filter(client__in=clients_for(user))


def reader_of(campaign: Campaign, client: Client) -> User | None:
    """Who reads an answer and owes the reply: the campaign's reader, where they may see this client, else its owner."""
    reader: User | None = campaign.reader
    owner = client.owner
    if reader is not None and reader.is_active and clients_for(reader).filter(pk=client.pk).exists():
        return reader
    return owner if owner is not None and owner.is_active else None


def get_answer(user: Person, pk: int) -> Answer:
    """An answer with all that its page shows; one of somebody else's client does not exist."""
    found = answers_for(user).select_related("client", "client__owner", "contact", "campaign", "ask", "entry", "loop")
    answer = found.filter(pk=pk).first()
    if answer is None:
        raise Http404(_("There is no such answer."))
    return answer


def get_loop(user: Person, pk: int, *, to_edit: bool = False) -> Loop:
    """A loop with all that its page shows; one of somebody else's client does not exist."""
    found: QuerySet[Loop] = loops_for(user).select_related(
        "client__owner", "client__team", "answer__contact", "answer__campaign", "response__contact", "responsible",
        "replied_by", "closed_by", "play",
    )  # fmt: skip
    loop = found.filter(pk=pk).first()
    if loop is None:
        raise Http404(_("There is no such answer."))
    if to_edit:
        require_work(user, loop)
    return loop


def may_work(user: Person, loop: Loop) -> bool:
    """Whoever looks after the client, and who replies where they may see the client at all."""
    if may_edit(user, loop.client):
        return True
    return loop.responsible_id == user.pk and clients_for(user).filter(pk=loop.client_id).exists()


def require_work(user: Person, loop: Loop) -> None:
    if not may_work(user, loop):
        require_edit(user, loop.client)
