"""Before the figure: marks and the gut feeling. Then the figure."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, allowed
from prospects.actions import judging as act
from prospects.forms import FeelingForm
from prospects.permissions import get_prospect
from prospects.views.shared import person, refuse, whole_number


@require_POST
@allowed(Permission.SCREEN)
def marks(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /prospects/<pk>/marks/ with mark-<rubric>=0|1|2, any number of them."""
    user = person(request)
    prospect = get_prospect(user, pk)
    sent = {name.removeprefix("mark-"): str(request.POST[name]) for name in request.POST if name.startswith("mark-")}
    found = {rubric: mark for rubric, text in sent.items() if (mark := whole_number(text)) is not None}
    try:
        act.mark_texts(prospect, by=user, marks=found)
        messages.success(request, _("Marked."))
    except ValidationError as refusal:
        refuse(request, refusal)
    return _back(pk, "feeling")


@require_POST
@allowed(Permission.SCREEN)
def feeling(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /prospects/<pk>/feeling/"""
    user = person(request)
    prospect = get_prospect(user, pk)
    form = FeelingForm(request.POST)
    if not form.is_valid():
        refuse(request, ValidationError(_("Choose from 1 to 5.")))
        return _back(pk, "feeling")
    try:
        act.say_feeling(prospect, by=user, **form.cleaned_data)
        messages.success(request, _("Noted. You may change it until you look at the fit."))
    except ValidationError as refusal:
        refuse(request, refusal)
    return _back(pk, "feeling")


@require_POST
@allowed(Permission.SCREEN)
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /prospects/<pk>/reveal/"""
    user = person(request)
    prospect = get_prospect(user, pk)
    try:
        act.reveal(prospect, by=user)
    except ValidationError as refusal:
        refuse(request, refusal)
        return _back(pk, "feeling")
    return redirect("prospect", pk=pk)


def _back(pk: int, place: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('prospect', args=[pk])}#{place}")
