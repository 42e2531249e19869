"""E-mails and steps as pages show them."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from signals.models import Task
from signals.playbook_forms import WHO
from signals.playbooks.content import Playbook, Step
from signals.playbooks.filling import gaps_in
from signals.playbooks.library import translated
from signals.views import contexts as c

ICONS = {"call": "phone", "email": "mail", "meeting": "users", "work": "tool", "decide": "git-fork"}
LONGEST_MAIL_URL = 1900  # beyond it some mail programs cut the text off


def draft_of(task: Task) -> c.DraftText | None:
    """A task's e-mail, with a link that opens the reader's own mail program. Nothing is ever sent from here."""
    if not task.body:
        return None
    to = task.contact.email if task.contact else ""
    return c.DraftText(
        key=f"draft-{task.pk}",
        language=task.language,
        language_name=language_name(task.language),
        subject=task.subject,
        body=task.body,
        gaps=gaps_in(task.subject + task.body),
        to=to,
        mail_url=mail_url(to, task.subject, task.body),
    )


def mail_url(to: str, subject: str, body: str) -> str:
    """A `mailto:` address; without the text where it would be too long to arrive whole."""
    whole = (
        f"mailto:{quote(to, safe='@')}?subject={quote(subject)}&body={quote(body.replace(chr(10), chr(13) + chr(10)))}"
    )
    return whole if len(whole) <= LONGEST_MAIL_URL else f"mailto:{quote(to, safe='@')}?subject={quote(subject)}"


def language_name(code: str) -> str:
    """A language in its own name."""
    return str(get_language_info(code)["name_local"]).capitalize() if code else ""


def step_line(book: Playbook, step: Step) -> c.StepLine:
    texts = book.drafts.get(step.draft, {})
    return c.StepLine(
        number=step.number,
        title=translated(step.title),
        icon=ICONS[step.kind],
        kind=str(Task.Kind(step.kind).label),
        who=str(dict(WHO)[step.who]),
        due=due_words(step),
        help=translated(step.help),
        script=translated(step.script),
        drafts=[
            c.DraftText(f"draft-{step.number}-{code}", code, language_name(code), text.subject, text.body)
            for code, text in texts.items()
        ],
    )


def due_words(step: Step) -> str:
    """“within 48 hours”, “the same day”, “after 3 working days”."""
    if step.hours is not None:
        return _("within %(hours)d hours") % {"hours": step.hours}
    if step.due == 0:
        return _("the same day")
    return ngettext("after %(n)d working day", "after %(n)d working days", step.due) % {"n": step.due}


def span_words(book: Playbook) -> str:
    """How long it takes."""
    if book.longest == 0:
        return _("in one day")
    return ngettext("over %(n)d working day", "over %(n)d working days", book.longest) % {"n": book.longest}
