"""Questionnaires as prospects see them, our own versions of them, and public entries."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Agency
from accounts.permissions import Permission, allowed, may
from prospects.actions import publishing
from prospects.content import LANGUAGES, Questionnaire
from prospects.facts import fee_edges
from prospects.forms import EntryForm, QuestionnaireForm
from prospects.library import asked, built_in, current, page_words, shape_of
from prospects.models import Entry
from prospects.models import Questionnaire as Row
from prospects.views.drawn import Money, draw
from prospects.views.shared import Choice, person, refuse, sent
from prospects.wording import own_language


@require_GET
@allowed(Permission.SCREEN)
def index(request: HttpRequest) -> HttpResponse:
    """GET /prospects/questionnaires/"""
    language = own_language()
    versions = dict(current(built_in()))
    context = {
        "questionnaires": [
            {
                "key": key, "name": one.name[language], "questions": numbered(asked_alone(key)),
                "version": versions[key], "counted": bool(one.counted),
            }
            for key, one in built_in().items()
        ],
        "entries": [(entry, settings.BASE_URL.rstrip("/") + reverse("ask", args=[entry.slug])) for entry in
                    Entry.objects.all()],
        "entry_form": EntryForm(),
        "may_publish": may(request.user, Permission.ACCEPT),
    }  # fmt: skip
    return render(request, "prospects/questionnaires.html", context)


@require_GET
@allowed(Permission.SCREEN)
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """GET /prospects/questionnaires/<key>/?in=fr: as it is asked today."""
    form, language = asked_alone(known(key)), language_of(request)
    agency = Agency.objects.get()
    context = {
        "key": key,
        "name": form.name[language],
        "parts": draw(form, {}, language, Money(agency.currency, fee_edges(agency.price_floor))),
        "tongues": tongues(reverse("prospect_questionnaire", args=[key]), language),
        "language": language,
        "may_publish": may(request.user, Permission.ACCEPT),
        "version": form.version,
    }
    return render(request, "prospects/questionnaire.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.ACCEPT)
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """GET, POST /prospects/questionnaires/<key>/edit/?in=fr: words of one language, and what is asked at all."""
    user, original, language = person(request), built_in()[known(key)], language_of(request)
    row = Row.objects.filter(key=key).order_by("-version").first()
    changes: dict[str, Any] = row.changes if row else {}
    form = QuestionnaireForm(sent(request), asked=_asked(original, changes, language), added=_added(changes, language))
    if request.method == "POST" and form.is_valid():
        try:
            publishing.publish_questionnaire(
                by=user, key=key, changes=merged(original, changes, form.cleaned_data, language)
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Published. It is asked from the next link on."))
            return redirect("prospect_questionnaire", key=key)
    context = {
        "form": form, "key": key, "name": original.name[language], "language": language,
        "tongues": tongues(reverse("prospect_questionnaire_edit", args=[key]), language),
    }  # fmt: skip
    return render(request, "prospects/questionnaire_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@allowed(Permission.ACCEPT)
def entry_new(request: HttpRequest) -> HttpResponse:
    """POST /prospects/entries/"""
    form = EntryForm(request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        publishing.open_entry(
            by=person(request), name=cleaned["name"], language=cleaned["language"],
            questionnaires=["base", *cleaned["add_ons"]],
        )  # fmt: skip
        messages.success(request, _("Made. Nobody can use it before you open it."))
    else:
        refuse(request, ValidationError(_("Give it a name and a language.")))
    return redirect("prospect_questionnaires")


@require_POST
@allowed(Permission.ACCEPT)
def entry_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /prospects/entries/<pk>/switch/ with on=1 or nothing."""
    entry = get_object_or_404(Entry, pk=pk)
    on = request.POST.get("on") == "1"
    publishing.switch_entry(entry, by=person(request), on=on)
    messages.success(request, _("Open.") if on else _("Closed."))
    return redirect("prospect_questionnaires")


def asked_alone(key: str) -> Questionnaire:
    """One questionnaire in the version that is asked today, without the base before it."""
    return asked([pair for pair in current([key]) if pair[0] == key])


def numbered(form: Questionnaire) -> int:
    """How many questions there are, without “anything else?”."""
    return len([question for question in form.questions if question.key != "more"])


def known(key: str) -> str:
    if key not in built_in():
        raise Http404(_("There is no such questionnaire."))
    return key


def language_of(request: HttpRequest) -> str:
    wanted = request.GET.get("in", "")
    return wanted if wanted in LANGUAGES else own_language()


def tongues(url: str, language: str) -> list[Choice]:
    return [Choice(page_words(one)["language"], f"{url}?in={one}", current=one == language) for one in LANGUAGES]


def merged(original: Questionnaire, changes: dict[str, Any], given: dict[str, Any], language: str) -> dict[str, Any]:
    """The changes with what the form says in one language; the other languages stay as they were.

    A wording that is ours again is no change, so that a better one of a later version of the program is used.
    """
    texts: dict[str, Any] = {key: dict(words) for key, words in changes.get("texts", {}).items()}
    own: dict[str, dict[str, str]] = {}
    for question in original.questions:
        ours = {name: original.text(language, question.key, name) for name in ("title", "hint")}
        theirs = {name: given[f"{name}-{question.key}"].strip() for name in ("title", "hint")}
        if different := {name: words for name, words in theirs.items() if words != ours[name]}:
            own[question.key] = different
    texts[language] = own
    return {
        "left_out": [one.key for one in original.questions if not given[f"asked-{one.key}"]],
        "texts": texts,
        "added": _added_now(original.key, changes, given, language),
    }


def _asked(original: Questionnaire, changes: dict[str, Any], language: str) -> list[tuple[str, str, str, bool]]:
    shape = shape_of(changes)
    own = shape.texts.get(language, {})

    def words(key: str, name: str) -> str:
        return own.get(key, {}).get(name, original.text(language, key, name))

    return [
        (one.key, words(one.key, "title"), words(one.key, "hint"), one.key not in shape.left_out)
        for one in original.questions
    ]


def _added(changes: dict[str, Any], language: str) -> list[str]:
    return [one["title"].get(language) or one["title"]["en"] for one in changes.get("added", ())]


def _added_now(key: str, changes: dict[str, Any], given: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """The open questions by their place; without words in English, the first wording stands in for it."""
    before = list(changes.get("added", ()))
    found = []
    for number in range(1, QuestionnaireForm.MOST_ADDED + 1):
        words = given[f"added-{number}"].strip()
        old = before[number - 1]["title"] if number <= len(before) else {}
        if words:
            found.append({"key": f"{key}_own_{number}", "title": {"en": words, **old, language: words}})
    return found
