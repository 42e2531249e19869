"""Who is there, what they told us, and what we saw and did."""

from __future__ import annotations

from typing import Any, Self

from accounts.models import (
    Contact,
    Lapse,
    Note,
    Observation,
    Pulse,
    SurveyInvitation,
    SurveyResponse,
)
from tests.scenarios.chapter import Chapter
from tests.scenarios.keeping import ago, keep


class People(Chapter):
    def contact(self, name: str, *, left: int | None = None, joined: int | None = None, **fields: Any) -> Contact:
        made = Contact(
            client=self.client,
            name=name,
            joined_on=None if joined is None else ago(joined),
            left_on=None if left is None else ago(left),
            **fields,
        )
        keep(made)
        return made

    def answers(self, score: int, days_ago: int, *, contact: Contact | None = None, **fields: Any) -> Self:
        keep(
            SurveyResponse(client=self.client, contact=contact, answered_on=ago(days_ago), score=score, **fields),
        )
        return self

    def surveyed(self, *days_ago: int) -> Self:
        keep(*(SurveyInvitation(client=self.client, sent_on=ago(n)) for n in days_ago))
        return self

    def seen(
        self,
        kind: str,
        *days_ago: int,
        severity: int = 2,
        contact: Contact | None = None,
        contradicts: Observation | None = None,
    ) -> Self:
        made = [
            Observation(
                client=self.client,
                kind=kind,
                severity=severity,
                occurred_on=ago(n),
                contact=contact,
                contradicts=contradicts,
            )
            for n in days_ago
        ]
        keep(*made)
        self.last_seen = made[-1]
        return self

    def lapse(self, *days_ago: int, severity: int = 2, kind: str = "deadline") -> Self:
        keep(*(Lapse(client=self.client, kind=kind, severity=severity, occurred_on=ago(n)) for n in days_ago))
        return self

    def pulse(self, value: int, days_ago: int, note: str = "") -> Self:
        keep(Pulse(client=self.client, value=value, occurred_on=ago(days_ago), note=note))
        return self

    def noted(self, days_ago: int, text: str = "They open a shop.") -> Self:
        keep(Note(client=self.client, text=text, occurred_on=ago(days_ago)))
        return self
