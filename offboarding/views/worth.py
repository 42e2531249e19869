"""What they are worth: keep, restructure or part, compared by draws from estimates that anyone can check."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Agency
from accounts.permissions import Permission, allowed
from offboarding import readiness
from offboarding.actions.worth import weigh
from offboarding.models import Parting
from offboarding.permissions import get_parting, require_work
from offboarding.pictures import Bar, bars, lines
from offboarding.states import State
from offboarding.views.path import Path, page, path_of, user_of
from offboarding.weighing import Inputs, closed_because, from_book, inputs_of, worth_of
from offboarding.worth import MONTHS
from offboarding.worth_form import POINTS, EstimatesForm
from offboarding.worth_words import ADVICE, GROUPS, OPTIONS, REASONS

SHOWN_MONTHS = range(3, MONTHS + 1, 3)  # of the path, in the table


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def worth(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/worth/; ?fresh=1 fills in the book's own figures once more."""
    parting, user = get_parting(request.user, pk), user_of(request)
    if request.method == "POST":
        require_work(user, parting)
    path = path_of(user, parting, "worth")
    refused = 422 if request.method == "POST" else 200
    if closed := closed_because(user, parting):
        return page(request, path, {"closed": closed}, status=refused)
    inputs = _inputs(request, path)
    writes = path.may_work and parting.state == State.DECISION and inputs is not None
    form = EstimatesForm(request.POST or None, inputs=inputs) if writes and inputs else None
    fresh = "fresh" in request.GET
    if request.method == "POST" and form and form.is_valid() and _weighed(path, form, fresh=fresh):
        messages.success(request, _("Compared. The estimates are kept with the case."))
        return redirect("parting_worth", parting.pk)
    context = {"form": form, "inputs": inputs, "groups": _groups(form, inputs), "fresh": fresh}
    return page(request, path, {**context, "result": result(parting)}, status=refused)


def _inputs(request: HttpRequest, path: Path) -> Inputs | None:
    """What the case keeps; the book's own figures where it keeps none, or where they are asked for."""
    kept = inputs_of(path.parting)
    writes = path.may_work and path.parting.state == State.DECISION
    if not writes or (kept and "fresh" not in request.GET):
        return kept
    return from_book(path.user, path.parting, Agency.objects.get().today())


def _weighed(path: Path, form: EstimatesForm, *, fresh: bool) -> bool:
    data = {name: form.cleaned_data[name] for name in ("pipeline", "seed")}
    try:
        weigh(by=path.user, parting=path.parting, given=form.given(), fresh=fresh, **data)
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return False
    return True


def _groups(form: EstimatesForm | None, inputs: Inputs | None) -> list[dict[str, Any]]:
    """The estimates in groups, each with its fields (or its three points), its source and the records behind it."""
    if inputs is None:
        return []
    return [
        {
            "key": group.key,
            "title": group.title,
            "rows": [
                {"name": name, "word": word, "input": inputs.of[name], **_fields(form, name)}
                for name, word in group.words.items()
            ],
        }
        for group in GROUPS
    ]


def _fields(form: EstimatesForm | None, name: str) -> dict[str, Any]:
    if form is None:
        return {}
    bound = [(title, form[f"{name}_{point}"]) for point, title in POINTS.items()]
    return {"fields": bound, "errors": list(dict.fromkeys(str(error) for _title, one in bound for error in one.errors))}


def result(parting: Parting) -> dict[str, Any]:
    """What the comparison came to, drawn and in words; nothing before there is one.

    `held` says what has to come before any advice: our own share looked at, and warnings given.
    """
    found, kept = worth_of(parting), inputs_of(parting)
    if found is None or kept is None:
        return {}
    outcomes, advice = found[0].outcomes, found[1]
    drawn, zero = bars(outcomes)
    run, run_zero = lines(outcomes)
    held = [one for one in (readiness.three_reasons(parting), readiness.warned_or_skipped(parting)) if one]
    return {
        "kept": kept,
        "held": held if parting.state == State.DECISION else [],
        "our_share": None if parting.fault is None else Decimal(parting.fault) / 100,
        "warned": parting.warnings.exclude(sent_on=None).count(),
        "seed": found[0].seed,
        "draws": found[0].draws,
        "advice": advice,
        "advice_words": ADVICE[advice.option],
        "reasons": [REASONS[key] for key in advice.reasons],
        "bars": [_row(bar, advice.option) for bar in drawn],
        "zero": zero,
        "lines": [(OPTIONS[line.outcome.option], line) for line in run],
        "lines_zero": run_zero,
        "months": MONTHS,
        "by_month": [(month, [Decimal(one.path[month - 1]) for one in outcomes]) for month in SHOWN_MONTHS],
        "share": None if kept.standing.share is None else Decimal(kept.standing.share) / 10_000,
    }


def _row(bar: Bar, advised: str) -> dict[str, Any]:
    one = bar.outcome
    return {
        "bar": bar,
        "title": OPTIONS[one.option],
        "advised": one.option == advised,
        "p_best": Decimal(one.p_best) / 10_000,
        **{name: Decimal(getattr(one, name)) for name in ("mean", "low", "high", "regret")},
    }
