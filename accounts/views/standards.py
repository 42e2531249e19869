"""The agency's standards: the public page in its versions, and the owners' page where they are written."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import standards as actions
from accounts.models import Agency, StandardsVersion, User
from accounts.permissions import Permission, allowed
from accounts.privacy_forms import PublishForm, StandardsForm
from accounts.standards.text import differences, read, unfilled
from accounts.standards.versions import model_text, standards_in_force, version
from clienthealth.core.clock import Day, today


def _today() -> Day:
    agency = Agency.objects.first()
    return agency.today() if agency else today("UTC")


@require_GET
def current(request: HttpRequest) -> HttpResponse:
    """GET /standards/: the version in force, for anybody."""
    return _page(request, standards_in_force(_today().date, _asked(request)))


@require_GET
def one(request: HttpRequest, number: int) -> HttpResponse:
    """GET /standards/<number>/: a version as it was published; earlier ones stay readable."""
    return _page(request, version(number, _asked(request)))


def _asked(request: HttpRequest) -> str:
    """The language of the address, else that of the browser."""
    return request.GET.get("language") or get_language() or ""


def _page(request: HttpRequest, found: StandardsVersion | None) -> HttpResponse:
    if found is None:
        raise Http404(_("No standards have been published."))
    day = _today().date
    holding = standards_in_force(day, found.language)
    others = StandardsVersion.objects.published().filter(number=found.number).exclude(pk=found.pk)
    with override(found.language):
        context = {
            "version": found,
            "document": read(found.text),
            "is_in_force": holding is not None and holding.number == found.number,
            "is_to_come": found.in_force_from is not None and found.in_force_from > day,
            "versions": _numbers(found),
            "languages": [_language(each.language, each.get_absolute_url()) for each in others.order_by("language")],
        }
        return render(request, "accounts/standards.html", context)


def _numbers(found: StandardsVersion) -> list[StandardsVersion]:
    """The other versions, the newest first, one text each."""
    others = StandardsVersion.objects.published().exclude(number=found.number)
    return list(others.order_by("-number", "language").distinct("number"))


def _language(code: str, url: str, **more: object) -> dict[str, Any]:
    """A language under its own name."""
    return {"code": code, "name": get_language_info(code)["name_local"].capitalize(), "url": url, **more}


@require_http_methods(["GET", "POST"])
@allowed(Permission.EDIT_STANDARDS)
def edit(request: HttpRequest, language: str) -> HttpResponse:
    """GET and POST /standards/edit/<language>/: the draft in one language, beside what it looks like."""
    if language not in dict(settings.LANGUAGES):
        raise Http404(_("There is no such language."))
    sent = request.POST if request.method == "POST" else None
    form = StandardsForm(sent, initial={"text": _draft_text(language)})
    if form.is_valid():
        try:
            actions.save_draft(by=_person(request), language=language, text=form.cleaned_data["text"])
            messages.success(request, _("Saved as a draft. Nobody else sees it yet."))
            return redirect("standards_edit", language=language)
        except ValidationError as refusal:
            form.add_error("text", refusal)
    context = _desk(language) | {"form": form, "publish": PublishForm(today=_today().date)}
    return render(request, "accounts/standards_edit.html", context, status=422 if form.is_bound else 200)


@require_GET
@allowed(Permission.EDIT_STANDARDS)
def start(request: HttpRequest) -> HttpResponse:
    """GET /standards/edit/: in the reader's own language."""
    own = get_language() or "en"
    return redirect("standards_edit", language=own if own in dict(settings.LANGUAGES) else "en")


@require_POST
@allowed(Permission.EDIT_STANDARDS)
def begin(request: HttpRequest, language: str) -> HttpResponse:
    """POST /standards/edit/<language>/model/: the model text as a draft, where there is none yet."""
    if language not in dict(settings.LANGUAGES):
        raise Http404(_("There is no such language."))
    if not StandardsVersion.objects.drafts().filter(language=language).exists():
        actions.save_draft(by=_person(request), language=language, text=model_text(language))
    return redirect("standards_edit", language=language)


@require_POST
@allowed(Permission.EDIT_STANDARDS)
def publish(request: HttpRequest, language: str) -> HttpResponse:
    """POST /standards/edit/<language>/publish/: the drafts of all languages as the next version."""
    if language not in dict(settings.LANGUAGES):
        raise Http404(_("There is no such language."))
    day = _today().date
    form = PublishForm(request.POST, today=day)
    if form.is_valid():
        try:
            number = actions.publish(by=_person(request), today=day, **form.cleaned_data)
            messages.success(request, _("Version %(number)s is published.") % {"number": number})
            return redirect("standards_edit", language=language)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = _desk(language) | {"form": StandardsForm(initial={"text": _draft_text(language)}), "publish": form}
    return render(request, "accounts/standards_edit.html", context, status=422)


def _draft_text(language: str) -> str:
    draft = StandardsVersion.objects.drafts().filter(language=language).first()
    return draft.text if draft else _last_text(language)


def _last_text(language: str) -> str:
    """What a new draft goes on from: the last version published in this language."""
    last = StandardsVersion.objects.published().filter(language=language).order_by("-number").first()
    return last.text if last else ""


def _desk(language: str) -> dict[str, Any]:
    drafts = {draft.language: draft for draft in StandardsVersion.objects.drafts()}
    draft, last = drafts.get(language), _last_text(language)
    published = StandardsVersion.objects.published().select_related("published_by").order_by("-number", "language")
    return {
        "language": _language(language, ""),
        "languages": [
            _language(code, code, is_current=code == language, has_draft=code in drafts)
            for code, _name in settings.LANGUAGES
        ],
        "draft": draft,
        "document": read(draft.text) if draft else None,
        "unfilled": unfilled(draft.text) if draft else [],
        "differences": differences(last, draft.text) if draft and last else [],
        "drafts": [_language(code, "") for code in sorted(drafts)],
        "published": [_language(each.language, each.get_absolute_url(), version=each) for each in published],
        "begins_empty": draft is None and not last,
    }


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
