"""Writing a playbook of the agency's own. Steps are added, moved and taken out by buttons of the form itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, allowed
from signals import playbook_forms as forms
from signals.actions.playbooks import save_playbook
from signals.models import Playbook as Row
from signals.playbooks.checking import FACTS, MONEY_FACTS
from signals.playbooks.library import built_in
from signals.views import contexts as c
from signals.views.playbooks import person

SAVE = "save"


@require_http_methods(["GET", "POST"])
@allowed(Permission.EDIT_PLAYBOOKS)
def new(request: HttpRequest) -> HttpResponse:
    """GET and POST /playbooks/new/"""
    return _form(request, None, {}, [{"due": "0"}])


@require_http_methods(["GET", "POST"])
@allowed(Permission.EDIT_PLAYBOOKS)
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """GET and POST /playbooks/<key>/edit/, of one's own; a built-in one is copied first."""
    if key in built_in():
        raise Http404(_("A built-in playbook is copied, and the copy is changed."))
    row = get_object_or_404(Row, key=key)
    head = {"name": row.name, "about": row.about, "signs": row.signs, "replaces": row.replaces}
    return _form(request, row, head, [forms.typed(step) for step in row.steps])


def _form(request: HttpRequest, row: Row | None, head: dict[str, Any], steps: list[dict[str, Any]]) -> HttpResponse:
    """1. Show what is stored. 2. A moved step: what was typed, moved. 3. Save, or say what is wrong."""
    if request.method != "POST":
        return _show(request, row, forms.PlaybookForm(initial=head), _unbound(steps, head.get("signs", [])))

    typed, signs = forms.steps_posted(request.POST), request.POST.getlist("signs")
    do = request.POST.get("do", SAVE)
    if do != SAVE:
        head = {**request.POST.dict(), "signs": signs}
        moved = _unbound(forms.rearranged(typed, do), signs)
        return _show(request, row, forms.PlaybookForm(initial=head), moved, changed=True)

    whole = forms.PlaybookForm(request.POST)
    parts = [_bound(request, n, signs) for n in range(len(typed))]
    faults: list[str] = []
    if all([whole.is_valid(), *(part.is_valid() for part in parts)]):
        try:
            saved = save_playbook(row, by=person(request), steps=[p.step() for p in parts], **whole.cleaned_data)
        except ValidationError as refusal:
            faults = refusal.messages
        else:
            messages.success(request, _("Saved. Plays that run keep their tasks as they are."))
            return redirect("playbook", key=saved.key)
    return _show(request, row, whole, parts, faults=faults, changed=True, status=422)


def _bound(request: HttpRequest, number: int, signs: list[str]) -> forms.StepForm:
    return forms.StepForm(request.POST, prefix=f"step-{number}", dunning=forms.is_dunning(signs))


def _unbound(steps: list[dict[str, Any]], signs: list[str]) -> list[forms.StepForm]:
    dunning = forms.is_dunning(signs)
    return [forms.StepForm(initial=step, prefix=f"step-{n}", dunning=dunning) for n, step in enumerate(steps)]


def _show(
    request: HttpRequest,
    row: Row | None,
    head: forms.PlaybookForm,
    steps: list[forms.StepForm],
    *,
    faults: list[str] | None = None,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    page = c.PlaybookForms(
        title=row.name if row else _("New playbook"),
        head=head,
        steps=steps,
        cancel_url=reverse("playbook", args=[row.key]) if row else reverse("playbooks"),
        facts=sorted(FACTS) + sorted(MONEY_FACTS),
        faults=faults or (),
        changed=changed,
    )
    return render(request, "signals/playbook_edit.html", {"page": page}, status=status)
