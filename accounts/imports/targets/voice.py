"""Survey invitations and answers."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.outcomes import LeftOut
from accounts.imports.records import SurveyRecord
from accounts.imports.targets.base import Place, Staged, Target, identity
from accounts.models import SurveyInvitation, SurveyResponse

INVITATIONS = Target(
    "invitation",
    gettext_lazy("survey invitations"),
    SurveyInvitation,
    {"client_id": "bigint", "contact_id": "bigint", "sent_on": "date"},
    occurred="s.sent_on::timestamp AT TIME ZONE %(zone)s",
)
RESPONSES = Target(
    "response",
    gettext_lazy("survey answers"),
    SurveyResponse,
    {"client_id": "bigint", "contact_id": "bigint", "answered_on": "date", "score": "smallint", "comment": "text"},
    occurred="s.answered_on::timestamp AT TIME ZONE %(zone)s",
    derived={"invitation_id": "i.id"},
    joins="LEFT JOIN accounts_surveyinvitation i ON i.source = %(source)s AND i.external_id = s.external_id",
)


def place_survey(record: SurveyRecord, place: Place) -> list[Staged] | LeftOut:
    """The invitation where it is dated, the answer where there is one; nothing where our own survey gathered it."""
    if record.external_id in place.answered_here:
        return LeftOut(record.row, _("Our own survey gathered this answer: it is here already."))
    client = place.directory.client(record.client, create=False)
    known = place.directory.by_email.get(record.email or "")
    contact = known[1] if known and known[0] == client else None
    key = identity(record.external_id)
    staged: list[Staged] = []
    if record.invited_at:
        staged.append((INVITATIONS, (record.row, key, client, contact, place.day(record.invited_at))))
    if record.score is not None and record.answered_at:
        answered = place.day(record.answered_at)
        values = (record.row, key, client, contact, answered, record.score, record.comment or "")
        staged.append((RESPONSES, values))
    return staged
