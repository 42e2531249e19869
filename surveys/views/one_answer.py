"""One answer with all that is known of how it came: asked when, by which mails, what opened the page, what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import SurveyResponse, User
from accounts.permissions import Permission, allowed, clients_for, may_edit
from clienthealth.core.models import OutgoingMail
from surveys.actions.quoting import set_quote
from surveys.models import Answer, Attempt, Campaign
from surveys.permissions import get_answer
from surveys.views.shared import person
from surveys.wording import Chip, group_chip, reason_words, score_words

ATTEMPTS, MAILS = 50, 4


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened, as a line of the evidence."""

    at: dt.datetime
    icon: str
    what: str
    note: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class AnswerPage:
    answer: Answer
    chip: Chip
    said: str
    steps: list[Step]
    more_attempts: int
    may_edit: bool
    loop: Any


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /surveys/answers/<pk>/"""
    user = person(request)
    page = build(user, get_answer(user, pk))
    return render(request, "surveys/answer.html", {"page": page})


def build(user: User, answer: Answer) -> AnswerPage:
    attempts = Attempt.objects.filter(ask=answer.ask_id) if answer.ask_id else Attempt.objects.none()
    steps = [*_asked(answer), *_tried(list(attempts[:ATTEMPTS])), *_answered(answer)]
    return AnswerPage(
        answer=answer,
        chip=group_chip(answer.kind, answer.score),
        said=score_words(answer.kind, answer.score),
        steps=sorted(steps, key=lambda step: step.at),
        more_attempts=max(0, attempts.count() - ATTEMPTS),
        may_edit=may_edit(user, answer.client),
        loop=getattr(answer, "loop", None),
    )


def _asked(answer: Answer) -> Iterator[Step]:
    ask = answer.ask
    if ask is None:
        if answer.entry is not None:
            yield Step(answer.entry.made_at, "qrcode", _("Short address made"), answer.entry.slug)
        return
    yield Step(ask.made_at, "clock", _("Planned"), _("round %(round)s") % {"round": ask.round})
    mails = list(OutgoingMail.objects.filter(key__startswith=f"survey:{ask.nonce}:").order_by("pk")[:MAILS])
    for number, mail in enumerate(mails):
        what = _("Reminder handed to the post") if number else _("Mail handed to the post")
        yield Step(mail.made_at, "mail", what)
        if mail.sent_at:
            yield Step(mail.sent_at, "mail-check", _("The mail server took the mail"))
        if mail.given_up_at:
            yield Step(mail.given_up_at, "mail-x", _("The mail was given up"), mail.error)
    if ask.sent_at and not mails:
        yield Step(ask.sent_at, "mail", _("Sent"))


def _tried(attempts: list[Attempt]) -> Iterator[Step]:
    for one in attempts:
        what = str(one.get_what_display()).capitalize()
        score = [_("with %(score)d in the link") % {"score": one.score}] if one.score is not None else []
        doubts = [_("likely automatic: %(reasons)s") % {"reasons": reason_words(one.reasons)}] if one.automatic else []
        yield Step(one.at, "eye", what, " · ".join([*score, one.agent, *doubts]).strip(" ·"), one.automatic)


def _answered(answer: Answer) -> Iterator[Step]:
    """The first score, and each later one, as the past rows keep them."""
    past = apps.get_model("surveys", "AnswerPast")._default_manager.filter(pgh_obj_id=answer.pk).order_by("pgh_id")
    scores = list(past.values_list("pgh_created_at", "score"))
    first = scores[0][1] if scores else answer.score
    yield Step(answer.answered_at, "message", _("Answered"), score_words(answer.kind, first))
    for (at, before), after in zip(scores, [*(score for _at, score in scores[1:]), answer.score], strict=True):
        if before != after:
            words = {"before": before, "after": after}
            yield Step(at, "edit", _("Changed"), _("from %(before)d to %(after)d") % words)


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def imported(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /surveys/answers/imported/<pk>/: an answer that another tool gathered."""
    user = person(request)
    found = SurveyResponse.objects.select_related("client__owner", "contact", "invitation", "answer", "loop")
    response = found.filter(pk=pk, client__in=clients_for(user)).first()
    if response is None:
        raise Http404(_("There is no such answer."))
    if given := getattr(response, "answer", None):
        return redirect(given)
    context = {
        "response": response,
        "chip": group_chip(Campaign.Kind.NPS, response.score),
        "said": score_words(Campaign.Kind.NPS, response.score),
        "loop": getattr(response, "loop", None),
    }
    return render(request, "surveys/answer_imported.html", context)


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/answers/<pk>/quote/ with may=1 or nothing."""
    user = person(request)
    answer = set_quote(get_answer(user, pk), by=user, may=request.POST.get("may") == "1")
    said = _("Noted: they may be quoted.") if answer.may_quote else _("Noted: they are no longer quoted.")
    messages.success(request, said)
    return redirect(answer)
