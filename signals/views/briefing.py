"""What a client may be shown: the briefing pack for a new contact, and what we achieved. No score comes near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.briefing import composing
from accounts.briefing.composing import LAPSES, SECTIONS, Document
from accounts.briefing.facts import Facts, gather
from accounts.briefing.words import LANGUAGES, first_known, words_of
from accounts.models import Client, Contact
from accounts.permissions import Permission, allowed, get_client
from clienthealth.core.typesetting import pdf
from signals.views import contexts as c
from signals.views.client import header_of, log_of
from signals.views.shared import Desk, admin_url, desk_of, whole_number

SOURCE = "pages.typ"


@allowed(Permission.VIEW_CLIENTS)
def briefing(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/briefing/?for=12&language=da; with chosen=1 only the parts named: &part=goals&part=open"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    facts, document, leave = _briefing_of(request, desk, client)
    contacts = [
        c.Choice(str(person), value=str(person.pk), current=facts.contact == person)
        for person in Contact.objects.of(client).present(desk.today).exclude(name="").order_by("-joined_on", "name")
    ]
    page = c.BriefingPage(
        as_of=desk.today,
        header=header_of(desk, client, desk.scores.one(client, desk.today), "briefing"),
        log=log_of(desk, client),
        document=document,
        contacts=contacts,
        languages=language_choices(document.language),
        parts=_parts(leave),
        pdf_url=f"{reverse('briefing_pdf', args=[pk])}?{_query(facts, document, leave)}",
        missing=_missing(desk, facts),
    )
    return render(request, "signals/client_briefing.html", {"page": page})


@allowed(Permission.VIEW_CLIENTS)
def briefing_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/briefing.pdf, with the same choices as the page"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    _facts, document, _leave = _briefing_of(request, desk, client)
    return _pdf(document)


@allowed(Permission.VIEW_CLIENTS)
def wins(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/achieved/?language=fr"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    facts, document = _wins_of(request, desk, client)
    text = plain(document)
    query = urlencode({"language": document.language})
    page = c.WinsPage(
        as_of=desk.today,
        header=header_of(desk, client, desk.scores.one(client, desk.today), "wins"),
        log=log_of(desk, client),
        document=document,
        languages=language_choices(document.language, reverse("client_wins", args=[pk])),
        text=text,
        pdf_url=f"{reverse('client_wins_pdf', args=[pk])}?{query}",
        mail=_mail(facts, document, text),
    )
    return render(request, "signals/client_wins.html", {"page": page})


@allowed(Permission.VIEW_CLIENTS)
def wins_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/achieved.pdf?language=fr"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    return _pdf(_wins_of(request, desk, client)[1])


def plain(document: Document) -> str:
    """The document as text to paste into a mail."""
    lines = [document.title, "", document.welcome]
    for section in document.sections:
        lines += ["", *filter(None, [section.title, section.note])]
        lines += [f"– {when}: {what}" for when, what in section.stops]
        lines += [f"– {one}" for one in section.bullets]
        lines += [f"– {', '.join(row)}" for row in section.rows]
    return "\n".join(lines) + "\n"


def _briefing_of(request: HttpRequest, desk: Desk, client: Client) -> tuple[Facts, Document, frozenset[str]]:
    contact = _contact(request, desk, client)
    facts = gather(client, contact, desk.today)
    every = frozenset({*SECTIONS, LAPSES})
    leave = every - set(request.GET.getlist("part")) if request.GET.get("chosen") else frozenset[str]()
    return facts, composing.briefing(facts, words_of(_language(request, facts)), leave), leave


def _wins_of(request: HttpRequest, desk: Desk, client: Client) -> tuple[Facts, Document]:
    champion = Contact.objects.of(client).present(desk.today).order_by("-is_champion", "-is_decider", "pk").first()
    facts = gather(client, champion, desk.today)
    return facts, composing.wins(facts, words_of(_language(request, facts)))


def _contact(request: HttpRequest, desk: Desk, client: Client) -> Contact | None:
    """Whom it is for: the one asked for, else the newest who is there. Someone else's contact does not exist."""
    present = Contact.objects.of(client).present(desk.today).exclude(name="")
    asked = request.GET.get("for", "")
    if not asked:
        return present.order_by("-joined_on", "-is_champion", "pk").first()
    found = present.filter(pk=whole_number(asked) or 0).first()
    if found is None:
        raise Http404(_("There is no such contact."))
    return found


def _language(request: HttpRequest, facts: Facts) -> str:
    """The one asked for, else the contact's, the client's, the agency's first."""
    spoken = [
        request.GET.get("language", ""),
        facts.contact.language if facts.contact else "",
        facts.client.language,
        *map(str, facts.agency.languages),
    ]
    return first_known(spoken)


def language_choices(current: str, url: str = "") -> list[c.Choice]:
    names = dict(settings.LANGUAGES)
    return [
        c.Choice(str(names[code]), f"{url}?language={code}" if url else "", code, code == current)
        for code in LANGUAGES
    ]  # fmt: skip


def _parts(leave: frozenset[str]) -> list[c.Choice]:
    """The parts in the reader's words, not in the client's."""
    words = {
        "story": _("The story so far"),
        LAPSES: _("Our own lapses in the story"),
        "goals": _("Goals"),
        "results": _("Results, month by month"),
        "wins": _("Wins"),
        "delivered": _("What they received"),
        "open": _("Open points"),
        "who": _("Who does what"),
        "agreed": _("What was agreed, with the fee"),
        "yours": _("Ad accounts and who may enter"),
        "learn": _("Our questions"),
        "first": _("The first month"),
    }
    return [c.Choice(label, value=key, current=key not in leave) for key, label in words.items()]


def _query(facts: Facts, document: Document, leave: frozenset[str]) -> str:
    chosen: list[tuple[str, str]] = [("language", document.language), ("chosen", "1")]
    if facts.contact:
        chosen.append(("for", str(facts.contact.pk)))
    return urlencode([*chosen, *(("part", key) for key in (*SECTIONS, LAPSES) if key not in leave)])


def _missing(desk: Desk, facts: Facts) -> list[c.Missing]:
    """What a good briefing has and this one lacks, each with the place to write it down."""
    client = facts.client
    edit = admin_url(desk.user, "client", client.pk)
    found: Sequence[tuple[bool, str, str]] = (
        (not client.goals.strip(), _("The original goals are not on record."), edit),
        (not facts.wins, _("No win is on record: log one with its figure."), ""),
        (client.started_on is None, _("The start is not on record."), edit),
        (not facts.contracts, _("No contract is on record."), admin_url(desk.user, "contract")),
        (
            facts.contact is not None and not facts.predecessor,
            _("Nobody is marked as followed by this contact; the welcome names no predecessor."),
            admin_url(desk.user, "contact", facts.contact.pk) if facts.contact else "",
        ),
        (len(facts.months) < 3, _("There are no results of three full months in one currency, so no picture."), ""),
    )
    return [c.Missing(words, url) for lacks, words, url in found if lacks]


def _mail(facts: Facts, document: Document, text: str) -> c.Link | None:
    if facts.contact is None or not facts.contact.email:
        return None
    address = f"mailto:{quote(facts.contact.email)}?subject={quote(document.name)}&body={quote(text)}"
    return c.Link(_("Write to %(name)s") % {"name": facts.contact}, address)


def _pdf(document: Document) -> HttpResponse:
    made = pdf(SOURCE, asdict(document), language=document.language)
    name = slugify(document.name, allow_unicode=False) or "clienthealth"
    disposition = f"attachment; filename=\"{name}.pdf\"; filename*=UTF-8''{quote(document.name)}.pdf"
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": disposition})
