"""NPS answers: a score from 0 to 10 with its comment; a blank score is an unanswered invitation, never a zero."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import CLIENT_DOMAIN, CLIENT_ID, EMAIL, Field
from accounts.imports.outcomes import LeftOut, Refusal
from accounts.imports.records import SurveyRecord
from accounts.imports.sources.shared import client_of, made_up_id
from accounts.imports.tables import normalise

FORMULAS = frozenset("=+-@")
RECOMMENDATION = frozenset({"", "nps", "netpromoterscore", "loyalty", "customerloyalty", "recommendation"})


def answer(row: Any, context: Context) -> SurveyRecord | LeftOut | Refusal:
    if normalise(row.kind or "").removesuffix("survey") not in RECOMMENDATION:
        return LeftOut(row.line, _("This answers another question than whether they would recommend us."))
    if row.score is None and row.invited_at is None:
        return LeftOut(row.line, _("No score was given, and no invitation is dated."))
    if row.score is not None and row.answered_at is None:
        return Refusal(row.line, "", "", _("The answer has no date."))
    if not (row.email or row.client_name or row.client_id or row.domain):
        return Refusal(row.line, "", "", _("The row names neither a client nor a person's e-mail address."))
    identity = row.id or made_up_id(
        context, row.email, row.client_id, row.client_name, row.person, row.invited_at or row.answered_at
    )
    return SurveyRecord(
        row.line, identity, client_of(row), row.email, row.person, row.score, armed(row.comment),
        row.answered_at if row.score is not None else None, row.invited_at,
    )  # fmt: skip


def armed(text: str | None) -> str | None:
    """What was written, where a tool put an apostrophe before it so that no spreadsheet takes it for a formula."""
    return text[1:] if text and text[0] == "'" and text[1:2] in FORMULAS else text


ANSWERS = Source(
    "nps-answers",
    gettext_lazy("NPS answers"),
    (
        Field(
            "score",
            "score",
    "nps score|nps|score|rating|nps rating|recommendation score|how likely*|likelihood to recommend*|on a scale*|"
    "answer|"
    "bewertung|punktzahl|"
    "wie wahrscheinlich*|note|quelle est la probabilité*|puntuación|qué probabilidad*|punteggio|"
    "quanto è probabile*|hoe waarschijnlijk*",
            needed=True,
        ),
        Field("invited_at", "instant", (
    "invited at|invited on|invited|sent at|sent on|survey sent at|survey sent|date sent|sent|eingeladen am|gesendet am|"
    "envoyé le"
)),
        Field(
            "answered_at",
            "instant",
    "answered at|responded at|response date|submitted at|submit date utc|submit date|submission date|"
    "survey submission date|submitted|completed at|responded|response time|end date|"
    "survey date|created at|created|timestamp|time|date|"
            "antwortdatum|beantwortet am|datum|répondu le|fecha|fecha de respuesta|data|datum antwoord",
        ),
        Field("comment", "text", (
    "comment|comments|feedback|verbatim|reason|response text|open ended response|response|"
    "what s the main reason*|what s the primary reason*|what is the primary reason*|kommentar|commentaire|comentario|"
    "commento|opmerking|what is the main reason*|why*"
)),
        Field("email", "email", EMAIL + "|person email|recipient|respondent email|contact email"),
        Field("person", "name", "person|person name|contact|contact name|respondent|full name|first name|name"),
        Field("client_id", "identifier", CLIENT_ID),
        Field("client_name", "name", (
    "client|client name|customer|customer name|company|company name|associated company|account|account name|"
    "organization|kunde|firma|unternehmen|société|entreprise|cliente|empresa|azienda|klant|bedrijf"
)),
        Field("domain", "domain", CLIENT_DOMAIN),
        Field("kind", "text", "survey type|question type|type of survey|umfragetyp|type d’enquête|tipo de encuesta"),
        Field("id", "identifier", "response id|answer id|submission id|respondent id|id|survey response id|token"),
    ),
    answer,
    hallmarks=(
        frozenset({"answer", "responded"}),  # AskNicely
        frozenset({"respondentid", "collectorid"}),  # SurveyMonkey
        frozenset({"submitdateutc", "networkid"}),  # Typeform
        frozenset({"timestamp", "emailaddress"}),  # Google Forms
        frozenset({"surveytype", "rating"}),  # HubSpot
        *(
        frozenset({score, other})
        for score in ("npsscore", "nps", "score", "rating", "bewertung", "note", "punteggio", "puntuacion")
        for other in ("comment", "comments", "feedback", "email", "emailaddress", "kommentar",
                      "commentaire", "comentario",
                      "commento", "respondent", "responseid", "responsedate", "respondedat")
        ),
    ),
)  # fmt: skip
