"""Our hours, what we asked of them, and what they asked for."""

from __future__ import annotations

from typing import Self

from accounts.models import (
    Request,
    ScopeRequest,
    TimeEntry,
)
from tests.scenarios.chapter import Chapter
from tests.scenarios.keeping import ago, keep


class Work(Chapter):
    def works(
        self, hours_a_week: float, *, since: int = 90, until: int = 0, kind: int = TimeEntry.Kind.DELIVERY
    ) -> Self:
        """Our hours, on one day a week."""
        keep(
            *(
                TimeEntry(client=self.client, occurred_on=ago(n), minutes=round(60 * hours_a_week), kind=kind)
                for n in range(since, until - 1, -7)
            )
        )
        return self

    def asked(self, on: int, *, due: int | None = None, answered: int | None = None, what: str = "Banner") -> Self:
        """Something we asked of them."""
        dates = {"due_on": due, "answered_on": answered}
        known = {name: None if days is None else ago(days) for name, days in dates.items()}
        keep(Request(client=self.client, kind=Request.Kind.APPROVAL, what=what, asked_on=ago(on), **known))
        return self

    def asks_for(self, what: str, days_ago: int, *, in_scope: bool = False, billed: bool = False) -> Self:
        keep(ScopeRequest(client=self.client, what=what, asked_on=ago(days_ago), in_scope=in_scope, billed=billed))
        return self
