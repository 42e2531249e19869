"""A reply as an e-mail: from the agency's address, answers go to the person who wrote it."""

from __future__ import annotations

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from clienthealth.core import post
from clienthealth.core.audit import acting
from clienthealth.core.models import OutgoingMail
from clienthealth.core.post import Mail
from clienthealth.core.post_office import address
from surveys.models import Loop
from surveys.said import Said

PREFIX = "survey_reply"


def post_reply(loop: Loop, by: User, said: Said, subject: str, text: str) -> None:
    """Hand it to the post, in the caller's transaction."""
    try:
        recipient = address(said.email)
    except ValueError:
        raise ValidationError(_("No e-mail address of theirs is known.")) from None
    agency = Agency.objects.first()
    name = f"{by.name}, {agency.name}" if agency else by.name
    mail = Mail(
        key=f"{PREFIX}:{loop.pk}:{mails_of(loop.pk).count()}", recipient=recipient, subject=subject, text=text + "\n",
        language=said.language or "en", about={"loop": loop.pk},
        headers={
            "Auto-Submitted": "no",
            "Reply-To": formataddr((by.name, by.email)),
            "From": formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        },
    )  # fmt: skip
    post.enqueue([mail])


def mails_of(loop: int) -> QuerySet[OutgoingMail]:
    """The mails that were written as replies, the last one first. Forgotten after a year; the words stay here."""
    return OutgoingMail.objects.filter(key__startswith=f"{PREFIX}:{loop}:").order_by("-pk")


def reopen_refused() -> int:
    """Who wrote to an address that does not exist has not replied: their loops are owed again.

    Only the last mail of a loop counts, and only where nothing was noted as a reply since it came back.
    """
    mails = OutgoingMail.objects.filter(key__startswith=f"{PREFIX}:").order_by("pk").values_list("key", "given_up_at")
    last = {int(key.split(":")[1]): given_up for key, given_up in mails}
    refused = {loop: given_up for loop, given_up in last.items() if given_up is not None}
    if not refused:
        return 0
    with acting(by=None, why="the reply came back"):
        waiting = Loop.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=refused)
        mailed = waiting.filter(how=Loop.How.MAIL).exclude(replied_at=None)
        back = [loop.pk for loop in mailed if loop.replied_at and loop.replied_at < refused[loop.pk]]
        return Loop.objects.filter(pk__in=back).update(
            how="", replied_at=None, replied_by=None, closed_at=None, closed_by=None, told_at=None
        )
