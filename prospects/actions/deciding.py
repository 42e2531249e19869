"""A person decides; where a flag stands, two do. Then the letter."""

from __future__ import annotations

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, require
from clienthealth.core import clock, post
from clienthealth.core.audit import acting
from clienthealth.core.post import Mail
from prospects.actions.freezing import form_of, last_answers
from prospects.course import may_go
from prospects.fit import Fit
from prospects.models import Decision, FitResult, Letter, Prospect
from prospects.permissions import revealed_to

LEADS_TO = {
    Decision.Kind.ACCEPT: Prospect.State.ACCEPTED,
    Decision.Kind.MORE: Prospect.State.MORE,
    Decision.Kind.DECLINE: Prospect.State.DECLINED,
}


def decide(prospect: Prospect, *, by: User, kind: str, why: str) -> Decision:
    """Accept, ask for more or decline, with a reason.

    1. Whoever decides has seen the fit, after saying their own feeling. Asking for more needs neither.
    2. A refusal that rests on a marked text needs that mark from two people.
    3. Where a flag stands, accepting or declining waits for a second person.
    """
    require(by, Permission.ACCEPT)
    if kind not in LEADS_TO or not why.strip():
        raise ValidationError(_("Say what you decide, and why."))
    with acting(by=by, why=f"decide: {kind}"):
        fresh = Prospect.objects.select_for_update().get(pk=prospect.pk)
        if not may_go(fresh.state, LEADS_TO[Decision.Kind(kind)]):
            raise ValidationError(_("This prospect is decided on already."))
        result = fresh.fits.order_by("-pk").first()
        if kind != Decision.Kind.MORE:
            _require_seen(fresh, by)
        if kind == Decision.Kind.DECLINE and result is not None:
            _require_two_marks(fresh, result.fit)
        fresh.decisions.filter(withdrawn_at=None, needs_second=True, second_by=None).update(withdrawn_at=clock.now())
        decision = Decision.objects.create(
            prospect=fresh, kind=kind, why=why.strip(), by=by, fit=result,
            needs_second=kind != Decision.Kind.MORE and bool(result and result.flags),
        )  # fmt: skip
        _follow(fresh, decision)
    prospect.refresh_from_db()
    return decision


def agree(decision: Decision, *, by: User) -> Decision:
    """The second person: another one, who has seen the fit after saying their own feeling."""
    require(by, Permission.SCREEN)
    with acting(by=by, why="agree to a decision"):
        prospect = Prospect.objects.select_for_update().get(pk=decision.prospect_id)
        fresh = Decision.objects.select_for_update().get(pk=decision.pk)
        if not fresh.waits:
            return fresh
        if fresh.by_id == by.pk:
            raise PermissionDenied(_("Somebody else has to agree: two people decide where a flag stands."))
        _require_seen(prospect, by)
        fresh.second_by, fresh.second_at = by, clock.now()
        fresh.save(update_fields=["second_by", "second_at"])
        _follow(prospect, fresh)
    return fresh


def keep_letter(decision: Decision, *, by: User, language: str, subject: str, body: str, channel: str) -> Letter:
    """Send the letter of a decision, or note that it is sent by hand; either way it is kept as it is. Once."""
    require(by, Permission.ACCEPT)
    with acting(by=by, why="letter to a prospect"):
        prospect = Prospect.objects.select_for_update().get(pk=decision.prospect_id)
        fresh = Decision.objects.get(pk=decision.pk)
        if not fresh.holds:
            raise ValidationError(_("This decision does not hold yet."))
        if (sent := Letter.objects.filter(decision=fresh).first()) is not None:
            return sent
        text = body.strip() + "\n"
        letter = Letter(
            decision=fresh, prospect=prospect, channel=channel, language=language, recipient=prospect.email,
            subject=subject.strip(), body=text, by=by, sha256=fingerprint(prospect.email, subject.strip(), text),
            mail_key=f"prospect-letter:{fresh.pk}" if channel == Letter.Channel.MAIL else "",
        )  # fmt: skip
        letter.full_clean()
        letter.save(force_insert=True)
        if letter.mail_key:
            post.enqueue([
                Mail(letter.mail_key, letter.recipient, letter.subject, letter.body, language=language,
                     headers={"Reply-To": by.email})
            ])  # fmt: skip
    return letter


def fingerprint(recipient: str, subject: str, body: str) -> str:
    return hashlib.sha256(f"{recipient}\n{subject}\n{body}".encode()).hexdigest()


def _follow(prospect: Prospect, decision: Decision) -> None:
    """The state follows a decision that holds."""
    if decision.holds:
        prospect.state = LEADS_TO[Decision.Kind(decision.kind)]
        prospect.moved_at = clock.now()
        prospect.save(update_fields=["state", "moved_at"])


def _require_seen(prospect: Prospect, by: User) -> None:
    """A decision before the feeling and the figure would teach nobody anything. Without answers there is no figure."""
    if last_answers(prospect) is not None and prospect.pk not in revealed_to(by, [prospect.pk]):
        raise ValidationError(_("Say your gut feeling and look at the fit first."))


def _require_two_marks(prospect: Prospect, found: Fit) -> None:
    """Nobody is refused on one person's reading of a text."""
    answers = last_answers(prospect)
    assert answers is not None  # there is a figure
    against = {row.rule for row in found.rows if row.points < 0} | set(found.flags)
    read: set[str] = set()
    for rule in form_of(answers).rules:
        if rule.key in against:
            read |= {name.removeprefix("mark.") for name in rule.when if name.startswith("mark.")}
    marked: dict[str, set[int]] = {}
    for rubric, person in prospect.marks.values_list("rubric", "by"):
        marked.setdefault(rubric, set()).add(person)
    if any(len(marked.get(rubric, ())) < 2 for rubric in read):
        raise ValidationError(
            _("A refusal that rests on a free text needs that text marked by two people. Ask a colleague to mark it.")
        )


def newest_result(prospect: Prospect) -> FitResult | None:
    return prospect.fits.order_by("-pk").first()
