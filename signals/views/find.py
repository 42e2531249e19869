"""The command palette's answers: clients by name, pages, and things to do. Nothing a person may not reach."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, allowed, clients_for, editable_clients_for, may
from clienthealth.core.htmx import respond
from signals.views import contexts as c

CLIENTS, ABOUT = 8, 2


@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest) -> HttpResponse:
    """GET /find/?q="""
    user = request.user
    assert isinstance(user, User)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    page = c.FindPage(query, [group for group in _groups(user, query) if group.found])
    return respond(request, "signals/find.html", {"page": page}, fragment="signals/find_list.html")


def _groups(user: User, query: str) -> Iterator[c.FoundGroup]:
    if query:
        yield c.FoundGroup("clients", _("Clients"), _clients(user, query))
    yield c.FoundGroup("pages", _("Pages"), _matching(_pages(user), query))
    yield c.FoundGroup("actions", _("Things to do"), [*_matching(_actions(user), query), *_about(user, query)])


def _clients(user: User, query: str) -> list[c.Found]:
    """Served ones first; the owner tells namesakes apart."""
    found = clients_for(user).named(query).select_related("owner").order_by("status", "name")[:CLIENTS]
    return [
        c.Found(one.name, reverse("client", args=[one.pk]), "building-store", one.owner.name if one.owner else "")
        for one in found
    ]


def _about(user: User, query: str) -> list[c.Found]:
    """What can be done about the first clients found."""
    if not query or not may(user, Permission.LOG):
        return []
    found = editable_clients_for(user).served().named(query).order_by("name")[:ABOUT]
    return [
        entry
        for one in found
        for entry in (
            c.Found(
                _("Add a task for %(client)s") % {"client": one.name},
                f"{reverse('tasks')}?client={one.pk}#add",
                "plus",
            ),
            c.Found(
                _("Log something about %(client)s") % {"client": one.name},
                reverse("entry_log", args=[one.pk, "observations"]),
                "pencil-plus",
            ),
        )
    ]


def _pages(user: User) -> Iterator[tuple[str, str, str]]:
    yield _("Today"), "today", "sun-high"
    yield _("Inbox"), "inbox", "inbox"
    yield _("Portfolio"), "portfolio", "chart-scatter"
    yield _("Tasks"), "tasks", "checkbox"
    yield _("Deliverables"), "deliverables", "link"
    yield _("Playbooks"), "playbooks", "lifebuoy"
    yield _("Surveys: what clients say"), "surveys", "message-circle"
    yield _("Answers of clients"), "survey_answers", "message-circle"
    yield _("Survey campaigns"), "campaigns", "message-circle"
    yield _("Disagreements"), "disagreements", "scale"
    if may(user, Permission.PART):
        yield _("Partings"), "partings", "door-exit"
    if may(user, Permission.SCREEN):
        yield _("Prospects"), "prospects", "user-search"
        yield _("Questionnaires for prospects"), "prospect_questionnaires", "clipboard-list"
    yield _("Account, language and time zone"), "profile", "user-circle"
    yield _("Notices: how you are told of alerts"), "notices", "bell"
    if may(user, Permission.IMPORT):
        yield _("Data"), "imports", "database"
    if may(user, Permission.VIEW_AUDIT):
        yield _("Audit log"), "audit", "history"
    if may(user, Permission.EDIT_SCORECARD):
        yield _("Scorecard"), "scorecard", "adjustments-horizontal"
    if may(user, Permission.ADMIN):
        yield _("Rules for links"), "link_rules", "link"


def _actions(user: User) -> Iterator[tuple[str, str, str]]:
    if may(user, Permission.LOG):
        yield _("Add a task"), "tasks", "plus"
        yield _("Share a report or something else we made"), "deliverable_new", "share"
        yield _("Share many things at once"), "deliverables_bulk", "table"
    yield _("Export the portfolio"), "portfolio_export", "download"
    if may(user, Permission.SCREEN):
        yield _("Note a new prospect"), "prospect_new", "plus"
    if may(user, Permission.SURVEY):
        yield _("Make a survey campaign"), "campaign_new", "plus"
    if may(user, Permission.IMPORT):
        yield _("Import a file"), "imports", "file-import"


def _matching(entries: Iterator[tuple[str, str, str]], query: str) -> list[c.Found]:
    """Those of pages that exist and whose words contain each word of the query."""
    words = query.casefold().split()
    found = []
    for label, name, icon in entries:
        if all(word in label.casefold() for word in words):
            try:
                found.append(c.Found(label, reverse(name), icon))
            except NoReverseMatch:
                continue
    return found
