"""What they are worth: keep, restructure or part, compared by draws from estimates that anyone can check."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Agency, User
from accounts.permissions import Permission, allowed
from offboarding.actions.worth import weigh
from offboarding.models import Parting
from offboarding.permissions import get_parting, may_work
from offboarding.pictures import bars, lines
from offboarding.states import State
from offboarding.weighing import Inputs, closed_because, from_book, inputs_of, worth_of
from offboarding.worth import MONTHS
from offboarding.worth_form import POINTS, EstimatesForm
from offboarding.worth_words import ADVICE, GROUPS, OPTIONS, REASONS
from signals.wording import read_on


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def worth(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/worth/; ?fresh=1 fills in the book's own figures once more"""
    assert isinstance(request.user, User)  # `allowed` lets nobody else in
    user, parting, day = request.user, get_parting(request.user, pk), Agency.objects.get().today()
    page: dict[str, Any] = {"parting": parting, "as_of": day.date, "months": MONTHS}
    page["closed"] = closed_because(user, parting)
    if page["closed"]:
        return render(request, "offboarding/worth.html", page, status=200 if request.method == "GET" else 403)
    writes = parting.state == State.DECISION and may_work(user, parting)
    with read_on(day.date):
        inputs = _inputs(request, parting, writes=writes)
    form = EstimatesForm(request.POST or None, inputs=inputs) if inputs else None
    if request.method == "POST" and form and form.is_valid() and _weighed(user, parting, form):
        messages.success(request, _("Compared. The estimates are kept with the case."))
        return redirect("parting_worth", parting.pk)
    page |= {"form": form, "writes": writes, "inputs": inputs, "groups": _groups(form, inputs)}
    return render(
        request, "offboarding/worth.html", page | _result(parting), status=422 if form and form.is_bound else 200
    )


def _inputs(request: HttpRequest, parting: Parting, *, writes: bool) -> Inputs | None:
    """What the case keeps; the book's own figures where it keeps none, or where they are asked for."""
    kept = inputs_of(parting)
    if not writes or (kept and "fresh" not in request.GET):
        return kept
    assert isinstance(request.user, User)
    return from_book(request.user, parting, Agency.objects.get().today())


def _weighed(user: User, parting: Parting, form: EstimatesForm) -> bool:
    data = form.cleaned_data
    try:
        weigh(by=user, parting=parting, given=form.given(), pipeline=data["pipeline"], seed=data["seed"])
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return False
    return True


def _groups(form: EstimatesForm | None, inputs: Inputs | None) -> list[dict[str, Any]]:
    """The estimates in groups, each with its three fields, its source and the records behind it."""
    if form is None or inputs is None:
        return []
    return [
        {
            "key": group.key,
            "title": group.title,
            "rows": [
                {
                    "name": name,
                    "word": word,
                    "input": inputs.of[name],
                    "fields": [(title, form[f"{name}_{point}"]) for point, title in POINTS.items()],
                    "errors": [error for point in POINTS for error in form[f"{name}_{point}"].errors],
                }
                for name, word in group.words.items()
            ],
        }
        for group in GROUPS
    ]


def _result(parting: Parting) -> dict[str, Any]:
    found, kept = worth_of(parting), inputs_of(parting)
    if found is None or kept is None:
        return {}
    outcome, advice = found
    drawn, zero = bars(outcome.outcomes)
    run, run_zero = lines(outcome.outcomes)
    names = {one.option: OPTIONS[one.option] for one in outcome.outcomes}
    return {
        "kept": kept,
        "worth": outcome,
        "advice": advice,
        "advice_words": ADVICE[advice.option],
        "reasons": [REASONS[key] for key in advice.reasons],
        "bars": [(names[bar.outcome.option], bar, bar.outcome) for bar in drawn],
        "zero": zero,
        "lines": [(names[line.outcome.option], line) for line in run],
        "lines_zero": run_zero,
        "path": [(month, [one.path[month - 1] for one in outcome.outcomes]) for month in range(3, MONTHS + 1, 3)],
        "option_names": list(names.values()),
    }
