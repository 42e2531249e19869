"""No more surveys: a page with buttons, and the one-click way that mail programs use (RFC 8058). A GET only shows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from clienthealth.core.public import public
from surveys.actions.finding import Opened, find_ask
from surveys.actions.suppressing import lift, suppress, suppressed
from surveys.links import nonce_of, stamp
from surveys.models import Suppression
from surveys.scanners import judge
from surveys.texts import words
from surveys.views.public import draw, is_too_large, language_of, missing, press_of, values_of

ONE_CLICK = ("List-Unsubscribe", "One-Click")
CHOICES = {"stop": Suppression.Scope.STOP, "yearly": Suppression.Scope.YEARLY}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """GET, POST /s/<token>/stop/: works for as long as there is somebody to write to, closed questions included."""
    nonce = nonce_of(token)
    opened = find_ask(nonce) if nonce is not None and not is_too_large(request) else None
    if opened is None or opened.contact is None or not opened.contact.email:
        return missing(request)
    language = language_of(request, opened.ask.language if opened.ask else "")
    if request.method != "POST":
        return _draw(opened, language, undone="undone" in request.GET)
    name, value = ONE_CLICK
    if request.POST.get(name) == value:
        suppress(opened.contact.email, contact=opened.contact)
        return _draw(opened, language)
    return _press(request, opened, language)


def _press(request: HttpRequest, opened: Opened, language: str) -> HttpResponse:
    """A button of the page. Scanners press buttons, too: whoever is as fast as one presses twice."""
    if judge(press_of(request, opened, _purpose(opened), None), []).again:
        return _draw(opened, language, error="again")
    email = opened.contact.email if opened.contact is not None else ""
    choice = request.POST.get("choice", "")
    if choice == "undo":
        lift(email)
    elif choice in CHOICES:
        suppress(email, contact=opened.contact, scope=CHOICES[choice])
    undone = "&undone=1" if choice == "undo" else ""
    return HttpResponseRedirect(f"?in={language}{undone}")


def _draw(opened: Opened, language: str, *, undone: bool = False, error: str = "") -> HttpResponse:
    email = opened.contact.email if opened.contact is not None else ""
    context = {
        "scope": suppressed([email]).get(email, ""),
        "undone": undone,
        "error": words(language)[error] if error else "",
        "stamp": stamp(_purpose(opened), opened.at),
    }
    status = 422 if error else 200
    return draw("stop", language, context, values=values_of(opened, language), status=status)


def _purpose(opened: Opened) -> str:
    return f"stop:{opened.ask.nonce}" if opened.ask is not None else ""
