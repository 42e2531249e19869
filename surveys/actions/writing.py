"""A new answer, in one statement: the fact that scores read, the answer, no more reminders, and word to other systems.

An automatic one is no fact, ends no reminders and is told to nobody. Whoever calls holds the asking's lock, or a page's
key that only one answer can have.
"""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

from clienthealth.core import prepared
from clienthealth.core.prepared import Statement
from surveys.models import Answer, Campaign

SOURCE, TOPIC = "survey", "survey.answered"
COLUMNS = {
    "campaign_id": "bigint", "client_id": "bigint", "contact_id": "bigint", "ask_id": "bigint", "entry_id": "bigint",
    "nonce": "text", "kind": "text", "score": "smallint", "comment": "text", "one_thing": "text", "name": "text",
    "no_contact": "boolean", "may_quote": "boolean", "language": "text", "automatic": "boolean",
    "answered_at": "timestamptz",
}  # fmt: skip
_AT = {name: f"${place}" for place, name in enumerate(COLUMNS, start=1)}
_MORE = len(COLUMNS)
WRITE = Statement(
    "answer_new",
    (*COLUMNS.values(), "boolean", "bigint", "date", "text", "jsonb"),
    f"""
    WITH fact AS (
        INSERT INTO accounts_surveyresponse
            (source, external_id, client_id, contact_id, invitation_id, answered_on, score, comment)
        SELECT '{SOURCE}', {_AT["nonce"]}, {_AT["client_id"]}, {_AT["contact_id"]}, ${_MORE + 2}, ${_MORE + 3},
               {_AT["score"]}, {_AT["comment"]}
        WHERE ${_MORE + 1} RETURNING id
    ), made AS (
        INSERT INTO surveys_answer ({", ".join(COLUMNS)}, response_id)
        VALUES ({", ".join(_AT.values())}, (SELECT id FROM fact)) RETURNING id
    ), asked AS (
        UPDATE surveys_ask SET state = 'answered', remind_at = NULL
        WHERE id = {_AT["ask_id"]} AND NOT {_AT["automatic"]} AND state <> 'answered'
    ), told AS (
        INSERT INTO core_outboxevent (topic, key, client, payload)
        SELECT '{TOPIC}', ${_MORE + 4}, {_AT["client_id"]}, ${_MORE + 5} || jsonb_build_object('answer', made.id)
        FROM made WHERE NOT {_AT["automatic"]} ON CONFLICT (key) DO NOTHING
    )
    SELECT made.id, (SELECT id FROM fact) FROM made
    """,  # noqa: S608 - our own text
)


def write_new(answer: Answer, zone: str, invitation: int | None) -> None:
    """Write an answer that is not there yet, and give it its number. `zone`: in which it was answered on a day."""
    is_fact = not answer.automatic and answer.kind == Campaign.Kind.NPS
    day = answer.answered_at.astimezone(ZoneInfo(zone)).date()
    values = [getattr(answer, name) for name in COLUMNS]
    row = prepared.call((WRITE, [*values, is_fact, invitation, day, event_key(answer), json.dumps(payload_of(answer))]))
    assert row is not None
    answer.pk, answer.response_id = row
    answer._state.adding = False


def event_key(answer: Answer) -> str:
    """Each change of an answer is told anew."""
    when = answer.changed_at or answer.answered_at
    return f"{TOPIC}:{answer.nonce}:{when.timestamp():.6f}"


def payload_of(answer: Answer) -> dict[str, object]:
    """For other systems: numbers, no name and no word of anybody’s."""
    return {
        "answer": answer.pk, "campaign": answer.campaign_id, "client": answer.client_id,
        "contact": answer.contact_id, "kind": answer.kind, "score": answer.score, "language": answer.language,
        "answered_at": answer.answered_at.isoformat(), "changed": answer.changed_at is not None,
    }  # fmt: skip
