"""Playbooks: all of them by sign, and one to read."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.permissions import Permission, allowed, may
from signals.actions.playbooks import copy_playbook, switch_playbook
from signals.models import Play, PlaybookRule
from signals.permissions import plays_for
from signals.playbooks.content import CHURN_SIGNS, FIRE_SIGNS, Playbook
from signals.playbooks.library import playbooks, translated
from signals.playbooks.signs import sign_name
from signals.views import contexts as c
from signals.views.drafts import span_words, step_line

FEWEST_FOR_A_CLAIM = 10


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def index(request: HttpRequest) -> HttpResponse:
    """GET /playbooks/"""
    user = person(request)
    books, uses = playbooks(everything=True), Counter(plays_for(user).values_list("playbook", flat=True))
    stood_in = stand_ins(books)
    lines = {key: line_of(book, stood_in, uses[key]) for key, book in books.items()}
    used = {key: book for key, book in books.items() if lines[key].active and not lines[key].stood_in}
    rules = dict(PlaybookRule.objects.filter(active=True).values_list("sign", "playbook"))

    def group(sign: str) -> c.SignGroup:
        fitting = sorted((b for b in used.values() if sign in b.signs), key=lambda b: (not b.is_own, len(b.signs)))
        rule = books.get(rules.get(sign, ""))
        name = translated(rule.name) if rule else ""
        return c.SignGroup(sign, sign_name(sign), [lines[book.key] for book in fitting], name)

    page = c.PlaybooksPage(
        sides=[
            (_("They may leave us"), [group(sign) for sign in CHURN_SIGNS]),
            (_("We should think about leaving"), [group(sign) for sign in FIRE_SIGNS]),
        ],
        loose=[lines[key] for key, book in used.items() if not book.signs],
        off=[line for key, line in lines.items() if key not in used],
        editable=may(user, Permission.EDIT_PLAYBOOKS),
    )
    return render(request, "signals/playbooks.html", {"page": page})


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, key: str) -> HttpResponse:
    """GET /playbooks/<key>/"""
    books = playbooks(everything=True)
    book = found(books, key)
    user = person(request)
    editable = may(user, Permission.EDIT_PLAYBOOKS)
    original = books.get(book.replaces)
    page = c.PlaybookPage(
        line=line_of(book, stand_ins(books)),
        signs=[sign_name(sign) for sign in book.signs],
        steps=[step_line(book, step) for step in book.steps],
        use=use_of(user, key),
        replaces=c.Link(translated(original.name), url_of(original.key)) if original else None,
        editable=editable,
        edit_url=reverse("playbook_edit", args=[key]) if editable and book.is_own else "",
    )
    return render(request, "signals/playbook.html", {"page": page})


@require_POST
@allowed(Permission.EDIT_PLAYBOOKS)
def copy(request: HttpRequest, key: str) -> HttpResponse:
    """POST /playbooks/<key>/copy/"""
    row = copy_playbook(found(playbooks(everything=True), key), by=person(request))
    messages.success(request, _("This is your copy: change what you like."))
    return redirect("playbook_edit", key=row.key)


@require_POST
@allowed(Permission.EDIT_PLAYBOOKS)
def switch(request: HttpRequest, key: str) -> HttpResponse:
    """POST /playbooks/<key>/switch/ with on=1 or nothing."""
    on = request.POST.get("on") == "1"
    switch_playbook(found(playbooks(everything=True), key), by=person(request), on=on)
    messages.success(request, _("In use again.") if on else _("No longer offered. Plays that run go on."))
    return redirect("playbook", key=key)


def use_of(user: User, key: str) -> c.Use:
    """How it went, among the clients this person sees. Two of five prove nothing, so nothing is claimed of them."""
    plays = plays_for(user).filter(playbook=key)
    counts = {outcome: Count("pk", filter=Q(outcome=outcome)) for outcome in Play.Outcome.values}
    sums = plays.aggregate(started=Count("pk"), running=Count("pk", filter=Q(state=Play.State.RUNNING)), **counts)
    ended = sums["started"] - sums["running"]
    claim = ""
    if ended >= FEWEST_FOR_A_CLAIM:
        claim = _("Mended in %(mended)d of %(ended)d.") % {"mended": sums[Play.Outcome.MENDED], "ended": ended}
    outcomes = [(str(Play.Outcome(outcome).label), sums[outcome]) for outcome in Play.Outcome.values]
    return c.Use(sums["started"], sums["running"], outcomes if ended else [], claim)


def line_of(book: Playbook, stood_in: dict[str, Playbook], uses: int = 0) -> c.PlaybookLine:
    stand_in = stood_in.get(book.key)
    return c.PlaybookLine(
        key=book.key,
        name=translated(book.name),
        about=translated(book.about),
        url=url_of(book.key),
        own=book.is_own,
        active=book.active,
        stood_in=stand_in.name if stand_in else "",
        steps=len(book.steps),
        span=span_words(book),
        uses=uses,
    )


def stand_ins(books: dict[str, Playbook]) -> dict[str, Playbook]:
    """Which of the agency's own stands in for which built-in one."""
    return {book.replaces: book for book in books.values() if book.replaces and book.active}


def found(books: dict[str, Playbook], key: str) -> Playbook:
    if key not in books:
        raise Http404(_("There is no such playbook."))
    return books[key]


def url_of(key: str) -> str:
    return reverse("playbook", args=[key])


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # `allowed` lets nobody else in
    return request.user
