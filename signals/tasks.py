"""Wake-ups. What there is to do stands in PostgreSQL; a lost message or a killed worker loses nothing."""

from __future__ import annotations

import structlog
from celery import shared_task

from signals import notices, turns

log = structlog.get_logger(__name__)


@shared_task
def score_marked() -> int:
    """Every second, on a queue of its own: score the clients that changed."""
    return turns.score_marked()


@shared_task
def score_bulk() -> int:
    """Everyone's turn, in large chunks; any number of workers may do it at once."""
    return turns.score_bulk()


@shared_task
def score_everyone() -> None:
    """Every night, and after each closing: silence grows by itself."""
    turns.mark_everyone()
    score_bulk.delay()


@shared_task
def close_days() -> int:
    """Close the days that are over, fix their scores, build their frames."""
    closed = turns.close_days()
    if closed:
        score_everyone.delay()
    return closed


@shared_task
def build_frames() -> int:
    """Build the extra frames that were asked for."""
    return turns.build_frames()


@shared_task
def backfill() -> int:
    """Score the weeks of a history that a first import declared known."""
    return turns.backfill()


@shared_task
def attend() -> int:
    """Choose what people are told of; bring back what was snoozed until today."""
    return turns.attend()


@shared_task
def hand_to_post() -> int:
    """Write down the mails about alerts that are due."""
    return notices.hand_to_post()
