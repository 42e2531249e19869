"""What holds for every campaign: how often a person is asked, how soon we reply, our address below the mails."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, allowed
from surveys.actions.campaigns import set_terms
from surveys.forms import TermsForm
from surveys.models import SurveyTerms
from surveys.views.shared import person, sent


@require_http_methods(["GET", "POST"])
@allowed(Permission.SURVEY)
def edit(request: HttpRequest) -> HttpResponse:
    """GET, POST /surveys/terms/"""
    form = TermsForm(sent(request), instance=SurveyTerms.of_agency())
    if request.method == "POST" and form.is_valid():
        try:
            set_terms(by=person(request), values=form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved. It holds from the next planning and the next answer on."))
            return redirect("survey_terms")
    return render(request, "surveys/terms.html", {"form": form}, status=422 if form.is_bound else 200)
