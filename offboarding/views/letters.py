"""The letters of a case: the list, one letter beside what it lacks, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.permissions import Permission, allowed, may
from clienthealth.core.typesetting import TypesettingError
from offboarding.actions.letters import draft_letter, today
from offboarding.letter_forms import DraftForm, FactsForm, LetterForm
from offboarding.letters.choosing import call_first, letter_for
from offboarding.letters.drafting import Draft, draft_of
from offboarding.letters.languages import NAMES
from offboarding.letters.mailing import KINDS, content_of, file_name
from offboarding.letters.printing import pdf_file
from offboarding.letters.questions import Question, Where
from offboarding.letters.ready import letters_of
from offboarding.letters.sheet import printed
from offboarding.models import Letter, LetterFile, Parting
from offboarding.permissions import get_parting, may_work, partings_for
from offboarding.views.path import path_of, ways
from offboarding.views.shared import done
from signals.views.shared import client_link


@dataclass(frozen=True)
class Asked:
    """A question and its field; without one it is answered elsewhere."""

    question: Question
    field: Any = None


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def get_letter(user: User, pk: int) -> Letter:
    """A letter with its case; one of somebody else's case does not exist."""
    found = Letter.objects.filter(pk=pk, parting__in=partings_for(user)).select_related(
        "parting__client__owner", "client__owner", "contact", "contract", "signatory", "translation_of", "finalised_by"
    )
    letter = found.first()
    if letter is None:
        raise Http404(_("There is no such letter."))
    return letter


def case_of(letter: Letter) -> Parting:
    assert letter.parting is not None
    return letter.parting


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/letters/: the letters of a case, and the form that begins one"""
    user, parting = person(request), get_parting(request.user, pk)
    form = DraftForm(request.POST or None, initial={"kind": letter_for(parting.ending) or Letter.Kind.WARNING})
    made: list[Letter] = []
    if request.method == "POST" and done(
        form, lambda **given: made.append(draft_letter(by=user, parting=parting, **given))
    ):
        return redirect("letter", made[0].pk)
    path = path_of(user, parting, "letters")
    context = {
        "path": path,
        "letters": letters_of(parting),
        "form": form,
        "may_word": may(user, Permission.EDIT_LETTERS),
        "ways": ways(path, "give_notice"),
    }
    return render(request, "offboarding/letters/index.html", context, status=422 if form.is_bound else 200)


@require_GET
@allowed(Permission.PART)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /letters/<pk>/"""
    user = person(request)
    letter = get_letter(user, pk)
    context = drafting(user, letter) if letter.is_draft else kept(letter)
    return render(request, "offboarding/letters/letter.html", frame(user, letter) | context)


@require_GET
@allowed(Permission.PART)
def file(request: HttpRequest, pk: int, format: str) -> HttpResponse:  # noqa: A002 - the address's own word
    """GET /letters/<pk>.pdf: the kept file of a final letter, or a proof of a draft that lacks nothing"""
    letter = get_letter(person(request), pk)
    if not letter.is_draft:
        found = LetterFile.objects.select_related("letter").get(letter=letter, format=format)
        return _download(content_of(found), KINDS[format], file_name(found))
    draft = draft_of(letter)
    if not draft.is_whole or format != LetterFile.Format.PDF:
        raise Http404(_("This letter lacks something still."))
    try:
        made = pdf_file(draft.sheet)
    except TypesettingError as refusal:
        message = _("The letter cannot be printed: %(why)s") % {"why": refusal}
        return HttpResponse(message, status=422, content_type="text/plain; charset=utf-8")
    return _download(made, KINDS["pdf"], "proof.pdf")


def frame(user: User, letter: Letter) -> dict[str, Any]:
    """What every page of one letter shows around its own matter."""
    parting = case_of(letter)
    return {
        "letter": letter,
        "parting": parting,
        "client": client_link(parting.client),
        "language": NAMES[letter.language],
        "as_of": today(),
        "may_work": may_work(user, parting),
        "may_sign": may_work(user, parting) and may(user, Permission.DECIDE),
        "may_word": may(user, Permission.EDIT_LETTERS),
        "calls": letter.contact is not None and call_first(letter.contact.prefers, letter.kind),
        "translations": list(letter.translations.all()),
        "other_languages": [one for one in NAMES.items() if one[0] != letter.language],
    }


def drafting(user: User, letter: Letter, form: FactsForm | None = None) -> dict[str, Any]:
    """A draft beside its questions."""
    draft = draft_of(letter)
    form = form or questions_form(draft)
    return {
        "sheet": printed(draft.sheet),
        "asked": [Asked(one, _field(form, one)) for one in draft.questions],
        "form": form,
        "settings_form": LetterForm(letter=letter, on=draft.desk.today),
        "optional": [
            (one, one.piece.key not in letter.left_out) for one in draft.worded if one.piece.rule == "optional"
        ],
        "unchecked": draft.unchecked,
        "lawyer": [one for one in draft.pieces if one.piece.lawyer],
        "facts": [(name, draft.facts.values[name]) for name in draft.names if draft.facts.values.get(name)],
        "contract": draft.desk.contract,
        "whole": draft.is_whole,
    }


def questions_form(draft: Draft, data: Any = None) -> FactsForm:
    """A field for each question that is answered on this page, with what may be taken over."""
    asked = [one for one in draft.questions if answered_here(one)]
    return FactsForm(
        data,
        names=[one.name for one in asked],
        initial={one.name: one.suggestion for one in asked},
        sentences={one.name: one.sentence for one in asked},
    )


def answered_here(question: Question) -> bool:
    """Tables have a page of their own; the end of the agreement is the case's."""
    return question.kind != "table" and question.where is not Where.CASE


def kept(letter: Letter) -> dict[str, Any]:
    """A final letter as it was made, and how it left."""
    return {
        "sheet": letter.facts["sheet"],
        "files": list(letter.files.defer("content")),
        "sendings": list(letter.sendings.select_related("by", "proof_file", "mail")),
    }


def refusal_of(error: ValidationError) -> str:
    return " ".join(error.messages)


def _field(form: FactsForm, question: Question) -> Any:
    name = f"fact-{question.name}"
    return form[name] if name in form.fields else None


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'inline; filename="{name}"' if kind == KINDS["pdf"] else f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
