"""Playbooks that start by themselves. Called after the pass with the alerts that somebody was just told of."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from clienthealth.core import clock
from clienthealth.core.audit import acting
from signals.actions.play_records import Wanted, create_plays
from signals.calendars import the_agency
from signals.models import Alert, Play, PlaybookRule
from signals.playbooks.library import playbooks


def start_by_rules(alerts: Iterable[Alert | int]) -> list[Play]:
    """The plays that the rules ask for. Each alert is looked at once in its life, however often this is called.

    1. Claim the alerts no rule has seen yet; what another worker holds is theirs.
    2. Start what the rules ask for.
    3. Note that they were looked at, in the same transaction: a worker killed in between has done nothing.
    """
    asked = [one if isinstance(one, int) else one.pk for one in alerts]
    if not asked:
        return []
    with transaction.atomic():
        claimed = _claim(asked)
        wanted = list(filter(None, map(_Matcher(), claimed)))
        made: list[Play] = []
        if wanted:
            with acting(by=None, why="rules for playbooks"):
                made = create_plays(wanted, on=the_agency().today().date, by=None)
        Alert.objects.filter(pk__in=[alert.pk for alert in claimed]).update(ruled_at=clock.now())
    return made


def _claim(asked: list[int]) -> list[Alert]:
    waiting = Alert.objects.standing().filter(pk__in=asked, ruled_at=None).select_related("client__owner")
    return list(waiting.select_for_update(of=("self",), skip_locked=True).order_by("client_id", "pk"))


class _Matcher:
    """The rules in force with the playbooks they name, read once."""

    def __init__(self) -> None:
        self.rules = {rule.sign: rule for rule in PlaybookRule.objects.filter(active=True)}
        self.books = playbooks() if self.rules else {}
        self.stand_ins = {book.replaces: book for book in self.books.values() if book.replaces}

    def __call__(self, alert: Alert) -> Wanted | None:
        rule = self.rules.get(alert.sign)
        book = rule and (self.books.get(rule.playbook) or self.stand_ins.get(rule.playbook))
        if not rule or not book or not _costs_enough(rule.least_loss, alert.loss_cents):
            return None
        return Wanted(alert.client, book, alert)


def _costs_enough(least: Decimal | None, loss_cents: int | None) -> bool:
    """Where a least loss is asked for, one that nobody knows is not enough."""
    return least is None or (loss_cents is not None and Decimal(loss_cents) / 100 >= least)
