"""What the rows of the route table are made of: who asks, what they may be told, and the row itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.cast import Cast

WHO = ("boss", "lead", "keeper", "teammate", "observer", "outsider", "nobody")
Statuses = tuple[int, ...]

EVERYONE: Statuses = (200,) * 7
LOGGED_IN: Statuses = (200,) * 6 + (302,)
ONE_CLIENT: Statuses = (200, 200, 200, 200, 200, 404, 302)
FIRE: Statuses = (200, 200, 200, 404, 404, 404, 302)  # fire pressure stays with those who answer for the client
WRITING: Statuses = (200, 200, 200, 403, 403, 404, 302)
ACTING: Statuses = (302, 302, 302, 403, 403, 404, 302)
ACTING_ON_FIRE: Statuses = (302, 302, 302, 404, 403, 404, 302)
OWNERS: Statuses = (200, 403, 403, 403, 403, 403, 302)
CASE_REFUSED: Statuses = (422, 422, 422, 404, 403, 404, 302)  # something is missing, but not the right to do it
CASE: Statuses = (200, 200, 200, 404, 403, 404, 302)  # of a case for parting: observers take no part in any
CASE_ELSEWHERE: Statuses = (302, 302, 302, 404, 403, 404, 302)
TAKING_PART: Statuses = (200, 200, 200, 200, 403, 200, 302)
WRITERS: Statuses = (200, 200, 403, 403, 403, 403, 302)  # of playbooks: owners and leads
NOT_HERE: Statuses = (404,) * 7
ALWAYS_ELSEWHERE: Statuses = (302,) * 7
ONLY_POST: Statuses = (405,) * 7
NOT_SET_UP: Statuses = (404,) * 6 + (302,)  # nobody of the cast has a second factor
REFUSED: Statuses = (401,) * 7
SCREENING: Statuses = (200, 200, 200, 200, 403, 200, 302)  # prospects: everyone but observers
ACCEPTING: Statuses = (200, 200, 403, 403, 403, 403, 302)
ONE_PROSPECT: Statuses = (200, 200, 200, 404, 403, 404, 302)  # managers see their own and nobody’s
ON_A_PROSPECT: Statuses = (302, 302, 302, 404, 403, 404, 302)
DECIDING: Statuses = (302, 302, 403, 403, 403, 403, 302)
THE_DOOR: Statuses = (302,) * 6 + (200,)  # for those who are not in yet
EXPORTING: Statuses = (200, 200, 403, 403, 403, 404, 302)
ERASING: Statuses = (200, 403, 403, 403, 403, 404, 302)
OWNERS_ACT: Statuses = (302, 403, 403, 403, 403, 403, 302)  # and are taken on to the next page


@dataclass(frozen=True)
class Route:
    name: str
    expected: Statuses
    args: Callable[[Cast], dict[str, Any]] = field(default=lambda cast: {})
    post: dict[str, Any] | None = None
    query: str = ""
    method: str = ""  # of the API: its body is `post`, as JSON

    @property
    def verb(self) -> str:
        return self.method.upper() or "POST" * (self.post is not None)


def of_client(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.client.pk}
