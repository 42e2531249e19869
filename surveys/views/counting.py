"""Whether an answer that came as only a program answers is a person's: somebody here looks and says so."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, allowed, require_edit
from surveys.actions import answering
from surveys.permissions import get_answer
from surveys.views.shared import person, refuse


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/answers/<pk>/count/ with counts=1 or nothing: a person's answer, or a program's."""
    user = person(request)
    answer = get_answer(user, pk)
    require_edit(user, answer.client)
    try:
        if request.POST.get("counts") == "1":
            answering.count_answer(answer, by=user)
            messages.success(request, _("It counts as an answer from now on."))
        else:
            answering.discount_answer(answer, by=user)
            messages.success(request, _("It is kept as likely automatic and counts nowhere."))
    except ValidationError as refusal:
        refuse(request, refusal)
    return redirect(answer)
