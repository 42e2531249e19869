"""Tracked links as their recipients meet them: on to the target, or a polite page in their language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.links import files
from accounts.links.addresses import PASS_AGE, read_stamp, stamp
from accounts.links.consent import stop_recording
from accounts.links.opening import Found, find, record
from accounts.links.quick import HEADERS, elsewhere, say
from accounts.links.visitors import do_not_track
from accounts.models import Contact, LinkTerms
from accounts.views.public_page import language_of, page
from clienthealth.core.limits import WINDOW, Limit, address_of, is_over
from clienthealth.core.public import POLICY, public

BY_LINK = Limit("links:password", 30)
BY_ADDRESS = Limit("links:password-address", 15)
QUICKEST = dt.timedelta(seconds=2)  # nobody reads the page and presses its button in less
# A form that is answered with a redirect to another host: browsers hold that host against `form-action`, and to name
# it would tell the target to somebody without the password.
PASSWORD_POLICY = {**POLICY, "form-action": [*POLICY["form-action"], "https:", "http:"]}


@csrf_exempt
def follow(request: HttpRequest, slug: str) -> HttpResponseBase:
    """GET, HEAD, POST /r/<slug>/"""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    link = find(slug)
    if link is None:
        return _missing(request)
    if link.state == "gone":
        return _gone(request, link)
    if link.password:
        return _protected(request, link)
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return _go_on(request, link) or _gone(request, link)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """GET, POST /r/<slug>/about/: what is noted, how long, and how to say no."""
    link = find(slug)
    if link is None:
        return page(request, None, "closing", language_of(request, ""), {"name": "missing"}, status=404)
    language = language_of(request, link.language)
    note = ""
    untracked = link.untracked
    if request.method == "POST" and link.contact is not None:
        age = read_stamp(request.POST.get("stamp", ""), f"stop:{link.id}")
        if age is not None and age >= QUICKEST:
            stop_recording(link.contact)
            untracked = True
        elif not untracked:
            note = "stop_slow"
    elif link.contact is not None:  # the button may have been pressed a moment ago
        untracked = Contact.objects.filter(pk=link.contact, untracked=True).exists()
    context = {
        "note": note,
        "personal": link.contact is not None,
        "untracked": untracked,
        "heard": do_not_track(request),
        "stamp": stamp(f"stop:{link.id}"),
        "here": reverse("link_about", args=[link.slug]),
        "values": {"days": LinkTerms.of_agency().visitor_days},
    }
    return page(request, link, "about", language, context, status=422 if note else 200)


def _go_on(request: HttpRequest, link: Found) -> HttpResponseBase | None:
    """Note the opening and let the visitor on; None where our own file is not there any more."""
    if link.location:
        record(request, link)
        return elsewhere(link.location)
    answer = _file(request, link)
    if answer is not None and _begins(request, answer.status_code):
        record(request, link)
    return answer


def _begins(request: HttpRequest, status: int) -> bool:
    """Whether this is an opening, and not a further part of a film that is being watched."""
    return status in {200, 304} or (status == 206 and request.headers["Range"].startswith("bytes=0-"))


def _file(request: HttpRequest, link: Found) -> HttpResponseBase | None:
    answer = files.send(
        link.deliverable,
        method=request.method or "",
        tag=request.headers.get("If-None-Match", ""),
        wanted=request.headers.get("Range", ""),
    )
    if answer is not None:
        say(answer, HEADERS)
    return answer


def _protected(request: HttpRequest, link: Found) -> HttpResponseBase:
    """The password's form; to see it is no opening. Right once, it opens a file of ours for ten minutes."""
    opened = f"open:{link.id}:{link.password[-12:]}"
    if request.method != "POST":
        if not link.location and read_stamp(request.GET.get("pass", ""), opened, PASS_AGE) is not None:
            return _file(request, link) or _gone(request, link)
        return _password_page(request, link)
    if is_over(BY_LINK, str(link.id)) or is_over(BY_ADDRESS, address_of(request)):
        return _password_page(request, link, note="too_many", status=429)
    if not check_password(request.POST.get("password", "")[:200], link.password):
        return _password_page(request, link, note="password_wrong", status=422)
    record(request, link)
    if link.location:
        return elsewhere(link.location)
    return elsewhere(f"{reverse('link_open', args=[link.slug])}?pass={stamp(opened)}")


def _private(view: Callable[..., HttpResponse], policy: Any) -> Callable[..., HttpResponse]:
    """A page of a link: not kept anywhere, not indexed, under the policy of public pages."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(*args, **kwargs)
        say(answer, {**HEADERS, "Cache-Control": "no-store, private"})
        return answer

    covered: Any = csp_replace(policy)(guarded)
    found: Callable[..., HttpResponse] = covered
    return found


def _missing_page(request: HttpRequest) -> HttpResponse:
    return page(request, None, "closing", language_of(request, ""), {"name": "missing"}, status=404)


def _gone_page(request: HttpRequest, link: Found) -> HttpResponse:
    """One page for whatever ended, the link or our work together: it gives no reason."""
    return page(request, link, "closing", language_of(request, link.language), {"name": "gone"}, status=410)


def _password_form(request: HttpRequest, link: Found, *, note: str = "", status: int = 200) -> HttpResponse:
    context = {"note": note, "values": {"minutes": WINDOW // 60}}
    return page(request, link, "password", language_of(request, link.language), context, status=status)


_missing = _private(_missing_page, POLICY)
_gone = _private(_gone_page, POLICY)
_password_page = _private(_password_form, PASSWORD_POLICY)
