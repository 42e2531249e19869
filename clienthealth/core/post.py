"""Mail: rows that wait, and the sending of them. Any number of workers may do it at once; a killed one loses nothing.

1. Claim some mails for LEASE in a transaction of its own. Whoever dies afterwards (even of one of them) leaves them to
   be tried again when the lease is over, and the attempt is counted. A mail that was tried before is claimed alone: one
   that kills workers takes others with it once, and does not hold them up again.
2. Hold the row's lock while the mail is written, handed over and noted as sent.

Between the server's "accepted" and our commit nobody can know: a mail may go out twice then, rather than not at all.
Both have the same Message-ID, by which mail systems know that they are one.

What composers read for all mails alike (`once`) is read once for the mails that were claimed together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

import structlog
from django.contrib.auth import get_user_model
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from clienthealth.core import clock, post_office
from clienthealth.core.models import OutgoingMail
from clienthealth.core.once import reading_once
from clienthealth.core.post_office import Letter, Verdict, one_line

log = structlog.get_logger(__name__)

LEASE = dt.timedelta(minutes=5)  # longer than any hand-over: EMAIL_TIMEOUT for each of its few steps
CLAIMED = 20  # at once: even with ten seconds for each, all are sent before the lease is over
BACKOFF = dt.timedelta(minutes=1)
LONGEST = dt.timedelta(hours=6)
GivenUp = OutgoingMail.GivenUp
ATTEMPTS = 20  # a little more than three days
KEPT = dt.timedelta(days=30)
FORGOTTEN = dt.timedelta(days=365)
Composer = Callable[[int | None, Mapping[str, Any]], Letter | None]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to be sent: either its words, or the dotted name of a `composer` that writes them when it is sent."""

    key: str
    recipient: str
    subject: str
    text: str = ""
    html: str = ""
    user: int | None = None
    language: str = "en"
    composer: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def enqueue(mails: Iterable[Mail]) -> None:
    """Write mails down, in the caller's transaction. One whose key is known is there already."""
    now = clock.now()
    rows = [
        OutgoingMail(
            key=mail.key, recipient=mail.recipient, subject=one_line(mail.subject)[:300],
            text=mail.text, html=mail.html, user=mail.user, language=mail.language, composer=mail.composer,
            about=dict(mail.about), headers={name: one_line(value) for name, value in mail.headers.items()},
            next_try_at=now,
        )
        for mail in sorted(mails, key=lambda mail: mail.key)
    ]  # fmt: skip
    OutgoingMail.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def send_waiting(most: int = 500) -> int:
    """Send what is due, the longest waiting first, over one connection. Returns how many the server took."""
    sent = tried = 0
    with post_office.connected() as office:
        while tried < most and (claimed := _claim(min(CLAIMED, most - tried))):
            tried += len(claimed)
            with reading_once():
                taken, closed = _send_all(claimed, office)
            sent += taken
            if closed:
                break  # the server is away or tired: the others would only fail with it
    return sent


def _send_all(claimed: list[int], office: BaseEmailBackend) -> tuple[int, bool]:
    """Send what was claimed: how many the server took, and whether it takes no more."""
    sent = 0
    for place, pk in enumerate(claimed, 1):
        verdict = _try(pk, office)
        sent += verdict is Verdict.SENT
        if verdict is Verdict.CLOSED:
            _release(claimed[place:])
            return sent, True
        if verdict not in (Verdict.SENT, Verdict.NOTHING):
            post_office.hang_up(office)  # nobody knows in which state a refusal left the conversation
    return sent, False


def _try(pk: int, office: BaseEmailBackend) -> Verdict:
    """Send one mail; a mail that cannot even be written is put off and does not hold up the others."""
    try:
        return _send(pk, office)
    except Exception:
        log.exception("mail could not be written", mail=pk)
        with transaction.atomic():
            mail = waiting().select_for_update().get(pk=pk)
            _put_off(mail, _("It could not be written; the log says why."))
        return Verdict.LATER


def _claim(most: int) -> list[int]:
    """The next mails that are due, put off by LEASE so that nobody else takes them; one tried before, alone."""
    now = clock.now()
    with transaction.atomic():
        due = waiting().filter(next_try_at__lte=now).order_by("next_try_at", "pk").select_for_update(skip_locked=True)
        found = list(due.values_list("pk", "attempts")[:most])
        fresh = [pk for pk, _attempts in takewhile(lambda row: row[1] == 0, found)]
        claimed = fresh or [pk for pk, _attempts in found[:1]]
        if claimed:
            chosen = OutgoingMail.objects.filter(pk__in=claimed)
            chosen.update(next_try_at=now + LEASE, attempts=F("attempts") + 1)
    return claimed


def _release(claimed: list[int]) -> None:
    """Give back what was claimed and not tried."""
    if claimed:
        waiting().filter(pk__in=claimed).update(next_try_at=clock.now(), attempts=F("attempts") - 1)


def _send(pk: int, office: BaseEmailBackend) -> Verdict:
    """Hand one mail over and note what came of it."""
    with transaction.atomic():
        # Without skipping: somebody who is just claiming may hold the lock for an instant.
        mail = waiting().filter(pk=pk).select_for_update().annotate(at_=clock.Present()).order_by().first()
        if mail is None:
            return Verdict.NOTHING
        letter = _letter(mail)
        if letter is None:
            _give_up(mail, GivenUp.NOTHING, _("There was nothing left to say when it was to be sent."))
            return Verdict.NOTHING
        verdict, error = post_office.hand_over(mail, letter, office, mail.at_)
        if verdict is Verdict.SENT:
            OutgoingMail.objects.filter(pk=pk).update(sent_at=clock.Present(), error="")
        elif verdict in (Verdict.REFUSED, Verdict.UNKNOWN):
            _give_up(mail, GivenUp.ADDRESS if verdict is Verdict.UNKNOWN else GivenUp.REFUSED, error)
        else:
            _put_off(mail, error)
    if verdict is not Verdict.SENT:
        log.warning("mail not sent", mail=pk, verdict=verdict.value, attempts=mail.attempts)
    return verdict


def _letter(mail: OutgoingMail) -> Letter | None:
    """The words of a mail; None for somebody who is no longer with us, or when nothing is left to say."""
    if mail.user is not None and not get_user_model().objects.filter(pk=mail.user, is_active=True).exists():
        return None
    if not mail.composer:
        return Letter(mail.recipient, mail.subject, mail.text, mail.html, mail.headers)
    compose: Composer = import_string(mail.composer)
    return compose(mail.user, mail.about)


def _put_off(mail: OutgoingMail, error: str) -> None:
    """Try again in a minute, in two, in four, …; give up after ATTEMPTS."""
    if mail.attempts >= ATTEMPTS:
        _give_up(mail, GivenUp.TRIED, error)
        return
    wait = min(BACKOFF * 2 ** max(mail.attempts - 1, 0), LONGEST)
    OutgoingMail.objects.filter(pk=mail.pk).update(next_try_at=clock.now() + wait, error=error[:500])


def _give_up(mail: OutgoingMail, why: str, error: str) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(given_up_at=clock.now(), given_up=why, error=error[:500])


def waiting() -> QuerySet[OutgoingMail]:
    """Mails neither sent nor given up."""
    return OutgoingMail.objects.filter(sent_at=None, given_up_at=None)


def try_again(mails: QuerySet[OutgoingMail]) -> int:
    """Let mails that were given up, or wait for their next try, be sent now; the sent ones stay sent."""
    chosen = OutgoingMail.objects.filter(pk__in=mails.values("pk"), sent_at=None)
    return chosen.update(given_up_at=None, given_up="", attempts=0, next_try_at=clock.now())


def thin() -> int:
    """Forget the words of mails a month after they left, and the mails themselves after a year."""
    now = clock.now()
    over = Q(sent_at__lt=now - KEPT) | Q(given_up_at__lt=now - KEPT)
    OutgoingMail.objects.filter(over, ~Q(text="", html="", headers={}, about={})).update(
        text="", html="", headers={}, about={}
    )
    gone = Q(sent_at__lt=now - FORGOTTEN) | Q(given_up_at__lt=now - FORGOTTEN)
    return OutgoingMail.objects.filter(gone).delete()[0]


def withdraw(user: int, composer: str) -> list[dict[str, Any]]:
    """Take back what waits for somebody from a composer, to be said in a newer mail; what each was about."""
    chosen = waiting().filter(user=user, composer=composer)
    found = dict(chosen.select_for_update(skip_locked=True).values_list("pk", "about"))
    OutgoingMail.objects.filter(pk__in=found).delete()
    return list(found.values())
