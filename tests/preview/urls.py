"""The preview's pages under the names the navigation asks for."""

# ruff: noqa: E501 (sentences and tables of samples read better on one line)

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path

from clienthealth.core import htmx
from signals.views.contexts import FirstHourPage, ScoreCell, TodayPage, Unlock
from tests.preview import client, lists
from tests.preview.agency import TODAY

SHELL = {"agency_name": "Nordlys Performance", "client_count": 24}


def page(template: str, build: Callable[[], object], fragment: str = "") -> Callable[..., HttpResponse]:
    """A view of fixed values."""

    def view(request: HttpRequest, **_: object) -> HttpResponse:
        context = {**SHELL, "page": build()}
        return htmx.respond(request, template, context, fragment=fragment or template)

    return view


def quick_log(request: HttpRequest, key: str) -> HttpResponse:
    """Refuses everything, so that errors can be seen."""
    kind = next(kind for kind in client.log().kinds if kind.key == key)
    kind.form.is_bound, kind.form.data = True, request.POST
    context = {**SHELL, "kind": kind, "client": client.LINK}
    return htmx.refused(request, "signals/quick_log_page.html", context, fragment="signals/quick_log_form.html")


def first_hour() -> FirstHourPage:
    """The empty agency."""
    sources = [("Clients and contracts", "names, fees, notice dates", 4), ("Invoices and payments", "any CSV, or your billing tool’s export", 6), ("Messages", "times and names only, never the text", 7), ("Hours", "any CSV, or your time tracker’s export", 4), ("Ad accounts", "spend, results, who has access", 3), ("Surveys", "answers from 0 to 10", 3)]  # fmt: skip
    unlocks = [Unlock(label, note, signs, done=i == 0) for i, (label, note, signs) in enumerate(sources)]
    return FirstHourPage(
        unlocks, 27, 4, ["clients"], {"imports": "/imports/", "people": "/admin/", "second_factor": "/account/2fa/"}
    )


def error(code: str) -> Callable[[HttpRequest], HttpResponse]:
    """An error page."""
    return lambda request: render(request, f"{code}.html")


urlpatterns: list[URLPattern | URLResolver] = [
    path("", page("signals/today.html", lists.today), name="today"),
    path("empty/", page("signals/today.html", lambda: TodayPage(TODAY, None, "empty")), name="today_empty"),
    path("unscored/", page("signals/today.html", lambda: TodayPage(TODAY, None, "unscored")), name="today_unscored"),
    path(
        "portfolio/", page("signals/portfolio.html", lists.portfolio, "signals/portfolio_list.html"), name="portfolio"
    ),
    path("clients/1/", page("signals/client_overview.html", client.overview, "signals/client_why.html"), name="client"),
    path("clients/sealed/", page("signals/client_overview.html", lambda: client.overview(ScoreCell.sealed_cell()))),
    path("clients/1/changed/", page("signals/client_overview.html", client.overview, "signals/client_changed.html")),
    path("clients/1/timeline/", page("signals/client_timeline.html", client.timeline), name="client_timeline"),
    path("clients/1/money/", page("signals/client_money.html", client.money), name="client_money"),
    path(
        "clients/1/communication/", page("signals/client_communication.html", client.communication), name="client_talk"
    ),
    path(
        "clients/1/evidence/<str:key>/", page("signals/evidence.html", client.evidence, "signals/evidence_records.html")
    ),
    path("clients/1/log/<str:key>/", quick_log),
    path("imports/", page("signals/first_hour.html", first_hour), name="imports"),
    *(path(f"errors/{code}/", error(code)) for code in ("403", "404", "429", "500")),
    path("", include("clienthealth.urls")),
]
