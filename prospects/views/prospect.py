"""One prospect: what they answered, what we think, what we decide."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Agency, User
from accounts.permissions import Permission, allowed, may
from clienthealth.core import clock, formats
from prospects.actions import taking
from prospects.actions.freezing import last_answers, marks_of, unmarked
from prospects.content import Rubric
from prospects.course import OPEN_TO_ANSWERS
from prospects.facts import fee_range
from prospects.forms import DecisionForm, FeelingForm, InviteForm, ProspectForm
from prospects.library import ADD_ONS
from prospects.links import url_of
from prospects.models import Decision, GutFeeling, Invitation, Letter, Prospect
from prospects.permissions import fits_for, get_prospect, own_feeling
from prospects.views.shared import person, refuse, sent
from prospects.views.sheet import AnsweredPart, FitView, Marking, Sheet
from prospects.wording import FEELINGS, Chip, own_language, state_chip


@dataclass(frozen=True, slots=True)
class ProspectPage:
    prospect: Prospect
    chip: Chip
    links: list[tuple[Invitation, str, bool]]  # with its address, and whether it is open
    parts: list[AnsweredPart]
    saved_times: int
    is_sent: bool
    markings: list[Marking]
    left_to_mark: list[Rubric]
    feeling: GutFeeling | None
    feelings: list[tuple[str, str, str]]  # everyone's, once this reader has seen the fit
    fit: FitView | None
    decisions: list[Decision]
    waiting: Decision | None
    holding: Decision | None
    letters: list[Letter]
    forms: dict[str, Any]
    rights: dict[str, bool]


@require_GET
@allowed(Permission.SCREEN)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /prospects/<pk>/"""
    user = person(request)
    return render(request, "prospects/prospect.html", {"page": build(user, get_prospect(user, pk))})


@require_http_methods(["GET", "POST"])
@allowed(Permission.SCREEN)
def new(request: HttpRequest) -> HttpResponse:
    """GET, POST /prospects/new/"""
    user = person(request)
    form = ProspectForm(sent(request), user=user)
    if request.method == "POST" and form.is_valid():
        try:
            prospect = taking.note_prospect(by=user, **form.values())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Noted. Send them the questions when you like."))
            return redirect("prospect", pk=prospect.pk)
    return render(request, "prospects/edit.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@allowed(Permission.SCREEN)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /prospects/<pk>/edit/"""
    user = person(request)
    prospect = get_prospect(user, pk)
    form = ProspectForm(sent(request), instance=prospect, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            taking.change_prospect(get_prospect(user, pk), by=user, **form.values())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("prospect", pk=pk)
    context = {"form": form, "prospect": prospect}
    return render(request, "prospects/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@allowed(Permission.ERASE)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /prospects/<pk>/delete/: forget somebody before their time."""
    user = person(request)
    prospect = get_prospect(user, pk)
    if prospect.client_id:
        refuse(request, ValidationError(_("They are a client now; their data are erased with the client’s.")))
        return redirect("prospect", pk=pk)
    taking.delete_prospect(prospect, by=user)
    messages.success(request, _("Deleted, with everything they had written."))
    return redirect("prospects")


def build(user: User, prospect: Prospect) -> ProspectPage:
    answers = last_answers(prospect)
    sheet = Sheet(answers) if answers else None
    marks = list(prospect.marks.select_related("by"))
    feeling = own_feeling(user, prospect)
    result = fits_for(user, [prospect.pk]).get(prospect.pk)
    decisions = list(prospect.decisions.select_related("by", "second_by"))
    now = clock.now()
    return ProspectPage(
        prospect=prospect,
        chip=state_chip(prospect),
        links=[(one, url_of(one), one.is_open(now)) for one in prospect.invitations.all()],
        parts=sheet.parts(result) if sheet else [],
        saved_times=answers.number if answers else 0,
        is_sent=prospect.answers.filter(submitted=True).exists(),
        markings=sheet.markings(user, marks) if sheet else [],
        left_to_mark=unmarked(sheet.form, sheet.answers.data, marks_of(prospect)) if sheet else [],
        feeling=feeling,
        feelings=_feelings(prospect) if feeling and feeling.revealed_at else [],
        fit=sheet.fit(result, floor_remark(sheet)) if sheet and result else None,
        decisions=decisions,
        waiting=next((one for one in decisions if one.waits), None),
        holding=next((one for one in decisions if one.holds), None),
        letters=list(prospect.letters.select_related("by")),
        forms=_forms(prospect, feeling),
        rights=_rights(user, prospect),
    )


def floor_remark(sheet: Sheet) -> str:
    """What they planned against our price floor, said; nothing where either is not known."""
    agency = Agency.objects.get()
    span = fee_range(str(sheet.answers.data.get("fee_range", "")), sheet.money.edges)
    if span is None or agency.price_floor is None:
        return ""
    language = own_language()

    def money(amount: Decimal) -> str:
        return formats.money(amount, sheet.money.currency, language)

    low, high = span
    said = {"low": money(low), "high": money(high) if high is not None else "", "floor": money(agency.price_floor)}
    if high is None:
        return _("They planned more than %(low)s a month for our work; the price floor is %(floor)s.") % said
    return _("They planned %(low)s to %(high)s a month for our work; the price floor is %(floor)s.") % said


def _feelings(prospect: Prospect) -> list[tuple[str, str, str]]:
    """Of everyone who has seen the fit: what they felt before."""
    said = prospect.feelings.filter(revealed_at__isnull=False).select_related("by")
    return [(one.by.name, str(FEELINGS[one.value]), one.note) for one in said]


def _forms(prospect: Prospect, feeling: GutFeeling | None) -> dict[str, Any]:
    asked = [key for key in prospect.questionnaires if key in ADD_ONS]
    return {
        "invite": InviteForm(initial={"add_ons": asked, "language": prospect.language, "by_mail": True}),
        "feeling": FeelingForm(initial={"value": feeling.value, "note": feeling.note} if feeling else None),
        "decision": DecisionForm(),
    }


def _rights(user: User, prospect: Prospect) -> dict[str, bool]:
    return {
        "accept": may(user, Permission.ACCEPT),
        "erase": may(user, Permission.ERASE) and prospect.client_id is None,
        "convert": may(user, Permission.ACCEPT) and may(user, Permission.ASSIGN),
        "ask": prospect.state in OPEN_TO_ANSWERS or prospect.state == Prospect.State.ANSWERED,
    }
