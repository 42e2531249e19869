"""Every answer of clients whom a person may see: filters in the address, sorted, paged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Agency, Client, SurveyResponse, User
from accounts.permissions import Permission, allowed
from clienthealth.core import formats
from clienthealth.core.htmx import respond
from clienthealth.core.templatetags.formats import language
from signals.views import contexts as c
from surveys.models import Answer, Campaign
from surveys.permissions import answers_for
from surveys.results import last_months
from surveys.views.answers_query import Asked, client_name, found, options
from surveys.views.shared import PER_PAGE, paging, person
from surveys.wording import GROUPS, KINDS, Chip, group_chip, score_words

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Row:
    """An answer as lists show it, given here or imported."""

    url: str
    on: dt.date
    client: Client
    who: str
    kind: str
    score: int
    said: str
    chip: Chip
    comment: str
    campaign: str
    automatic: bool = False
    may_quote: bool = False
    owed: bool = False
    imported: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    rows: list[Row]
    columns: dict[str, c.Column]
    paging: c.Paging
    chips: list[c.Chip]
    filters: list[c.FilterField]
    ticks: list[tuple[str, str, bool]]
    views: list[c.Choice]
    keep: list[tuple[str, str]]
    query: str
    clear_url: str
    exports: list[tuple[str, str]]
    filtered: bool
    automatic_count: int
    automatic_url: str


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest) -> HttpResponse:
    """GET /surveys/answers/"""
    page = build(person(request), Asked.of(request), Agency.objects.get())
    return respond(request, "surveys/answers.html", {"page": page}, fragment="surveys/answers_list.html")


def build(user: User, asked: Asked, agency: Agency) -> ListPage:
    """As many queries for one answer as for a page of them."""
    chosen = found(user, asked, agency.zone)
    where, first = paging(asked.page, chosen.count(), lambda number: asked.url(page=number))
    listed = chosen[first : first + PER_PAGE]
    automatic = answers_for(user).filter(automatic=True).count()
    return ListPage(
        rows=rows_of([(pk, imported) for pk, imported, *_rest in listed], agency),
        columns=_columns(asked),
        paging=where,
        chips=_chips(user, asked),
        filters=_filters(user, asked, agency.today().date),
        ticks=[
            ("comment", _("With a comment"), asked.comment),
            ("quote", _("May be quoted"), asked.quote),
        ],
        views=_views(asked),
        keep=[(name, value) for name, value in asked.pairs() if name in {"sort", "client", "automatic"}],
        query=asked.q,
        clear_url=reverse("survey_answers"),
        exports=_exports(asked),
        filtered=bool(asked.pairs(sort="-on")),
        automatic_count=automatic,
        automatic_url=Asked(automatic=True).url(),
    )


def rows_of(keys: Iterable[tuple[int, bool]], agency: Agency) -> list[Row]:
    """Rows in the order of `keys` (number of the record, whether it is an imported one): two queries."""
    wanted = list(keys)
    ours = Answer.objects.select_related("client__owner", "contact", "campaign", "loop")
    answers = {one.pk: one for one in ours.filter(pk__in=[pk for pk, imported in wanted if not imported])}
    theirs = SurveyResponse.objects.select_related("client__owner", "contact", "loop")
    responses = {one.pk: one for one in theirs.filter(pk__in=[pk for pk, imported in wanted if imported])}
    return [
        imported_row(responses[pk]) if imported else answer_row(answers[pk], agency)
        for pk, imported in wanted
        if pk in (responses if imported else answers)
    ]


def answer_row(answer: Answer, agency: Agency) -> Row:
    loop = getattr(answer, "loop", None)
    return Row(
        url=answer.get_absolute_url(),
        on=answer.answered_at.astimezone(ZoneInfo(agency.zone)).date(),
        client=answer.client,
        who=str(answer.contact) if answer.contact else answer.name,
        kind=answer.kind,
        score=answer.score,
        said=score_words(answer.kind, answer.score),
        chip=group_chip(answer.kind, answer.score),
        comment=answer.comment or answer.one_thing,
        campaign=answer.campaign.name,
        automatic=answer.automatic,
        may_quote=answer.may_quote,
        owed=bool(loop and loop.closed_at is None),
    )


def imported_row(response: SurveyResponse) -> Row:
    loop = getattr(response, "loop", None)
    return Row(
        url=reverse("survey_imported", args=[response.pk]),
        on=response.answered_on,
        client=response.client,
        who=str(response.contact) if response.contact else "",
        kind=Campaign.Kind.NPS,
        score=response.score,
        said=score_words(Campaign.Kind.NPS, response.score),
        chip=group_chip(Campaign.Kind.NPS, response.score),
        comment=response.comment,
        campaign="",
        owed=bool(loop and loop.closed_at is None),
        imported=True,
    )


def _columns(asked: Asked) -> dict[str, c.Column]:
    labels = {"on": _("Answered"), "client": _("Client"), "owner": _("Owner"), "score": _("Score")}
    columns = {}
    for key, label in labels.items():
        current, down = asked.sort.removeprefix("-") == key, asked.sort.startswith("-")
        turned = key if down else f"-{key}"
        first = "-on" if key == "on" else key
        direction: Literal["", "ascending", "descending"] = "descending" if down else "ascending"
        columns[key] = c.Column(
            key, label, asked.url(sort=turned if current else first), direction if current else ""
        )  # fmt: skip
    return columns


def _views(asked: Asked) -> list[c.Choice]:
    plain = not asked.pairs(sort="-on")
    return [
        c.Choice(_("All answers"), reverse("survey_answers"), current=plain),
        c.Choice(_("Detractors"), Asked(kind="nps", group="low").url(), current=asked.group == "low"),
        c.Choice(_("With a comment"), Asked(comment=True).url(), current=asked.comment),
        c.Choice(_("May be quoted"), Asked(quote=True).url(), current=asked.quote),
        c.Choice(_("Likely automatic"), Asked(automatic=True).url(), current=asked.automatic),
    ]


def _chips(user: User, asked: Asked) -> list[c.Chip]:
    named = {field.name: field for field in _filters(user, asked, None)}
    chips = []
    if asked.q:
        chips.append(c.Chip(_("Contains"), asked.q, asked.url(q="")))
    if asked.client:
        chips.append(c.Chip(_("Client is"), client_name(user, asked.client), asked.url(client="")))
    for name, field in named.items():
        chosen = next((one.label for one in field.choices if one.current and one.value), "")
        if chosen:
            chips.append(c.Chip(field.label, chosen, asked.url(**{name: ""})))
    for name, label in (("comment", _("with a comment")), ("quote", _("may be quoted")),
                        ("automatic", _("likely automatic"))):  # fmt: skip
        if getattr(asked, name):
            chips.append(c.Chip(_("Only"), label, _without(asked, name)))
    return chips


def _without(asked: Asked, tick: str) -> str:
    changes: dict[str, Any] = {tick: False}
    return asked.url(**changes)


def _filters(user: User, asked: Asked, today: dt.date | None) -> list[c.FilterField]:
    """The selects. Without a day, the months that are asked for are all there is to choose from."""
    owners, segments, campaigns = options(user)
    groups = [(key, f"{GROUPS['nps'][key]} / {GROUPS['csat'][key]}") for key in ("low", "mid", "high")]
    months = _months(today) if today else [(one, _month(one)) for one in {asked.since, asked.until} if one]
    fields = [
        ("owner", _("Owner"), owners),
        ("segment", _("Segment"), segments),
        ("campaign", _("Campaign"), campaigns),
        ("kind", _("Question"), [(key, str(words)) for key, words in KINDS.items()]),
        ("group", _("Answer"), groups),
        ("since", _("From"), months),
        ("until", _("To"), months),
    ]
    return [
        c.FilterField(
            name,
            label,
            [
                c.Choice(words, value=value, current=value == getattr(asked, name))
                for value, words in [("", _("Any")), *choices]
            ],
        )
        for name, label, choices in fields
        if choices
    ]


def _months(today: dt.date) -> list[tuple[str, str]]:
    return [(f"{one:%Y-%m}", formats.full_month(one, language())) for one in reversed(last_months(today, MONTHS))]


def _month(text: str) -> str:
    return formats.full_month(dt.date(int(text[:4]), int(text[5:]), 1), language())


def _exports(asked: Asked) -> list[tuple[str, str]]:
    query = asked.url().partition("?")[2]

    def url(kind: str) -> str:
        return reverse("survey_answers_export", args=[kind]) + (f"?{query}" if query else "")

    return [
        (_("Table (CSV)"), url("csv")),
        (_("Spreadsheet (XLSX)"), url("xlsx")),
        (_("For other survey tools, and to import again (CSV)"), url("exchange")),
    ]
