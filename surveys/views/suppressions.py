"""Who is not asked, and why. The address itself is kept as a hash; the person is named while they are on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import Permission, allowed, clients_for, may, require
from signals.views import contexts as c
from signals.views.shared import page_number
from surveys.actions import suppressing
from surveys.forms import SuppressionForm
from surveys.models import Suppression
from surveys.views.shared import PER_PAGE, paging, person, sent


@dataclass(frozen=True, slots=True)
class Row:
    suppression: Suppression
    who: str
    may_lift: bool


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    paging: c.Paging
    may_run: bool
    form: Any


@require_http_methods(["GET", "POST"])
@allowed(Permission.VIEW_CLIENTS)
def index(request: HttpRequest) -> HttpResponse:
    """GET, POST /surveys/suppressions/"""
    user = person(request)
    form = SuppressionForm(sent(request))
    if request.method == "POST":
        require(user, Permission.SURVEY)
        if form.is_valid():
            suppressing.suppress(
                form.cleaned_data["email"], contact=form.contact(), scope=form.cleaned_data["scope"],
                why=Suppression.Why.BY_HAND, by=user,
            )  # fmt: skip
            messages.success(request, _("Noted. Who is planned is left out when it is their turn."))
            return redirect("survey_suppressions")
    page = build(user, page_number(request), form)
    return render(request, "surveys/suppressions.html", {"page": page}, status=422 if form.is_bound else 200)


def build(user: User, number: int, form: SuppressionForm) -> Page:
    chosen, may_run = reach(user), may(user, Permission.SURVEY)
    where, first = paging(number, chosen.count(), lambda page: f"?page={page}")
    listed = chosen.select_related("contact__client", "by")[first : first + PER_PAGE]
    return Page([Row(one, _who(one), may_run) for one in listed], where, may_run, form if may_run else None)


def reach(user: User) -> QuerySet[Suppression]:
    """Of people at clients whom somebody sees; addresses of nobody on record are the owners' to see."""
    seen = Q(contact__client__in=clients_for(user))
    if may(user, Permission.SURVEY):
        seen |= Q(contact=None)
    return Suppression.objects.filter(seen, lifted_at=None)


def _who(suppression: Suppression) -> str:
    contact = suppression.contact
    return str(contact) if contact else _("Somebody who is no longer on record")


@require_POST
@allowed(Permission.SURVEY)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/suppressions/<pk>/lift/"""
    user = person(request)
    row = get_object_or_404(reach(user).select_related("contact"), pk=pk)
    email = row.contact.email if row.contact else ""
    if not email or not suppressing.lift(email, by=user):
        messages.error(request, _("Their address is no longer on record: it stays as it is."))
    else:
        messages.success(request, _("They may be asked again."))
    return redirect("survey_suppressions")
