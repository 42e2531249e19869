"""Working on a draft: answers, facts by hand, tables, settings, and the step that makes it final."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import Permission, allowed
from offboarding.actions.letters import (
    correct_facts,
    fill_table,
    finalise_letter,
    keep_terms,
    set_letter,
    switch_piece,
    today,
    translate_letter,
    withdraw_letter,
)
from offboarding.letter_forms import FactsForm, LetterForm, TermsForm
from offboarding.letters.drafting import Draft, draft_of
from offboarding.letters.gathering import desk_of
from offboarding.letters.known import CLAUSES, SHAPES
from offboarding.letters.questions import label_of
from offboarding.letters.texts import table_head
from offboarding.models import ContractTerms, Letter
from offboarding.permissions import require_work
from offboarding.views.letters import case_of, drafting, frame, get_letter, person, questions_form
from offboarding.views.shared import done

TERMS = {"contract_date": "signed_on", "client_address": "address", **{name: name for name in CLAUSES}}
EMPTY_ROWS = 3


@require_POST
@allowed(Permission.PART)
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /letters/<pk>/answers/: what the contract says is kept for every letter, the rest with this one"""
    user, letter = _working(request, pk)
    draft = draft_of(letter)
    form = questions_form(draft, request.POST)
    if form.is_valid():
        try:
            _keep(user, letter, draft, form)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(request, _("Kept."))
            return redirect("letter", letter.pk)
    context = frame(user, letter) | drafting(user, letter, form)
    return render(request, "offboarding/letters/letter.html", context, status=422)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /letters/<pk>/facts/: every fact of the letter, to be corrected by hand"""
    user, letter = _working(request, pk)
    draft = draft_of(letter)
    form = FactsForm(request.POST or None, names=draft.names, initial=letter.corrections, known=draft.facts.values)
    if form.is_bound and form.is_valid():
        given = form.given()
        if _took(request, lambda: correct_facts(by=user, letter=letter, facts=given)):
            return redirect("letter", letter.pk)
    context = frame(user, letter) | {"form": form, "title": _("Facts of this letter")}
    return render(request, "offboarding/letters/facts.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def table(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """GET and POST /letters/<pk>/table/<name>/: rows by hand"""
    user, letter = _working(request, pk)
    if name not in SHAPES:
        raise Http404(_("There is no such table."))
    head = table_head(name, letter.language)
    if request.method == "POST":
        cells = request.POST.getlist("cell")
        rows = [cells[n : n + len(head)] for n in range(0, len(cells), len(head))]
        if _took(request, lambda: fill_table(by=user, letter=letter, name=name, rows=rows)):
            return redirect("letter", letter.pk)
    else:
        rows = [*_known_rows(letter, name), *([""] * len(head) for _n in range(EMPTY_ROWS))]
    context = frame(user, letter) | {"head": head, "rows": rows, "title": label_of(name)}
    return render(request, "offboarding/letters/table.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@allowed(Permission.PART)
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /letters/<pk>/settings/: its day, whom it goes to, who signs"""
    user, letter = _working(request, pk)
    form = LetterForm(request.POST, letter=letter, on=today())
    if done(form, lambda **given: set_letter(by=user, letter=letter, **given)):
        messages.success(request, _("Kept."))
        return redirect("letter", letter.pk)
    context = frame(user, letter) | drafting(user, letter) | {"settings_form": form}
    return render(request, "offboarding/letters/letter.html", context, status=422)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /letters/<pk>/terms/: what the contract says, asked once"""
    user, letter = _working(request, pk)
    contract = desk_of(letter).contract
    if contract is None:
        raise Http404(_("There is no contract on record."))
    known = ContractTerms.objects.filter(contract=contract).first() or ContractTerms(contract=contract)
    form = TermsForm(request.POST or None, instance=known)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        if _took(request, lambda: keep_terms(by=user, letter=letter, contract=contract, **given)):
            return redirect("letter", letter.pk)
    context = frame(user, letter) | {"form": form, "title": _("Terms of the contract"), "contract": contract}
    return render(request, "offboarding/letters/facts.html", context, status=422 if form.is_bound else 200)


@require_POST
@allowed(Permission.PART)
def change(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """POST /letters/<pk>/<what>/: final, withdraw, translate, leave-out, put-back"""
    user, letter = _working(request, pk)
    key, parting = request.POST.get("key", ""), case_of(letter)
    acts: dict[str, Callable[[], Any]] = {
        "final": lambda: finalise_letter(by=user, letter=letter),
        "withdraw": lambda: withdraw_letter(by=user, letter=letter),
        "translate": lambda: translate_letter(by=user, letter=letter, language=request.POST.get("language", "")),
        "leave-out": lambda: switch_piece(by=user, letter=letter, key=key, on=False),
        "put-back": lambda: switch_piece(by=user, letter=letter, key=key, on=True),
    }
    if what not in acts:
        raise Http404(_("There is no such step."))
    took = _took(request, acts[what])
    if what == "withdraw" and took:
        return redirect("parting_letters", parting.pk)
    return redirect("letter", letter.pk)


def _working(request: HttpRequest, pk: int) -> tuple[User, Letter]:
    """The person and the letter: 404 for a case that is not shown, a refusal for one that is only read."""
    user = person(request)
    letter = get_letter(user, pk)
    require_work(user, case_of(letter))
    return user, letter


def _took(request: HttpRequest, act: Callable[[], Any]) -> bool:
    """Whether the action took it; what it refused is said on the next page."""
    try:
        act()
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return False
    return True


def _keep(user: User, letter: Letter, draft: Draft, form: FactsForm) -> None:
    """Split the answers between the contract's terms and this letter."""
    given = {name: value for name, value in form.given().items() if value}
    contract = draft.desk.contract
    lasting = {field: given.pop(name) for name, field in TERMS.items() if contract and name in given}
    if contract and lasting:
        if "signed_on" in lasting:
            lasting["signed_on"] = form.cleaned_data["fact-contract_date"]
        keep_terms(by=user, letter=letter, contract=contract, **lasting)
    if given:
        correct_facts(by=user, letter=letter, facts=given)


def _known_rows(letter: Letter, name: str) -> list[list[str]]:
    """The rows by hand, else what the warning asked for, to be gone through."""
    rows = [list(row) for row in letter.tables.get(name, [])]
    if rows or name != "open_points":
        return rows
    draft = draft_of(letter)
    warning = draft.desk.warning
    on = draft.facts.values.get("cure_notice_date", "")
    return [[on, str(item), ""] for item in warning.items] if warning else []
