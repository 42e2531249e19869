"""Starting a playbook for a client, from their page or from an alert."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Client
from accounts.permissions import Permission, allowed, get_editable_client, may_see_fire
from signals.actions.plays import start_play
from signals.models import Alert, Play
from signals.permissions import alerts_for, plays_for
from signals.playbook_forms import StartForm
from signals.playbooks.content import Playbook
from signals.playbooks.library import playbooks, translated
from signals.playbooks.people import is_large, rescuers_for
from signals.playbooks.signs import sign_name
from signals.views import contexts as c
from signals.views.client import header_of, log_of
from signals.views.drafts import span_words
from signals.views.playbooks import person, url_of
from signals.views.shared import Desk, desk_of, whole_number


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address names: an alert and its sign, or a sign alone."""

    alert: Alert | None
    sign: str


@require_http_methods(["GET", "POST"])
@allowed(Permission.LOG)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /clients/<pk>/plays/start/?sign=low_nps or ?alert=7"""
    client = get_editable_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    asked = _asked(request, client)
    books = _offered(desk, client)
    running = _running(desk, client)
    fire = asked.alert is not None and asked.alert.side == "fire"
    form = StartForm(
        request.POST if request.method == "POST" else None,
        books=books,
        rescuers=rescuers_for(client, "fire" if fire else "churn"),
        initial={"playbook": request.GET.get("playbook") or _first(books, asked.sign, running)},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            play = start_play(
                client, given["playbook"], by=desk.user, alert=asked.alert, rescuer=given["rescuer"]
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("%(name)s runs. Its steps are on Today.") % {"name": play.name})
            if asked.alert is not None:
                return redirect("alert", pk=asked.alert.pk)
            return redirect("client_plays", pk=client.pk)
    page = _page(desk, client, asked, books, running, form)
    return render(request, "signals/play_start.html", {"page": page}, status=422 if form.is_bound else 200)


def _asked(request: HttpRequest, client: Client) -> Asked:
    given = request.POST if request.method == "POST" else request.GET
    number = whole_number(given.get("alert", ""))
    if number is None:
        return Asked(None, given.get("sign", ""))
    alert = alerts_for(person(request)).filter(pk=number, client=client).first()
    if alert is None:
        raise Http404(_("There is no such alert."))
    return Asked(alert, alert.sign)


def _offered(desk: Desk, client: Client) -> list[Playbook]:
    """Those about fire pressure only to those who may see it."""
    fire = may_see_fire(desk.user, client)
    return [book for book in playbooks().values() if fire or book.side == "churn"]


def _first(books: list[Playbook], sign: str, running: set[str]) -> str:
    """The one made most for this sign that does not run yet."""
    free = (b for b in books if sign in b.signs and b.key not in running)
    fitting = sorted(free, key=lambda b: (not b.is_own, len(b.signs), b.name))
    return fitting[0].key if fitting else ""


def _running(desk: Desk, client: Client) -> set[str]:
    """Keys of the playbooks at work for the client."""
    plays = plays_for(desk.user).filter(client=client, state=Play.State.RUNNING)
    return set(plays.values_list("playbook", flat=True))


def _page(
    desk: Desk, client: Client, asked: Asked, books: list[Playbook], running: set[str], form: StartForm
) -> c.StartPage:
    chosen = form["playbook"].value()

    def choice(book: Playbook) -> c.BookChoice:
        steps = ngettext("%(n)d step", "%(n)d steps", len(book.steps)) % {"n": len(book.steps)}
        return c.BookChoice(
            book.key, translated(book.name), translated(book.about), f"{steps}, {span_words(book)}",
            url_of(book.key), book.key == chosen, book.key in running,
        )  # fmt: skip

    fitting = [book for book in books if asked.sign in book.signs]
    others = [book for book in books if book not in fitting]
    return c.StartPage(
        as_of=desk.today,
        header=header_of(desk, client, desk.scores.one(client, desk.today), "plays"),
        log=log_of(desk, client),
        form=form,
        fitting=[choice(book) for book in sorted(fitting, key=lambda b: (not b.is_own, len(b.signs), b.name))],
        others=[choice(book) for book in sorted(others, key=lambda b: translated(b.name))],
        sign=sign_name(asked.sign) if fitting else "",
        sign_key=asked.sign if fitting else "",
        alert=asked.alert.pk if asked.alert else None,
        large=is_large(client),
    )
