"""A final letter leaves: the mail that carries it, in two steps; how it was delivered; the script of the call."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.permissions import Permission, allowed
from offboarding.actions.letter_sending import note_receipt, record_delivery, send_letter
from offboarding.actions.letters import today
from offboarding.actions.repair import keep_file
from offboarding.letter_forms import DeliveryForm, ReceiptForm, SendForm
from offboarding.letters.choosing import call_first, mail_for
from offboarding.letters.drafting import draft_of
from offboarding.letters.known import facts_of
from offboarding.letters.languages import known as known_language
from offboarding.letters.mailing import file_name
from offboarding.letters.questions import label_of
from offboarding.letters.speaking import mail_filled, script_of
from offboarding.letters.texts import mail_text, phone_script
from offboarding.models import CaseFile, Letter, LetterSending
from offboarding.permissions import require_work
from offboarding.views.letters import case_of, frame, get_letter, person


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /letters/<pk>/send/: write, look at it once more (do=look), send (do=send)"""
    user, letter = _leaving(request, pk)
    form = SendForm(request.POST or None, initial=_mail(letter))
    do = request.POST.get("do", "")
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        if do == "look":
            return render(request, "offboarding/letters/send_look.html", _frame(user, letter) | {"mail": given})
        if do == "send" and _sent(user, letter, form, given):
            messages.success(request, _("It leaves within seconds."))
            return redirect("letter", letter.pk)
    context = _frame(user, letter) | {"form": form}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "offboarding/letters/send.html", context, status=status)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /letters/<pk>/delivered/: how it went, and what proves it"""
    user, letter = _leaving(request, pk)
    sheet = letter.facts["sheet"]
    form = DeliveryForm(request.POST or None, request.FILES or None, initial={"to": sheet["address"], "on": today()})
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            kept = _file(user, letter, given.pop("file"))
            record_delivery(by=user, letter=letter, proof_file=kept, **given)
        except ValidationError as refusal:
            _refused(form, refusal)
        else:
            return redirect("letter", letter.pk)
    context = frame(user, letter) | {"form": form, "title": _("How it was delivered")}
    return render(request, "offboarding/letters/facts.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def receipt(request: HttpRequest, pk: int, sending: int) -> HttpResponse:
    """GET and POST /letters/<pk>/received/<sending>/: it arrived"""
    user, letter = _leaving(request, pk)
    row = LetterSending.objects.filter(pk=sending, letter=letter).first()
    if row is None:
        raise Http404(_("There is no such sending."))
    form = ReceiptForm(request.POST or None, request.FILES or None, initial={"received_on": today()})
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            kept = _file(user, letter, given.pop("file"))
            note_receipt(by=user, sending=row, proof_file=kept, **given)
        except ValidationError as refusal:
            _refused(form, refusal)
        else:
            return redirect("letter", letter.pk)
    context = frame(user, letter) | {"form": form, "title": _("It arrived")}
    return render(request, "offboarding/letters/facts.html", context, status=422 if form.is_bound else 200)


@require_GET
@allowed(Permission.PART)
def script(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /letters/<pk>/script/: said in the client's language, with advice in the reader's. Never sent to anybody"""
    user = person(request)
    letter = get_letter(user, pk)
    draft = draft_of(letter)
    own = known_language(get_language() or "en") or "en"
    own_facts = facts_of(draft.known, own, letter.corrections)
    made = script_of(phone_script(letter.language), phone_script(own), draft.facts.values, own_facts.values)
    context = frame(user, letter) | {"script": made, "unknown": [label_of(name) for name in made.unknown]}
    return render(request, "offboarding/letters/script.html", context)


def _leaving(request: HttpRequest, pk: int) -> tuple[User, Letter]:
    """A final letter and somebody who works on its case; a draft has nothing to send."""
    user = person(request)
    letter = get_letter(user, pk)
    require_work(user, case_of(letter))
    if letter.is_draft:
        raise Http404(_("This letter is a draft."))
    return user, letter


def _frame(user: User, letter: Letter) -> dict[str, Any]:
    file = letter.files.select_related("letter").defer("content").get(format="pdf")
    return frame(user, letter) | {"file": file, "file_name": file_name(file)}


def _mail(letter: Letter) -> dict[str, str]:
    """The mail as our texts have it, with the letter's own facts; what is unknown stays in braces for the sender."""
    called = letter.contact is not None and call_first(letter.contact.prefers, letter.kind)
    text = mail_text(mail_for(letter.kind, called=called), letter.language)
    draft = draft_of(letter)
    facts = {**draft.facts.values, **letter.facts["values"]}
    return {
        "to": letter.contact.email if letter.contact else "",
        "subject": mail_filled(text.subject, facts),
        "body": mail_filled(text.body, facts),
    }


def _sent(user: User, letter: Letter, form: SendForm, given: dict[str, Any]) -> bool:
    try:
        send_letter(by=user, letter=letter, **given)
    except ValidationError as refusal:
        _refused(form, refusal)
        return False
    return True


def _file(user: User, letter: Letter, upload: Any) -> CaseFile | None:
    if not upload:
        return None
    return keep_file(
        by=user, parting=case_of(letter), name=upload.name, kind=upload.content_type or "", content=upload.read()
    )


def _refused(form: Any, refusal: ValidationError) -> None:
    named = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(form.fields)
    form.add_error(None, refusal if named else ValidationError(refusal.messages))
