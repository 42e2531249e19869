"""A prospect is noted, changed, asked; a link is made and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from accounts.permissions import Permission, require
from clienthealth.core import clock, post
from clienthealth.core.audit import acting
from prospects.erasing import erase
from prospects.facts import fee_edges
from prospects.library import current
from prospects.links import invitation_mail
from prospects.models import Invitation, Prospect, ScreeningTerms
from prospects.permissions import prospects_for

FREE_FIELDS = frozenset({"company", "name", "email", "language", "zone", "source", "segment", "questionnaires"})


def note_prospect(*, by: User | None, owner: User | None = None, **fields: Any) -> Prospect:
    """Note a company that may become a client. `by` is None for one that came through a public entry."""
    if by is not None:
        require(by, Permission.SCREEN)
    if unknown := set(fields) - FREE_FIELDS - {"entry_key"}:
        raise TypeError(f"note_prospect() does not set {', '.join(sorted(unknown))}")
    prospect = Prospect(made_by=by, owner=owner, team=owner.team if owner else None, **fields)
    with acting(by=by, why="note prospect"):
        prospect.full_clean()
        prospect.save(force_insert=True)
        _refuse_beyond_reach(by, prospect)
    return prospect


def change_prospect(prospect: Prospect, *, by: User, owner: User | None, **fields: Any) -> Prospect:
    """Correct what we know of them, or give them to somebody."""
    require(by, Permission.SCREEN)
    if unknown := set(fields) - FREE_FIELDS:
        raise TypeError(f"change_prospect() does not set {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(prospect, name, value)
    if owner != prospect.owner:
        prospect.owner, prospect.team = owner, (owner.team if owner else None)
    with acting(by=by, why="change prospect"):
        prospect.full_clean()
        prospect.save()
        _refuse_beyond_reach(by, prospect)
    return prospect


def invite(
    prospect: Prospect, *, by: User | None, questionnaires: Sequence[str], mail: bool = True, language: str = ""
) -> Invitation:
    """Make a link, which takes the place of those before it, and send it unless it is to be copied.

    The link keeps what is asked and where the ranges of fees meet, so that a later change does not bend an answer.
    """
    if prospect.is_decided:
        raise ValidationError(_("This prospect is decided on; ask for more first."))
    agency, terms, now = Agency.objects.get(), terms_of(), clock.now()
    prospect.questionnaires = [key for key, _version in current(questionnaires)]
    prospect.language = language or prospect.language
    with acting(by=by, why="invite prospect"):
        prospect.invitations.filter(revoked_at=None).update(revoked_at=now)
        invitation = Invitation.objects.create(
            prospect=prospect, asked=current(questionnaires), currency=agency.currency,
            edges=[f"{edge:.2f}" for edge in fee_edges(agency.price_floor)], made_by=by,
            expires_at=now + dt.timedelta(days=terms.link_days),
        )  # fmt: skip
        if prospect.state == Prospect.State.NEW:
            prospect.state = Prospect.State.ASKED
        prospect.moved_at = now
        prospect.save()
        if mail:
            letter = invitation_mail(invitation, agency, by)
            post.enqueue([letter])
            invitation.mail_key = letter.key
            invitation.save(update_fields=["mail_key"])
    return invitation


def revoke(invitation: Invitation, *, by: User) -> None:
    """Close a link. What was saved stays."""
    require(by, Permission.SCREEN)
    with acting(by=by, why="revoke link"):
        Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=clock.now())


def terms_of() -> ScreeningTerms:
    """The terms in force; the usual ones where the agency has set none."""
    return ScreeningTerms.objects.first() or ScreeningTerms()


def delete_prospect(prospect: Prospect, *, by: User) -> None:
    """Forget a prospect before their time, because they ask for it or it was a mistake."""
    require(by, Permission.ERASE)
    with acting(by=by, why="erase prospect"):
        erase(Prospect.objects.never_clients().filter(pk=prospect.pk))


def _refuse_beyond_reach(by: User | None, prospect: Prospect) -> None:
    if by is not None and not prospects_for(by).filter(pk=prospect.pk).exists():
        raise PermissionDenied(_("You can give prospects only to people of your own team."))
