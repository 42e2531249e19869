"""Accept, ask for more, decline; the second person; and the way from prospect to client."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Agency, Contract, User
from accounts.permissions import Permission, allowed
from prospects.actions import converting
from prospects.actions import deciding as act
from prospects.actions.freezing import last_answers
from prospects.facts import fee_range
from prospects.forms import ConvertForm, DecisionForm
from prospects.models import Prospect
from prospects.permissions import get_prospect
from prospects.views.shared import person, refuse, sent

PAYMENT_DAYS, NOTICE = 14, 3


@require_POST
@allowed(Permission.ACCEPT)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /prospects/<pk>/decide/"""
    user = person(request)
    prospect = get_prospect(user, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        refuse(request, ValidationError(_("Say what you decide, and why.")))
        return redirect("prospect", pk=pk)
    try:
        decision = act.decide(prospect, by=user, **form.cleaned_data)
    except ValidationError as refusal:
        refuse(request, refusal)
        return redirect("prospect", pk=pk)
    if decision.waits:
        messages.success(request, _("A flag stands: it holds as soon as a second person agrees."))
        return redirect("prospect", pk=pk)
    return redirect("prospect_letter", pk=pk)


@require_POST
@allowed(Permission.SCREEN)
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /prospects/<pk>/agree/: the second person, to the decision that waits."""
    user = person(request)
    prospect = get_prospect(user, pk)
    waiting = get_object_or_404(prospect.decisions, needs_second=True, second_by=None, withdrawn_at=None)
    try:
        act.agree(waiting, by=user)
        messages.success(request, _("Agreed: the decision holds."))
    except (ValidationError, PermissionDenied) as refusal:
        refuse(request, refusal if isinstance(refusal, ValidationError) else ValidationError(str(refusal)))
    return redirect("prospect", pk=pk)


@require_http_methods(["GET", "POST"])
@allowed(Permission.ACCEPT)
def convert(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /prospects/<pk>/convert/"""
    user = person(request)
    prospect = get_prospect(user, pk)
    if prospect.client_id:
        return redirect("client", pk=prospect.client_id)
    if prospect.state != Prospect.State.ACCEPTED:
        refuse(request, ValidationError(_("Only an accepted prospect becomes a client.")))
        return redirect("prospect", pk=pk)
    agency = Agency.objects.get()
    form = ConvertForm(sent(request), user=user, today=agency.today().date, initial=prefilled(prospect, user, agency))
    if request.method == "POST" and form.is_valid():
        try:
            client = converting.convert(prospect, by=user, **_terms(form))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("%(client)s is a client of yours now.") % {"client": client.name})
            return redirect("client", pk=client.pk)
    context = {"form": form, "prospect": prospect}
    return render(request, "prospects/convert.html", context, status=422 if form.is_bound else 200)


def prefilled(prospect: Prospect, user: User, agency: Agency) -> dict[str, Any]:
    """What the answers already say of the contract; everything of it may be changed."""
    answers = last_answers(prospect)
    data: dict[str, Any] = answers.data if answers else {}
    edges = answers.invitation.fee_edges if answers else []
    span = fee_range(str(data.get("fee_range", "")), edges) if edges else None
    return {
        "name": prospect.company,
        "owner": prospect.owner_id or user.pk,
        "goals": goals_of(data),
        "kind": Contract.Kind.RETAINER,
        "monthly_fee": max(span[0], agency.price_floor or span[0]) if span else agency.price_floor,
        "currency": agency.currency,
        "is_prepaid": data.get("terms") in {"yes", "other"},
        "payment_days": PAYMENT_DAYS,
        "notice_length": NOTICE,
    }


def goals_of(data: dict[str, Any]) -> str:
    """Their own words, with figure and date where they gave them."""
    figure = [data.get(name, "") for name in ("goal_figure", "goal_today", "goal_target", "goal_by")]
    today, target = figure[1], figure[2]
    steps = " → ".join(part for part in (today, target) if part)
    line = " · ".join(part for part in (figure[0], steps, figure[3]) if part)
    return "\n".join(part for part in (data.get("goal", ""), line) if part)


def _terms(form: ConvertForm) -> dict[str, Any]:
    cleaned = {**form.cleaned_data}
    return {"owner": cleaned.pop("owner"), "terms": converting.Terms(**cleaned)}
