"""One's own account: name, language, time zone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from accounts.forms import ProfileForm
from accounts.models import User
from clienthealth.core.audit import acting


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest) -> HttpResponse:
    person = get_object_or_404(User, pk=request.user.pk or 0)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        with acting(by=person, why="own account"):
            form.save()
        with override(person.language):
            messages.success(request, _("Saved."))
        return redirect("profile")
    return render(request, "accounts/profile_edit.html", {"form": form}, status=422 if form.is_bound else 200)
