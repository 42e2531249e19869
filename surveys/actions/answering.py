"""What an answer brings with it: the fact that scores read, no more reminders, a loop where somebody is owed a reply."""

from __future__ import annotations

from accounts.models import User
from surveys.models import Answer, Ask, SurveyEntry


def save_answer(
    to: Ask | SurveyEntry,
    *,
    score: int,
    comment: str = "",
    language: str = "en",
    no_contact: bool = False,
    may_quote: bool | None = None,
    one_thing: str | None = None,
    automatic: bool = False,
) -> Answer:
    """Keep an answer, or change the one that is there. None for what is not said: it stays as it was."""
    raise NotImplementedError


def count_answer(answer: Answer, by: User) -> Answer:
    raise NotImplementedError


def discount_answer(answer: Answer, by: User) -> Answer:
    raise NotImplementedError
