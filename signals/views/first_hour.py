"""The first hour: what each source would open, and what is done already."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.models import AdResult, Client, Contact, Invoice, Message, SurveyResponse, TimeEntry, User
from accounts.permissions import Permission, allowed
from signals.detectors import DETECTORS
from signals.views import contexts as c

OPENS = {
    "clients": ("renewal_near", "contact_departed", "tenure", "unclear_goals", "internal_politics"),
    "invoices": ("late_payments", "growing_debt", "haggling", "refuses_prepayment"),
    "messages": ("gone_quiet", "sudden_questions", "slow_replies"),
    "hours": ("scope_creep", "micromanagement", "time_thief", "unprofitable"),
    "ads": ("budget_cut", "new_account_user", "rival_agency", "results_down"),
    "surveys": ("low_nps",),
    "people": (
        "disrespect",
        "ignores_advice",
        "unrealistic_expectations",
        "erratic_behaviour",
        "unresponsive",
        "deliverables_unopened",
        "out_of_hours",
        "grass_is_greener",
        "unethical_request",
        "own_lapses",
        "low_pulse",
    ),
}


@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest) -> HttpResponse:
    """GET /first-hour/"""
    user = request.user
    assert isinstance(user, User)
    return render(request, "signals/first_hour.html", {"page": build(user)})


def build(user: User) -> c.FirstHourPage:
    has = {
        "clients": Client.objects.exists(),
        "invoices": Invoice.objects.exists(),
        "messages": Message.objects.exists(),
        "hours": TimeEntry.objects.exists(),
        "ads": AdResult.objects.exists(),
        "surveys": SurveyResponse.objects.exists(),
        "people": Contact.objects.exists() and User.objects.count() > 1,
    }
    words = {
        "clients": (_("Clients and contracts"), _("names, fees, notice dates")),
        "invoices": (_("Invoices and payments"), _("any CSV, or your billing tool’s export")),
        "messages": (_("Messages"), _("times and names only, never the text")),
        "hours": (_("Hours"), _("any CSV, or your time tracker’s export")),
        "ads": (_("Ad accounts"), _("spend, results, who has access")),
        "surveys": (_("Surveys"), _("answers from 0 to 10")),
        "people": (_("Your people"), _("what only a person sees, logged in ten seconds")),
    }
    unlocks = [c.Unlock(*words[key], signs=len(OPENS[key]), done=has[key]) for key in OPENS]
    done = [key for key in ("clients", "invoices", "messages") if has[key]]
    if User.objects.count() > 1:
        done.append("team")
    if is_mfa_enabled(user):
        done.append("second_factor")
    return c.FirstHourPage(
        unlocks=unlocks,
        signs_total=len(DETECTORS),
        signs_open=sum(len(OPENS[key]) for key in OPENS if has[key]),
        done=done,
        urls=_urls(user),
    )


def _urls(user: User) -> dict[str, str]:
    names = {"imports": "imports", "second_factor": "mfa_index"}
    if user.role == "owner":
        names["people"] = "admin:accounts_user_changelist"
    found = {}
    for key, name in names.items():
        try:
            found[key] = reverse(name)
        except NoReverseMatch:
            continue
    return found
