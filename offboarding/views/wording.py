"""The owners' wording of letters: kinds and languages, one piece with its versions and a live preview, the paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Agency
from accounts.permissions import Permission, allowed
from offboarding.actions.letters import today
from offboarding.actions.wording import (
    check_piece,
    faults_of,
    piece_of,
    restore_piece,
    safe_names,
    save_letterhead,
    save_piece,
)
from offboarding.letter_forms import CheckForm, LetterheadForm, PieceForm
from offboarding.letters.composing import Part, compose, missing
from offboarding.letters.drafting import draft_of
from offboarding.letters.languages import LANGUAGES, NAMES, known
from offboarding.letters.questions import label_of
from offboarding.letters.texts import CLIENT_KINDS, Piece
from offboarding.letters.wording import worded
from offboarding.models import AgencyLetterhead, Letter, LetterPiece
from offboarding.permissions import partings_for
from offboarding.views.letters import person


@require_GET
@allowed(Permission.EDIT_LETTERS)
def index(request: HttpRequest) -> HttpResponse:
    """GET /letters/wording/: every kind in every language, and what was changed"""
    own = LetterPiece.objects.filter(active=True).values_list("kind", "language", "checked_by")
    changed = {(kind, language) for kind, language, _checked in own}
    unchecked = {(kind, language) for kind, language, checked in own if not checked}
    rows = [
        (
            label,
            [(code, NAMES[code], kind, (kind, code) in changed, (kind, code) in unchecked) for code in LANGUAGES],
        )
        for kind, label in Letter.Kind.choices
    ]
    return render(request, "offboarding/letters/wording.html", {"rows": rows})


@require_GET
@allowed(Permission.EDIT_LETTERS)
def show(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """GET /letters/wording/<kind>/<language>/: the pieces of one letter"""
    _known(kind, language)
    text, pieces = worded(kind, language)
    context = {"text": text, "pieces": pieces, **_names(kind, language)}
    return render(request, "offboarding/letters/wording_letter.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.EDIT_LETTERS)
def edit(request: HttpRequest, kind: str, language: str, key: str) -> HttpResponse:
    """GET and POST /letters/wording/<kind>/<language>/<key>/: do=look previews, do=save saves"""
    piece = _piece(kind, language, key)
    rows = list(LetterPiece.objects.filter(kind=kind, language=language, key=key).select_related("made_by"))
    current = next((row for row in rows if row.active), None)
    form = PieceForm(request.POST or None, initial=_initial(piece, current))
    faults: list[str] = []
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if request.POST.get("do") == "save":
            try:
                save_piece(
                    by=person(request), kind=kind, language=language, key=key, text=given["text"],
                    items=form.points(), checked_by=given["checked_by"], token=given["token"],
                )  # fmt: skip
            except ValidationError as refusal:
                faults = refusal.messages
            else:
                messages.success(request, _("Saved. Letters that are final keep the words they were made of."))
                return redirect("wording_piece", kind, language, key)
        else:
            faults = faults_of(piece, given["text"], form.points(), given["checked_by"])
    text = str(form["text"].value() or "")
    points = [line.strip() for line in str(form["items"].value() or "").splitlines() if line.strip()]
    context = {
        "piece": piece, "form": form, "faults": faults, "versions": rows, "current": current,
        "check_form": CheckForm(), "preview": _preview(request, piece, kind, language, text, points),
        "allowed": [(name, label_of(name)) for name in safe_names()], "as_of": today(), **_names(kind, language),
    }  # fmt: skip
    refused = bool(faults) and request.POST.get("do") == "save"
    return render(request, "offboarding/letters/wording_piece.html", context, status=422 if refused else 200)


@require_POST
@allowed(Permission.EDIT_LETTERS)
def go_back(request: HttpRequest, kind: str, language: str, key: str) -> HttpResponse:
    """POST /letters/wording/<kind>/<language>/<key>/back/: use an earlier version; 0 is ours"""
    _piece(kind, language, key)
    version = request.POST.get("version", "")
    try:
        restore_piece(
            by=person(request), kind=kind, language=language, key=key,
            version=int(version) if version.isdecimal() and len(version) < 6 else -1,
        )  # fmt: skip
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("This version is in use now."))
    return redirect("wording_piece", kind, language, key)


@require_POST
@allowed(Permission.EDIT_LETTERS)
def check(request: HttpRequest, kind: str, language: str, key: str) -> HttpResponse:
    """POST /letters/wording/<kind>/<language>/<key>/check/: a lawyer has looked at the version in use"""
    _piece(kind, language, key)
    row = LetterPiece.objects.filter(kind=kind, language=language, key=key, active=True).first()
    if row is None:
        raise Http404(_("There is no wording of your own."))
    try:
        check_piece(by=person(request), row=row, checked_by=request.POST.get("checked_by", ""))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Noted."))
    return redirect("wording_piece", kind, language, key)


@require_http_methods(["GET", "POST"])
@allowed(Permission.EDIT_LETTERS)
def letterhead(request: HttpRequest) -> HttpResponse:
    """GET and POST /letters/paper/: what stands at the top and foot of every letter"""
    paper = AgencyLetterhead.objects.first() or AgencyLetterhead(legal_name=_agency_name())
    form = LetterheadForm(request.POST or None, request.FILES or None, instance=paper, languages=_languages())
    if form.is_bound and form.is_valid():
        given = {name: form.cleaned_data[name] for name in form.Meta.fields}
        upload = form.cleaned_data["logo_file"]
        try:
            save_letterhead(
                by=person(request), logo=upload.read(AgencyLetterhead.LOGO_BYTES + 1) if upload else None,
                drop_logo=form.cleaned_data["drop_logo"], words={**paper.words, **form.words()}, **given,
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(request, _("Kept. Letters that are final stay as they are."))
            return redirect("letterhead")
    context = {"form": form, "has_logo": bool(paper.logo)}
    return render(request, "offboarding/letters/letterhead.html", context, status=422 if form.is_bound else 200)


def _known(kind: str, language: str) -> None:
    if kind not in CLIENT_KINDS or language not in LANGUAGES:
        raise Http404(_("There is no such letter."))


def _piece(kind: str, language: str, key: str) -> Piece:
    _known(kind, language)
    try:
        return piece_of(kind, language, key)
    except ValidationError as unknown:
        raise Http404(_("There is no such piece.")) from unknown


def _names(kind: str, language: str) -> dict[str, Any]:
    return {
        "kind": kind, "kind_name": Letter.Kind(kind).label, "language": language, "language_name": NAMES[language],
        "languages": [(code, NAMES[code]) for code in LANGUAGES],
    }  # fmt: skip


def _initial(piece: Piece, current: LetterPiece | None) -> dict[str, str]:
    if current is not None:
        return {"text": current.text, "items": "\n".join(current.items)}
    return {"text": piece.text, "items": "\n".join(piece.items)}


def _preview(
    request: HttpRequest, piece: Piece, kind: str, language: str, text: str, points: list[str]
) -> dict[str, Any]:
    """The piece with the facts of a real letter of this person's cases, else with the facts' names."""
    cases = partings_for(request.user)
    letter = Letter.objects.filter(parting__in=cases, kind=kind).select_related("parting__client", "client__owner")
    found = letter.order_by("-made_at").first()
    draft = draft_of(_as(found, language)) if found else None
    part = Part(key=piece.key, text=text, items=points, rows=piece.rows, numbered=piece.numbered)
    facts = dict(draft.facts.values) if draft else {}
    for hole in missing("", "", [part], facts, {}):
        facts[hole.name] = f"[{label_of(hole.name)}]"
    return {"blocks": compose("", "", [part], facts, {}).blocks, "client": found.client if found else None}


def _as(letter: Letter, language: str) -> Letter:
    """The letter as it would be in a language; never saved."""
    letter.language = language
    return letter


def _agency_name() -> str:
    return Agency.objects.get().name


def _languages() -> list[str]:
    """The agency's own languages first, then the others."""
    own = [known(str(code)) for code in Agency.objects.get().languages]
    return list(dict.fromkeys([*filter(None, own), *LANGUAGES]))
