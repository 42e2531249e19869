"""A public entry: somebody asks to be asked. Nobody becomes a prospect before they press the button in their mail."""

from __future__ import annotations

from django import forms
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Agency
from clienthealth.core import post
from clienthealth.core.limits import WINDOW, address_of, is_over
from clienthealth.core.public import public
from prospects.actions.entering import begin
from prospects.limits import BY_ADDRESS, ENTRY_BY_ADDRESS, ENTRY_BY_MAIL
from prospects.links import entry_mail, read_stamp, request_of, stamp, token_of
from prospects.models import Entry
from prospects.views.answer import QUICKEST
from prospects.views.public import closing, language_of, page, visitors_language

LARGEST = 20_000  # bytes


class WhoForm(forms.Form):
    name = forms.CharField(max_length=200)
    company = forms.CharField(max_length=200)
    email = forms.EmailField(max_length=254)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """GET, POST /ask/<slug>/"""
    entry = Entry.objects.filter(slug=slug, is_on=True).first()
    if entry is None or int(request.headers.get("Content-Length") or 0) > LARGEST:
        return closing(request, visitors_language(request), "missing", 404)
    language = language_of(request, entry.language)
    if request.method == "POST":
        return _post(request, entry, language)
    return _form(request, entry, language)


def _post(request: HttpRequest, entry: Entry, language: str) -> HttpResponse:
    """Send the link. The answer is the same whether the address is known, a trap was filled in, or all went well."""
    form = WhoForm(request.POST)
    seen = read_stamp(request.POST.get("stamp", ""), entry.slug)
    if is_over(ENTRY_BY_ADDRESS, address_of(request)):
        return closing(request, language, "too_many", 429, minutes=WINDOW // 60)
    if not form.is_valid():
        return _form(request, entry, language, form=form, note="ask_wrong")
    if seen is None or seen[1] < QUICKEST:
        return _form(request, entry, language, form=form, note="too_fast" if seen else "stale")
    who = form.cleaned_data
    if not request.POST.get("website") and not is_over(ENTRY_BY_MAIL, who["email"].lower()):
        about = {**who, "language": language, "entry": entry.slug}
        post.enqueue([entry_mail(about, Agency.objects.get())])
    return closing(request, language, "ask_sent", 200)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET, POST /ask/begin/<token>/: mail programs that open links begin nothing."""
    about = request_of(token)
    entry = Entry.objects.filter(slug=about["entry"], is_on=True).first() if about else None
    if about is None or entry is None:
        return closing(request, visitors_language(request), "gone", 410)
    language = language_of(request, about["language"])
    if request.method != "POST":
        return page(request, "confirm", language, {"values": {"company": about["company"]}})
    if is_over(BY_ADDRESS, address_of(request)):
        return closing(request, language, "too_many", 429, minutes=WINDOW // 60)
    try:
        invitation = begin(entry, about, key=token)
    except IntegrityError:  # pressed twice at once: the other one has made it
        invitation = begin(entry, about, key=token)
    return HttpResponseRedirect(f"{reverse('answer', args=[token_of(invitation)])}?in={language}")


def _form(
    request: HttpRequest, entry: Entry, language: str, *, form: WhoForm | None = None, note: str = ""
) -> HttpResponse:
    context = {"form": form or WhoForm(), "stamp": stamp(entry.slug, 0), "note": note}
    return page(request, "ask", language, context, status=422 if note else 200)
