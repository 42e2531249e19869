"""Would you decide the same? A case half a year later, without a name of anybody in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Client, User
from accounts.permissions import Permission, allowed
from offboarding import readiness
from offboarding.actions.lessons import answer_second_look
from offboarding.lesson_forms import SecondLookForm
from offboarding.lessons import second_looks_of, waiting_for
from offboarding.models import Parting, Review, SecondLook
from offboarding.states import State
from offboarding.views.path import user_of
from offboarding.views.review import QUESTIONS
from offboarding.views.shared import done
from signals.detectors import BY_FACTOR
from signals.permissions import scores_for

CROWD = 3  # clients that share an industry before it is named


@dataclass(frozen=True, slots=True)
class Summary:
    """What the decision was made on: counts, kinds, marks. Nothing that anybody wrote, and no name.

    Free text is left out whole: names stand in it. The industry is named only where several clients share it.
    """

    industry: str
    size: str
    together: str
    fault: int | None
    signs: list[tuple[str, int]] = field(default_factory=list)
    marks: list[tuple[str, list[int | None]]] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    decision: str = ""
    came_of_it: str = ""


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def second_look(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /lessons/second-look/<pk>/"""
    user = user_of(request)
    look = second_looks_of(user).select_related("parting__client").filter(pk=pk).first()
    if look is None or not (look.answer or waiting_for(user).filter(pk=pk).exists()):
        raise Http404(_("There is no such question."))
    form = SecondLookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, lambda **data: answer_second_look(by=user, look=look, **data)):
        messages.success(request, _("Thank you. Your answer is kept."))
        return redirect("lessons")
    context = {"look": look, "form": form, "summary": summary(user, look)}
    return render(request, "offboarding/second_look.html", context, status=422 if form.is_bound else 200)


def summary(user: User, look: SecondLook) -> Summary:
    case = look.parting
    score = scores_for(user).on_or_before(case.client, case.known_on or case.opened_on)
    reviews = _newest(case)
    return Summary(
        industry=_industry(case.client),
        size=_size(score.revenue_cents if score else None),
        together=_together(case.client.started_on, case.opened_on),
        fault=case.fault,
        signs=[(_title(item.factor), round(item.points / 100)) for item in readiness.latest_evidence(case)],
        marks=[(str(one.title), [getattr(review, one.key) for review in reviews]) for one in QUESTIONS],
        advice=[review.get_advice_display() for review in reviews],
        tried=_tried(case),
        decision=case.get_decision_display(),
        came_of_it=_("We kept them.") if case.state == State.KEPT else _("The relationship ended."),
    )


def _newest(case: Parting) -> list[Review]:
    """The last view each reviewer handed in, as first, second and so on: nobody is named."""
    views = {review.reviewer_id: review for review in case.reviews.order_by("round", "pk") if review.is_in}
    return sorted(views.values(), key=lambda review: review.pk)


def _industry(client: Client) -> str:
    crowd = Client.objects.filter(industry=client.industry).count() if client.industry else 0
    return client.industry if crowd >= CROWD and client.name.lower() not in client.industry.lower() else ""


def _size(cents: int | None) -> str:
    if cents is None:
        return ""
    if cents < 100_000:
        return _("under 1,000 a month")
    if cents < 500_000:
        return _("1,000 to 5,000 a month")
    return _("5,000 to 20,000 a month") if cents < 2_000_000 else _("20,000 a month and more")


def _together(since: dt.date | None, until: dt.date) -> str:
    if since is None:
        return ""
    years = (until - since).days / 365.25
    if years < 1:
        return _("less than a year")
    return _("one to three years") if years < 3 else _("three years and longer")


def _title(factor: str) -> str:
    detector = BY_FACTOR.get(factor)
    return str(detector.titles.get(factor, detector.title)) if detector else factor


def _tried(case: Parting) -> list[str]:
    """Kinds and what came of them; what was said is left out."""
    said = [_outcome(one.get_kind_display(), one.get_outcome_display()) for one in case.repairs.all()]
    return said + [
        _outcome(_("Written warning"), one.get_outcome_display()) for one in case.warnings.all() if one.sent_on
    ]


def _outcome(what: str, came: str) -> str:
    return f"{what}: {came}" if came else what
