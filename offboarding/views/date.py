"""When it ends: every date worth considering, with its reasons, and the choice of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import Agency, User
from accounts.permissions import Permission, allowed
from offboarding.actions.date import choose_date
from offboarding.book import dates_for
from offboarding.date_words import ASK, said
from offboarding.dates import Candidate, Dates
from offboarding.endings import Ending, Kind
from offboarding.models import Parting
from offboarding.permissions import get_parting, may_work
from offboarding.states import BEFORE_NOTICE, State
from signals.wording import read_on

KINDS = [(kind.value, Parting.Ending(kind.value).label) for kind in Kind]


class DateForm(forms.Form):
    """One of the candidates, or a day of one's own with the day to send the notice."""

    ending = forms.ChoiceField(choices=KINDS, widget=forms.HiddenInput)
    end_on = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    notice_on = forms.DateField(
        label=gettext_lazy("Notice is sent on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    why = forms.CharField(
        label=gettext_lazy("Why this day"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def date(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/date/; ?ending= shows the dates of another kind of ending"""
    assert isinstance(request.user, User)  # `allowed` lets nobody else in
    user, parting, day = request.user, get_parting(request.user, pk), Agency.objects.get().today()
    page: dict[str, Any] = {"parting": parting, "as_of": day.date}
    if parting.state in BEFORE_NOTICE - {State.DECISION}:
        page["closed"] = _("Opens with the decision: a date is counted when it is clear that this is a parting.")
        return render(request, "offboarding/date.html", page, status=200 if request.method == "GET" else 403)
    form = DateForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _chosen(user, parting, form):
        messages.success(request, _("The date is chosen. Letters and hand-over go by it."))
        return redirect("parting_date", parting.pk)
    kind = _kind(request, parting)
    found = dates_for(parting.client, kind, day)
    with read_on(day.date):
        page |= _dates(found)
    page |= {
        "form": form,
        "kind": kind.value,
        "kinds": KINDS,
        "chooses": parting.state == State.NOTICE and may_work(user, parting),
        "picked": request.POST.get("end_on", ""),
    }
    return render(request, "offboarding/date.html", page, status=422 if form.is_bound else 200)


def _kind(request: HttpRequest, parting: Parting) -> Kind:
    """The kind of ending asked for, else the case's own, else the one that needs no reason."""
    for text in (request.POST.get("ending"), request.GET.get("ending"), parting.ending):
        if text in set(Kind):
            return Kind(str(text))
    return Kind.CONVENIENCE


def _chosen(user: User, parting: Parting, form: DateForm) -> bool:
    data = form.cleaned_data
    try:
        choose_date(
            by=user, parting=parting, ending=Kind(data["ending"]), end_on=data["end_on"],
            notice_on=data["notice_on"], why=data["why"],
        )  # fmt: skip
    except ValidationError as refusal:
        named = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(form.fields)
        form.add_error(None, refusal if named else ValidationError(refusal.messages))
        return False
    return True


def _dates(found: Dates) -> dict[str, Any]:
    ask = [note for note in found.warnings if note.key in ASK]
    return {
        "candidates": [_card(one) for one in found.candidates],
        "contracts": [_contract(one) for one in found.endings],
        "ask": [said(note) for note in ask],
        "mind": [said(note) for note in found.warnings if note not in ask],
    }


def _card(one: Candidate) -> dict[str, Any]:
    return {
        "end": one.end,
        "value": one.end.isoformat(),
        "notice_on": one.notice_on,
        "last_working_day": one.last_working_day,
        "recommended": one.recommended,
        "reasons": [said(reason) for reason in one.reasons],
        "contracts": [_contract(each) for each in one.endings],
    }


def _contract(one: Ending) -> dict[str, Any]:
    return {
        "title": one.agreement.title,
        "end": one.end,
        "receive_by": one.receive_by,
        "send_by": one.send_by,
        "reasons": [said(reason) for reason in one.reasons],
        "silent": [said(warning) for warning in one.warnings] if one.end is None else [],
    }
