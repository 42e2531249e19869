"""Blind reviews and the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, allowed
from offboarding import readiness
from offboarding.actions import reviews as acts
from offboarding.actions.cases import today
from offboarding.assessing import Fact, facts
from offboarding.forms import PeopleForm, ReplaceForm, ReviewForm
from offboarding.models import ASSESSMENTS, Parting, Review
from offboarding.permissions import get_parting, is_sealed, reviews_for
from offboarding.states import State
from offboarding.views.path import Path, page, path_of, user_of, ways
from offboarding.views.shared import done
from offboarding.views.worth import result
from offboarding.weighing import closed_because
from signals.permissions import scores_for
from signals.views.shared import cell, desk_of


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    title: Any
    asks: Any
    words: tuple[Any, ...]  # of the marks 1 to 5


QUESTIONS = (
    Question("payment", gettext_lazy("Payment"), gettext_lazy("Do they pay what they owe, when they owe it?"), (
        gettext_lazy("Always"), gettext_lazy("Mostly"), gettext_lazy("Often late"), gettext_lazy("Rarely"),
        gettext_lazy("Hardly ever"),
    )),
    Question("economics", gettext_lazy("Economics"), gettext_lazy("Do we earn our floor on true hours?"), (
        gettext_lazy("Well above"), gettext_lazy("Above"), gettext_lazy("At the floor"), gettext_lazy("Below"),
        gettext_lazy("We pay to work"),
    )),
    Question("conduct", gettext_lazy("Conduct"), gettext_lazy("Do they treat our people with respect?"), (
        gettext_lazy("Warm"), gettext_lazy("Fair"), gettext_lazy("Sharp at times"), gettext_lazy("Often rude"),
        gettext_lazy("Abusive"),
    )),
    Question("fit", gettext_lazy("Fit"), gettext_lazy("Do they want what we are good at?"), (
        gettext_lazy("Fully"), gettext_lazy("Mostly"), gettext_lazy("In part"), gettext_lazy("Barely"),
        gettext_lazy("Not at all"),
    )),
    Question("fault", gettext_lazy("Our fault"), gettext_lazy("How much of this did we cause?"), (
        gettext_lazy("Nothing"), gettext_lazy("A little"), gettext_lazy("Some"), gettext_lazy("Much"),
        gettext_lazy("Most"),
    )),
    Question("mend", gettext_lazy("Can it be mended?"), gettext_lazy("If we tried once more, would it last?"), (
        gettext_lazy("Surely"), gettext_lazy("Likely"), gettext_lazy("Perhaps"), gettext_lazy("Unlikely"),
        gettext_lazy("No"),
    )),
)  # fmt: skip
assert tuple(question.key for question in QUESTIONS) == ASSESSMENTS


@dataclass(frozen=True, slots=True)
class Rating:
    """A question as the form shows it."""

    question: Question
    fact: Fact
    value: int | None
    errors: list[str]

    @property
    def options(self) -> list[tuple[int, Any, bool]]:
        return [(mark, word, mark == self.value) for mark, word in enumerate(self.question.words, start=1)]


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/review/: ask two people; write one's own; see all once all are in."""
    parting, user = get_parting(request.user, pk), user_of(request)
    asked = request.POST.get("form")
    people = PeopleForm(request.POST if asked == "people" else None, parting=parting, today=today())
    if asked == "people" and done(people, lambda **data: acts.ask_reviews(by=user, parting=parting, **data)):
        messages.success(request, _("Asked. Both see nothing of the computed score until both are in."))
        return redirect("parting_review", parting.pk)
    if asked == "gaps":
        return _gaps(request, parting)
    mine = parting.reviews.filter(reviewer=user, handed_in_at=None).order_by("round").first()
    form = ReviewForm(request.POST if asked == "review" else None, review=mine) if mine is not None else None
    if mine is not None and form is not None and asked == "review" and _written(request, mine, form):
        return redirect("parting_review", parting.pk)
    path = path_of(user, parting, "review")
    context = {**_context(path, parting), "people_form": people, "mine": mine, "form": form}
    if mine is not None and form is not None:
        context |= {"ratings": _ratings(parting, form), **_file(parting)}
    return page(request, path, context, status=422 if request.method == "POST" else 200)


def _file(parting: Parting) -> dict[str, Any]:
    """What speaks for them: why it could be us, and what was tried."""
    return {
        "reasons": list(parting.reasons.all()), "repairs": list(parting.repairs.all()),
        "warnings": list(parting.warnings.exclude(sent_on=None)),
    }  # fmt: skip


def _written(request: HttpRequest, mine: Review, form: ReviewForm) -> bool:
    """Save the draft; hand it in where that was the button."""
    if not form.is_valid():
        return False
    user, data = user_of(request), form.cleaned_data
    try:
        acts.save_review(
            by=user, review=mine, advice=data["advice"], why=data["why"],
            scores={name: data[name] for name in ASSESSMENTS},
        )  # fmt: skip
        if "hand_in" in request.POST:
            acts.hand_in(by=user, review=mine)
            messages.success(request, _("Handed in. It stays on record as it is."))
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return False
    return True


def _gaps(request: HttpRequest, parting: Parting) -> HttpResponse:
    try:
        acts.note_gaps(by=user_of(request), parting=parting, said=request.POST.get("said", "")[:4000])
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("parting_review", parting.pk)


def _context(path: Path, parting: Parting) -> dict[str, Any]:
    """Who was asked, and what this person may read of it."""
    everyone = list(parting.reviews.select_related("reviewer"))
    current = readiness.reviews_now(parting)
    shown = list(reviews_for(path.user, parting))
    opened = bool(everyone) and all(one.is_in for one in everyone)
    far = set(readiness.gaps(parting)) if opened else set()
    return {
        "everyone": everyone, "shown": [one for one in shown if one.is_in], "opened": opened,
        "table": _table(everyone, far) if opened else [], "gaps": sorted(far),
        "asks": path.may_work and parting.state == State.DECISION and not current,
        "talks": path.may_work and opened and bool(far) and not any(one.is_after_talk for one in current),
        "ways": ways(path, "keep"),
    }  # fmt: skip


def _table(everyone: list[Review], far: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "title": question.title,
            "far": question.key in far,
            "marks": [(getattr(one, question.key), question.words[getattr(one, question.key) - 1]) for one in everyone],
        }
        for question in QUESTIONS
    ]


def _ratings(parting: Parting, form: ReviewForm) -> list[Rating]:
    known = facts(parting)
    rows = []
    for question in QUESTIONS:
        bound = form[question.key]
        value = bound.value()
        number = int(value) if str(value or "").isdigit() else None
        rows.append(Rating(question, known[question.key], number, [str(error) for error in bound.errors]))
    return rows


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def replace(request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """GET and POST /partings/<pk>/review/<one>/replace/: somebody else judges."""
    parting, user = get_parting(request.user, pk), user_of(request)
    found = get_object_or_404(parting.reviews.select_related("reviewer", "parting"), pk=one)
    form = ReplaceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, lambda to: acts.replace_reviewer(by=user, review=found, to=to)):
        return redirect("parting_review", parting.pk)
    context = {
        "path": path_of(user, parting, "review"), "form": form, "title": _("Ask somebody else"),
        "about": found.reviewer.name, "back": "parting_review",
    }  # fmt: skip
    return render(request, "offboarding/one_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD"])
@allowed(Permission.PART)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /partings/<pk>/decision/: everything on one page, and the owner's word."""
    parting, user = get_parting(request.user, pk), user_of(request)
    path = path_of(user, parting, "decision")
    desk = desk_of(request)
    score = scores_for(user).one(parting.client, today())
    everyone = list(parting.reviews.select_related("reviewer"))
    opened = bool(everyone) and all(one.is_in for one in everyone)
    far = set(readiness.gaps(parting))
    context = {
        "opened": opened, "everyone": everyone, "table": _table(everyone, far) if opened else [],
        "fire": cell(desk, score, "fire") if desk else None, "sealed": is_sealed(user, parting),
        "evidence": readiness.latest_evidence(parting), **_file(parting),
        "history": list(parting.steps.select_related("by")),
        "ways": ways(path, "decide_to_part", "restructure", "keep", "reconsider"),
        "weighed": {} if closed_because(user, parting) else result(parting),
    }  # fmt: skip
    return page(request, path, context)
