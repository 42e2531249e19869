"""Rules: which playbook starts by itself on an alert of which sign."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BaseModelFormSet, modelformset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, allowed
from clienthealth.core.audit import acting
from signals.calendars import the_agency
from signals.models import PlaybookRule
from signals.playbook_forms import RuleForm
from signals.playbooks.library import playbooks
from signals.views.playbooks import person


@require_http_methods(["GET", "POST"])
@allowed(Permission.EDIT_PLAYBOOKS)
def rules(request: HttpRequest) -> HttpResponse:
    """GET and POST /playbooks/rules/"""
    made = modelformset_factory(PlaybookRule, form=RuleForm, extra=1, can_delete=True)
    formset: BaseModelFormSet[Any, Any] = made(
        request.POST or None,
        queryset=PlaybookRule.objects.order_by("sign"),
        form_kwargs={"books": playbooks()},
    )
    if request.method == "POST" and formset.is_valid():
        with acting(by=person(request), why="rules for playbooks"):
            formset.save()
        messages.success(request, _("Saved. Rules look at alerts from now on."))
        return redirect("playbook_rules")
    context = {"formset": formset, "currency": the_agency().currency}
    return render(request, "signals/playbook_rules.html", context, status=422 if formset.is_bound else 200)
