"""The first pages of the path: evidence, is it us?, repair."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Contract
from accounts.permissions import Permission, allowed
from accounts.standards.versions import standards_in_force
from offboarding import readiness
from offboarding.actions import evidence as acts
from offboarding.actions import repair as tried
from offboarding.actions.cases import today
from offboarding.actions.repair import Terms
from offboarding.evidence import points_now
from offboarding.forms import (
    DeliveryForm,
    OutcomeForm,
    ReasonForm,
    RepairForm,
    ReplyForm,
    SendingForm,
    ViewForm,
    WarningForm,
)
from offboarding.models import EvidenceItem, Parting, Repair, WrittenWarning
from offboarding.permissions import get_parting, is_sealed
from offboarding.states import State
from offboarding.views.path import Path, page, path_of, user_of, ways
from offboarding.views.shared import done

CURE_DAYS = 30
CONTENT = "proof_file__content"  # megabytes that no page shows


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/evidence/: every sign with its records; POST judges them, or keeps them anew."""
    parting, user = get_parting(request.user, pk), user_of(request)
    if request.method == "POST":
        try:
            _judge(request, parting)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        return redirect("parting_evidence", parting.pk)
    path, sealed = path_of(user, parting, "evidence"), is_sealed(user, parting)
    items = readiness.latest_evidence(parting)
    context = {
        "items": sorted(items, key=lambda item: item.title) if sealed else items, "sealed": sealed,
        "open": path.may_work and parting.state == State.OPENED, "ways": ways(path, "agree_evidence", "keep"),
    }  # fmt: skip
    return page(request, path, context)


def _judge(request: HttpRequest, parting: Parting) -> None:
    user = user_of(request)
    if "anew" in request.POST:
        acts.keep_evidence(by=user, parting=parting)
        return
    for item in readiness.latest_evidence(parting):
        verdict = request.POST.get(f"verdict-{item.pk}", "")
        if verdict in EvidenceItem.Verdict.values and verdict != EvidenceItem.Verdict.OPEN:
            note = request.POST.get(f"note-{item.pk}", "")[:2000]
            acts.judge_evidence(by=user, item=item, verdict=verdict, note=note)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def fault(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/us/: our fault computed, three reasons, and their view."""
    parting, user = get_parting(request.user, pk), user_of(request)
    asked = request.POST.get("form")
    reason = ReasonForm(request.POST if asked == "reason" else None, client=parting.client)
    view = ViewForm(request.POST if asked == "view" else None, client=parting.client, today=today())
    if asked == "reason" and done(reason, lambda **data: acts.add_reason(by=user, parting=parting, **data)):
        return redirect("parting_fault", parting.pk)
    if asked == "view" and done(view, lambda **data: acts.note_their_view(by=user, parting=parting, **data)):
        return redirect("parting_fault", parting.pk)
    path = path_of(user, parting, "fault")
    context = {
        "reasons": parting.reasons.select_related("by", "lapse"), "reason_form": reason, "view_form": view,
        "sealed": is_sealed(user, parting), "share": None if parting.fault is None else parting.fault / 100,
        "open": path.may_work and parting.state in {State.OPENED, State.FAULT, State.REPAIR},
        "ways": ways(path, "look_at_ourselves", "keep"),
    }  # fmt: skip
    return page(request, path, context, status=422 if request.method == "POST" else 200)


@require_POST
@allowed(Permission.PART)
def drop_reason(request: HttpRequest, pk: int, reason: int) -> HttpResponse:
    """POST /partings/<pk>/us/<reason>/drop/"""
    parting = get_parting(request.user, pk)
    found = parting.reasons.filter(pk=reason).first()
    if found is not None:
        try:
            acts.drop_reason(by=user_of(request), reason=found)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
    return redirect("parting_fault", parting.pk)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def repair(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/repair/: what was tried, warnings, and what came of them."""
    parting, user = get_parting(request.user, pk), user_of(request)
    asked = request.POST.get("form")
    tries = RepairForm(request.POST if asked == "repair" else None, client=parting.client, today=today())
    warning = WarningForm(
        request.POST if asked == "warning" else None,
        today=today(),
        cure_days=_cure_days(parting),
        standard=_standard(parting),
    )
    if asked == "repair" and done(tries, lambda **data: tried.note_repair(by=user, parting=parting, **data)):
        return redirect("parting_repair", parting.pk)
    if asked == "warning" and done(
        warning, lambda **data: tried.write_warning(by=user, parting=parting, terms=Terms(**data))
    ):
        return redirect("parting_repair", parting.pk)
    path = path_of(user, parting, "repair")
    return page(request, path, {**_repair_context(path, parting), "repair_form": tries, "warning_form": warning},
                status=422 if request.method == "POST" else 200)  # fmt: skip


def _repair_context(path: Path, parting: Parting) -> dict[str, Any]:
    user_sees = not is_sealed(path.user, parting)
    now = points_now(parting.client, for_user=path.user) if user_sees else {}
    repairs = list(parting.repairs.select_related("contact", "by"))
    warnings = list(parting.warnings.select_related("reply_from", "proof_file", "by").defer(CONTENT))
    return {
        "repairs": [(one, _change(one.before, now)) for one in repairs],
        "warnings": [(one, _change(one.before, now)) for one in warnings], "measured": user_sees,
        "open": path.may_work and parting.state in {State.OPENED, State.FAULT, State.REPAIR},
        "ways": ways(path, "end_repair", "skip_repair", "keep"),
    }  # fmt: skip


def _change(before: dict[str, int], now: dict[str, int]) -> dict[str, float] | None:
    """Points of the same signs then and now; new signs are another matter. None where nothing can be compared."""
    if not before or not now:
        return None
    then, same = sum(before.values()), sum(now.get(factor, 0) for factor in before)
    return {"before": then / 100, "now": same / 100, "delta": (same - then) / 100}


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def judge(request: HttpRequest, pk: int, kind: str, one: int) -> HttpResponse:
    """GET and POST /partings/<pk>/<repairs|warnings>/<one>/outcome/"""
    parting, user = get_parting(request.user, pk), user_of(request)
    found: Repair | WrittenWarning
    if kind == "repairs":
        found = get_object_or_404(parting.repairs, pk=one)
    else:
        found = get_object_or_404(parting.warnings, pk=one)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, lambda **data: tried.judge_repair(by=user, repair=found, **data)):
        return redirect("parting_repair", parting.pk)
    return _one(request, parting, form, _("What came of it?"), str(found))


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def warning(request: HttpRequest, pk: int, one: int, what: str) -> HttpResponse:
    """GET and POST /partings/<pk>/warnings/<one>/<sent|delivery|reply>/"""
    parting, user = get_parting(request.user, pk), user_of(request)
    found = get_object_or_404(parting.warnings, pk=one)
    kinds: dict[str, tuple[Any, Any, str]] = {
        "sent": (SendingForm, tried.note_sending, _("When and how was it sent?")),
        "delivery": (DeliveryForm, _delivered, _("When did it arrive?")),
        "reply": (ReplyForm, tried.note_reply, _("What did they answer?")),
    }
    if what not in kinds:
        raise Http404
    form_class, act, title = kinds[what]
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = form_class(*sent, client=parting.client, today=today())
    if request.method == "POST" and done(form, lambda **data: act(by=user, warning=found, **data)):
        return redirect("parting_repair", parting.pk)
    return _one(request, parting, form, title, str(found))


@transaction.atomic
def _delivered(*, by: Any, warning: WrittenWarning, on: Any, proof: str, file: Any = None) -> None:
    """The file is kept only where the delivery is."""
    kept = None
    if file:
        kept = tried.keep_file(
            by=by, parting=warning.parting, name=file.name, kind=file.content_type or "", content=file.read()
        )
    tried.note_delivery(by=by, warning=warning, on=on, proof=proof, file=kept)


def _one(request: HttpRequest, parting: Parting, form: Any, title: str, about: str) -> HttpResponse:
    """A page with one form, beside the path."""
    path = path_of(user_of(request), parting, "repair")
    context = {"path": path, "form": form, "title": title, "about": about}
    return render(request, "offboarding/one_form.html", context, status=422 if form.is_bound else 200)


def _cure_days(parting: Parting) -> int:
    contract = Contract.objects.of(parting.client).running(today()).exclude(cure_days=None).first()
    return contract.cure_days if contract and contract.cure_days else CURE_DAYS


def _standard(parting: Parting) -> str:
    """A pointer to the agency's published standards, for the writer to quote from."""
    found = standards_in_force(today(), parting.client.language)
    return _("Our standards, version %(n)s: ") % {"n": found.number} if found else ""
