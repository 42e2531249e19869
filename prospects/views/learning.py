"""What answers are worth, what outcomes speak for, and whether we were right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Agency
from accounts.permissions import Permission, allowed, may
from offboarding.models import Cause
from prospects.actions import publishing
from prospects.actions.freezing import weights
from prospects.content import Rule
from prospects.fit import GO, TALK
from prospects.learning import Proposal, share_interval
from prospects.library import BASE, built_in
from prospects.models import WeightSet
from prospects.outcomes import Outcome, Result, results
from prospects.permissions import prospects_for, revealed_to
from prospects.views.shared import person, refuse
from prospects.wording import KINDS, ask_of, own_language, reason_of

FEWEST, FEWEST_EACH = 20, 5  # outcomes that are known, and of each sort, before anything is claimed


@dataclass(frozen=True, slots=True)
class PointLine:
    rule: Rule
    reason: str
    ask: str
    kinds: str
    now: int
    sent: str
    proposal: Proposal | None


@dataclass(frozen=True, slots=True)
class Share:
    """Good outcomes of a group, with the interval of the share in per cent."""

    label: str
    good: int
    n: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class RightLine:
    """`sealed`: this reader has not seen the figure, so neither it nor the others' feelings stand here."""

    result: Result
    sealed: bool
    outcome: str


@require_http_methods(["GET", "POST"])
@allowed(Permission.SCREEN)
def points(request: HttpRequest) -> HttpResponse:
    """GET, POST /prospects/points/"""
    user = person(request)
    if request.method == "POST":
        try:
            publishing.publish_points(by=user, points=_sent(request), notes=request.POST.get("notes", ""))
        except ValidationError as refusal:
            refuse(request, refusal)
        else:
            messages.success(request, _("Published. Fits that were shown before stay as they were."))
            return redirect("prospect_points")
    chosen = weights()
    proposed = {one.rule: one for one in publishing.proposals()}
    context = {
        "groups": _groups(request, chosen.points, proposed),
        "version": chosen.version,
        "versions": list(WeightSet.objects.select_related("published_by")[:10]),
        "proposals": len(proposed),
        "may_publish": may(user, Permission.ACCEPT),
        "notes": request.POST.get("notes", ""),
    }
    return render(request, "prospects/points.html", context, status=422 if request.method == "POST" else 200)


@require_GET
@allowed(Permission.SCREEN)
def right(request: HttpRequest) -> HttpResponse:
    """GET /prospects/right/: were we right?"""
    user = person(request)
    found = results(prospects_for(user), Agency.objects.get().today().date)
    seen = revealed_to(user, [one.prospect.pk for one in found])
    lines = [RightLine(one, one.prospect.pk not in seen, outcome_words(one.outcome)) for one in found]
    known = [one for one in found if one.outcome.good is not None]
    good = sum(bool(one.outcome.good) for one in known)
    enough = len(known) >= FEWEST and min(good, len(known) - good) >= FEWEST_EACH
    context = {
        "lines": lines,
        "known": len(known),
        "good": good,
        "bad": len(known) - good,
        "fewest": FEWEST,
        "fewest_each": FEWEST_EACH,
        "enough": enough,
        "by_fit": _by_fit(known) if enough else [],
        "by_feeling": _by_feeling(known) if enough else [],
    }
    return render(request, "prospects/right.html", context)


def outcome_words(outcome: Outcome) -> str:
    words = {
        "still": _("Still a client after %(months)d months"),
        "left": _("They left after %(months)d months"),
        "parted": _("We ended it after %(months)d months"),
        "ran_out": _("Ran out as agreed after %(months)d months"),
    }
    said = words[outcome.what] % {"months": outcome.months}
    return f"{said}: {Cause(outcome.cause).label}" if outcome.cause else said


def _by_fit(known: Iterable[Result]) -> list[Share]:
    figures = [(one.fit.figure, bool(one.outcome.good)) for one in known if one.fit and one.fit.figure is not None]
    return [
        _share(_("Fit of 65 or more"), [good for figure, good in figures if figure >= GO]),
        _share(_("Fit of 40 to 64"), [good for figure, good in figures if TALK <= figure < GO]),
        _share(_("Fit below 40"), [good for figure, good in figures if figure < TALK]),
    ]


def _by_feeling(known: Iterable[Result]) -> list[Share]:
    felt = [(one.feeling, bool(one.outcome.good)) for one in known if one.feeling is not None]
    return [
        _share(_("Gut feeling above 3"), [good for value, good in felt if value > 3]),
        _share(_("Gut feeling of 3"), [good for value, good in felt if value == 3]),
        _share(_("Gut feeling below 3"), [good for value, good in felt if value < 3]),
    ]


def _share(label: str, outcomes: list[bool]) -> Share:
    if not outcomes:
        return Share(label, 0, 0, 0, 100)
    low, high = share_interval(sum(outcomes), len(outcomes))
    return Share(label, sum(outcomes), len(outcomes), round(100 * low), round(100 * high))


def _groups(
    request: HttpRequest, points: Mapping[str, int], proposed: Mapping[str, Proposal]
) -> list[tuple[str, list[PointLine]]]:
    base, language = built_in()[BASE], own_language()
    groups = []
    for question in base.questions:
        rules = [rule for rule in publishing.rules_that_count() if rule.question == question.key]
        lines = [_line(request, rule, points, proposed.get(rule.key)) for rule in rules]
        if lines:
            groups.append((base.text(language, question.key, "title"), lines))
    return groups


def _line(request: HttpRequest, rule: Rule, points: Mapping[str, int], proposal: Proposal | None) -> PointLine:
    now = points.get(rule.key, rule.points)
    return PointLine(
        rule=rule,
        reason=reason_of(rule),
        ask=ask_of(rule),
        kinds=", ".join(str(KINDS[kind]) for kind in rule.kinds),
        now=now,
        sent=request.POST.get(f"points-{rule.key}", str(now)),
        proposal=proposal,
    )


def _sent(request: HttpRequest) -> dict[str, int]:
    """The points of the form. Raises ValidationError for what is no whole number."""
    found = {}
    for name, text in request.POST.items():
        if name.startswith("points-"):
            try:
                found[name.removeprefix("points-")] = int(str(text).replace("−", "-"))
            except ValueError:
                raise ValidationError(_("Points are whole numbers.")) from None
    return found
