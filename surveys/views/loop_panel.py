"""The panel of a loop, on its own page and on the page of its answer: how it stands, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Agency, Client, User
from clienthealth.core import clock
from signals.models import Play
from surveys.actions.reply_mail import mails_of
from surveys.actions.saving import saving_playbook
from surveys.loop_forms import CauseForm, HandOverForm, MailForm, TalkForm
from surveys.loop_words import Standing, standing
from surveys.models import Loop
from surveys.permissions import may_work
from surveys.replying import draft_for
from surveys.said import Said, said_in


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the mail. `tone` as of a chip."""

    tone: str
    word: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A form is None where it is not for this person, or no longer asked."""

    loop: Loop
    said: Said
    standing: Standing
    may_work: bool
    play_url: str
    play_note: str
    sent: Sent | None = None
    cause_form: CauseForm | None = None
    talk_form: TalkForm | None = None
    mail_form: MailForm | None = None
    hand_form: HandOverForm | None = None
    recipient: str = ""
    language: str = ""
    may_close: bool = False
    faults: list[str] = field(default_factory=list)


def panel_of(
    user: User, agency: Agency, loop: Loop, *, cause: CauseForm | None = None, talk: TalkForm | None = None,
    mail: MailForm | None = None,
) -> Panel:  # fmt: skip
    """Of a loop from `surveys.permissions.get_loop`; forms that were refused are shown as they were sent."""
    said, works, is_open = said_in(loop), may_work(user, loop), loop.closed_at is None
    replies = works and is_open and loop.replied_at is None and not loop.quiet
    recipient, language = said.email, said.language
    if replies and mail is None:
        draft = draft_for(loop.client, said, user, agency)
        mail = MailForm(initial={"subject": draft.subject, "text": draft.body})
        recipient, language = draft.recipient, draft.language
    return Panel(
        loop=loop,
        said=said,
        standing=standing(loop, clock.now()),
        may_work=works,
        play_url=reverse("client_plays", args=[loop.client_id]) if loop.play_id else "",
        play_note=_play_note(loop),
        sent=_sent(loop),
        cause_form=(cause or CauseForm(loop=loop)) if works and is_open else None,
        talk_form=(talk or TalkForm()) if replies else None,
        mail_form=mail if replies else None,
        hand_form=HandOverForm(client=loop.client, current=loop.responsible_id) if works and is_open else None,
        recipient=recipient,
        language=language,
        may_close=works and is_open and bool(loop.cause) and (loop.quiet or loop.replied_at is not None),
    )


def _play_note(loop: Loop) -> str:
    """Why no play runs, or how the one that was started stands."""
    if loop.play is not None:
        name = {"play": loop.play.name}
        return (_("%(play)s runs.") if loop.play.state == Play.State.RUNNING else _("%(play)s has ended.")) % name
    if loop.quiet:
        return _("No play was started: they asked not to be contacted.")
    if loop.client.status == Client.Status.ENDED:
        return _("No play was started: they are no client any more.")
    return _("No play was started.") if saving_playbook() else _("No play was started: none is in use for this.")


def _sent(loop: Loop) -> Sent | None:
    """What became of the last mail written here; None where there was none, or nobody remembers."""
    mail = mails_of(loop.pk).first()
    if mail is None:
        return None
    if mail.given_up_at is not None:
        return Sent("high", _("It came back"), mail.error)
    if mail.sent_at is not None:
        return Sent("low", _("The mail server took it"))
    return Sent("unknown", _("It leaves within seconds"), mail.error)
