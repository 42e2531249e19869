"""The scorecard: what is weighed by how much, for everyone and by segment, and publishing a new version."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Agency, Client, User
from accounts.permissions import Permission, allowed
from signals import scorecards
from signals.actions.scorecards import publish_version
from signals.models import Scorecard
from signals.scoring import ScorecardSpec
from signals.segments import plain_name
from signals.views import contexts as c
from signals.views.scorecard_form import ScorecardForm

VERSIONS = 10


@require_http_methods(["GET", "POST"])
@allowed(Permission.EDIT_SCORECARD)
def show(request: HttpRequest) -> HttpResponse:
    """GET and POST /scorecard/?segment=NAME"""
    agency = Agency.objects.first()
    if agency is None:
        return redirect("first_hour")
    newest = Scorecard.objects.first() or scorecards.in_force(agency.today().date)
    spec = newest.spec()
    names = segments_of(spec)
    segment = request.GET.get("segment", "")
    if segment and segment not in names:
        raise Http404(_("No client is in this segment."))
    sent = request.POST if request.method == "POST" else None
    form = ScorecardForm(sent, spec=spec, version=newest.version, segment=segment)
    if request.method == "POST" and form.is_valid() and _published(request, form):
        return redirect(request.get_full_path())
    context = {
        "form": form,
        "signs": list(form.signs()),
        "segment": segment,
        "current": newest,
        "as_of": agency.today().date,
        "choices": choices_of(names, spec, segment),
        "versions": Scorecard.objects.select_related("published_by")[:VERSIONS],
    }
    return render(request, "signals/scorecard.html", context, status=422 if form.is_bound else 200)


def segments_of(spec: ScorecardSpec) -> list[str]:
    """The segments that the scorecard or a client names, each once, as first written."""
    named = Client.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True).distinct()
    found = {plain_name(name): name for name in reversed([*spec.segments, *named])}
    return sorted(found.values())


def choices_of(names: list[str], spec: ScorecardSpec, segment: str) -> list[c.Choice]:
    """Everyone, and each segment with the number of things that differ for it."""
    here = reverse("scorecard")
    choices = [c.Choice(_("Everyone"), here, current=not segment)]
    for name in names:
        own = spec.segments.get(name)
        count = len(own.weights) + sum(len(values) for values in own.parameters.values()) if own else None
        choices.append(c.Choice(name, f"{here}?{urlencode({'segment': name})}", current=name == segment, count=count))
    return choices


def _published(request: HttpRequest, form: ScorecardForm) -> bool:
    assert isinstance(request.user, User)  # `allowed` lets nobody else in
    data = form.cleaned_data
    try:
        version = publish_version(
            by=request.user, based_on=data["based_on"], change=form.change(), notes=data["notes"]
        ).version
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return False
    messages.success(request, _("Version %(n)s is published. Every client is scored anew.") % {"n": version})
    return True
