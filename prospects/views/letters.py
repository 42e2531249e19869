"""The letter of a decision: drafted from our texts, edited, sent or copied, kept."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, allowed
from prospects.actions import deciding as act
from prospects.drafting import draft
from prospects.forms import LetterForm
from prospects.models import Letter
from prospects.permissions import get_prospect
from prospects.views.shared import person, refuse, sent

GAP = "[…]"


@require_http_methods(["GET", "POST"])
@allowed(Permission.ACCEPT)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /prospects/<pk>/letter/: of the decision that holds."""
    user = person(request)
    prospect = get_prospect(user, pk)
    decision = next((one for one in prospect.decisions.all() if one.holds), None)
    if decision is None:
        refuse(request, ValidationError(_("There is no decision yet that could be written about.")))
        return redirect("prospect", pk=pk)
    kept = Letter.objects.filter(decision=decision).select_related("by").first()
    first = draft(prospect, decision, by=user)
    form = LetterForm(sent(request), initial={"subject": first.subject, "body": first.body})
    if request.method == "POST" and kept is None and form.is_valid() and _is_whole(form):
        channel = Letter.Channel.MAIL if request.POST.get("action") == "send" else Letter.Channel.COPY
        act.keep_letter(decision, by=user, language=prospect.language, channel=channel, **form.cleaned_data)
        messages.success(request, _("Sent.") if channel == Letter.Channel.MAIL else _("Kept as sent by hand."))
        return redirect("prospect", pk=pk)
    context = {"form": form, "prospect": prospect, "decision": decision, "sent": kept, "gaps": first.gaps}
    return render(request, "prospects/letter.html", context, status=422 if form.is_bound and not kept else 200)


def _is_whole(form: LetterForm) -> bool:
    """Nothing half-filled leaves."""
    if GAP in form.cleaned_data["subject"] + form.cleaned_data["body"]:
        form.add_error("body", _("Fill the gaps marked […] first."))
        return False
    return True
