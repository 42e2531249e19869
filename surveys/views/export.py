"""The answers of a view as a table: the same answers, the same rights. Cells are text to read, never formulas."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from openpyxl import Workbook

from accounts.models import Agency, SurveyResponse
from accounts.permissions import Permission, allowed
from clienthealth.core.exports import csv_response, safe_cell
from surveys.models import Answer, Campaign
from surveys.views.answers import Row, rows_of
from surveys.views.answers_query import Asked, found
from surveys.views.shared import person
from surveys.wording import KINDS

CHUNK = 500
Keys = Sequence[tuple[int, bool]]
EXCHANGE = ("Response ID", "Survey Type", "Score", "Comment", "Name", "Email", "Company", "Sent At", "Responded At")


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def answers(request: HttpRequest, kind: str) -> HttpResponseBase:
    """GET /surveys/answers/export/<csv|xlsx|exchange>/ with the filters of the list."""
    agency, asked = Agency.objects.get(), Asked.of(request)
    keys = [(pk, imported) for pk, imported, *_rest in found(person(request), asked, agency.zone)]
    name = f"answers-{agency.today().date}"
    if kind == "csv":
        return csv_response(name, _heading(), _table(keys, agency))
    if kind == "xlsx":
        return _workbook(name, _heading(), _table(keys, agency))
    if kind == "exchange":
        return csv_response(f"nps-{agency.today().date}", EXCHANGE, _exchange(keys, agency))
    raise Http404(_("There is no such form of table."))


def _pieces(keys: Keys) -> Iterator[Keys]:
    return (keys[first : first + CHUNK] for first in range(0, len(keys), CHUNK))


def _heading() -> list[str]:
    return [
        _("Answered on"), _("Client"), _("Segment"), _("Owner"), _("Contact"), _("Question"), _("Score"), _("Group"),
        _("Comment"), _("Campaign"), _("May be quoted"), _("Likely automatic"), _("Imported"),
    ]  # fmt: skip


def _table(keys: Keys, agency: Agency) -> Iterator[list[object]]:
    for some in _pieces(keys):
        for row in rows_of(some, agency):
            yield _cells(row)


def _cells(row: Row) -> list[object]:
    owner = row.client.owner.name if row.client.owner else ""
    return [
        row.on, row.client.name, row.client.segment, owner, row.who, str(KINDS[row.kind]), row.score, row.chip.word,
        row.comment, row.campaign, _yes(row.may_quote), _yes(row.automatic), _yes(row.imported),
    ]  # fmt: skip


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _workbook(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> FileResponse:
    """Written row by row to a file; openpyxl takes a text that begins with “=” for a formula unless it is disarmed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Answers"))
    sheet.append(list(heading))
    for row in rows:
        sheet.append([one if isinstance(one, (int, dt.date)) else safe_cell(one) for one in row])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")


def _exchange(keys: Keys, agency: Agency) -> Iterator[list[object]]:
    """Answers to the question of recommendation, in English headings that survey tools and our own import know."""
    for some in _pieces(keys):
        ours = [pk for pk, imported in some if not imported]
        theirs = [pk for pk, imported in some if imported]
        told = {(one.pk, False): _told(one, agency) for one in _ours(ours)}
        told |= {(one.pk, True): _imported(one) for one in _theirs(theirs)}
        yield from (told[key] for key in some if key in told)


def _ours(pks: list[int]) -> QuerySet[Answer]:
    found = Answer.objects.filter(pk__in=pks, kind=Campaign.Kind.NPS, automatic=False)
    return found.select_related("client", "contact", "ask")


def _theirs(pks: list[int]) -> QuerySet[SurveyResponse]:
    return SurveyResponse.objects.filter(pk__in=pks).select_related("client", "contact", "invitation")


def _told(one: Answer, agency: Agency) -> list[object]:
    zone = ZoneInfo(agency.zone)
    sent = one.ask.sent_at.astimezone(zone).date() if one.ask and one.ask.sent_at else None
    who, email = (one.contact.name, one.contact.email) if one.contact else (one.name, "")
    return [
        one.nonce, "NPS", one.score, one.comment, who, email, one.client.name, sent,
        one.answered_at.astimezone(zone).date(),
    ]  # fmt: skip


def _imported(one: SurveyResponse) -> list[object]:
    who, email = (one.contact.name, one.contact.email) if one.contact else ("", "")
    sent = one.invitation.sent_on if one.invitation else None
    return [one.external_id, "NPS", one.score, one.comment, who, email, one.client.name, sent, one.answered_on]
