"""Links: made, sent, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, allowed
from prospects.actions import taking
from prospects.forms import InviteForm
from prospects.permissions import get_prospect
from prospects.views.shared import person, refuse


@require_POST
@allowed(Permission.SCREEN)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /prospects/<pk>/invite/"""
    user = person(request)
    prospect = get_prospect(user, pk)
    form = InviteForm(request.POST)
    if form.is_valid():
        mail = form.cleaned_data["by_mail"]
        try:
            taking.invite(
                prospect, by=user, questionnaires=form.cleaned_data["add_ons"], mail=mail,
                language=form.cleaned_data["language"],
            )  # fmt: skip
            said = _("The questions are on their way to %(email)s.") % {"email": prospect.email}
            messages.success(request, said if mail else _("The link is ready to be copied."))
        except ValidationError as refusal:
            refuse(request, refusal)
    else:
        refuse(request, ValidationError(_("That could not be sent so.")))
    return redirect("prospect", pk=pk)


@require_POST
@allowed(Permission.SCREEN)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /prospects/<pk>/revoke/: every open link of theirs."""
    user = person(request)
    for invitation in get_prospect(user, pk).invitations.filter(revoked_at=None):
        taking.revoke(invitation, by=user)
    messages.success(request, _("The link is closed. What they saved stays."))
    return redirect("prospect", pk=pk)
