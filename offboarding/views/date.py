"""When it ends: every date worth considering, with its reasons, and the choice of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import Agency
from accounts.permissions import Permission, allowed
from offboarding.actions.date import choose_date
from offboarding.book import dates_for
from offboarding.date_words import ASK, said
from offboarding.dates import Candidate, Dates
from offboarding.endings import Ending, Kind
from offboarding.models import Parting
from offboarding.permissions import get_parting, require_work
from offboarding.states import BEFORE_NOTICE, State
from offboarding.views.path import page, path_of, user_of, ways
from offboarding.views.shared import done
from signals.wording import read_on

KINDS = [(kind.value, Parting.Ending(kind.value).label) for kind in Kind]
DAY = {"type": "date"}


class DateForm(forms.Form):
    """One of the candidates, or a day of one's own with the day to send the notice."""

    ending = forms.TypedChoiceField(choices=KINDS, coerce=Kind, widget=forms.HiddenInput)
    end_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY))
    notice_on = forms.DateField(
        label=gettext_lazy("Notice is sent on"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY)
    )
    why = forms.CharField(
        label=gettext_lazy("Why this day"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def date(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/date/; ?ending= shows the dates of another kind of ending."""
    parting, user = get_parting(request.user, pk), user_of(request)
    if request.method == "POST":
        require_work(user, parting)
    path = path_of(user, parting, "date")
    refused = 422 if request.method == "POST" else 200
    if parting.state in BEFORE_NOTICE - {State.DECISION}:
        words = _("Opens with the decision: a date is counted when it is clear that this may be a parting.")
        return page(request, path, {"closed": words}, status=refused)
    kind = _kind(request, parting)
    form = DateForm(request.POST or None, initial={"ending": kind})
    if request.method == "POST" and done(form, lambda **data: choose_date(by=user, parting=parting, **data)):
        messages.success(request, _("The date is chosen. Letters and hand-over go by it."))
        return redirect("parting_date", parting.pk)
    context = {
        "form": form,
        "kind": kind.value,
        "kinds": KINDS,
        "chooses": path.may_work and parting.state == State.NOTICE,
        "picked": request.POST.get("end_on", ""),
        "ways": ways(path, "reconsider"),
    }
    with read_on(path.as_of):
        found = _dates(dates_for(parting.client, kind, Agency.objects.get().today()), parting)
    return page(request, path, {**context, **found}, status=refused)


def _kind(request: HttpRequest, parting: Parting) -> Kind:
    """The kind of ending asked for, else the case's own, else the one that needs no reason."""
    for text in (request.POST.get("ending"), request.GET.get("ending"), parting.ending):
        if text in set(Kind):
            return Kind(str(text))
    return Kind.CONVENIENCE


def _dates(found: Dates, parting: Parting) -> dict[str, Any]:
    ask = [note for note in found.warnings if note.key in ASK]
    return {
        "candidates": [_card(one, parting) for one in found.candidates],
        "contracts": [_contract(one) for one in found.endings],
        "ask": [said(note) for note in ask],
        "mind": [said(note) for note in found.warnings if note not in ask],
    }


def _card(one: Candidate, parting: Parting) -> dict[str, Any]:
    return {
        "end": one.end,
        "value": one.end.isoformat(),
        "notice_on": one.notice_on,
        "last_working_day": one.last_working_day,
        "recommended": one.recommended,
        "chosen": one.end == parting.end_on,
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
    }
