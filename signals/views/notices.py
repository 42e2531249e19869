"""How a person is told of alerts: their choice, what they have seen, and a way out that needs no log-in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.validators import MaxValueValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from clienthealth.core.typed import ModelForm
from signals.actions import notices as actions
from signals.letters import reader_of
from signals.models import NoticePreference
from signals.views.shared import whole_number

MOST_A_WEEK = 50


class PreferenceForm(ModelForm):
    mail = forms.ChoiceField(
        label=gettext_lazy("E-mail about new alerts"),
        choices=NoticePreference.Mail.choices,
        widget=forms.RadioSelect,
    )
    hour = forms.TypedChoiceField(
        label=gettext_lazy("Hour of the daily mail"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        help_text=gettext_lazy("In your own time zone. There is none on days without anything to say."),
    )

    class Meta:
        model = NoticePreference
        fields = ("mail", "hour", "weekly")
        help_texts = {
            "weekly": gettext_lazy(
                "You are told of the alerts with the largest expected loss, up to this number from Monday to Sunday. "
                "The others are held back: they stand in the inbox, marked so, and nobody is called away for them. "
                "What asks for an immediate review is never held back."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weekly = self.fields["weekly"]
        weekly.validators.append(MaxValueValidator(MOST_A_WEEK))
        weekly.widget.attrs["max"] = MOST_A_WEEK


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest) -> HttpResponse:
    """One's own preferences."""
    person = _person(request)
    sent = request.POST if request.method == "POST" else None
    form = PreferenceForm(sent, instance=actions.preference_of(person))
    if form.is_bound and form.is_valid():
        actions.save_preference(person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notices")
    return render(request, "signals/notices.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@login_required
def seen(request: HttpRequest) -> HttpResponse:
    """The alerts named (`alert`, any number), or all, have been looked at; back to where the button stood."""
    named = [number for text in request.POST.getlist("alert") if (number := whole_number(text)) is not None]
    actions.mark_seen(_person(request), named if "alert" in request.POST else None)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "today")


@never_cache
@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed link is what proves whose mails it stops
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails about alerts. Opening the page changes nothing."""
    person = reader_of(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        actions.stop_mail(person)
    with override(person.language):
        return render(request, "signals/notices_stop.html", {"person": person, "stopped": request.method == "POST"})


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
