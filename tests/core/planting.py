"""One record of every kind that an erasure touches, and a word in every field that it empties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, models

from accounts.models import Client
from clienthealth.core.erasure import Plan
from offboarding.models import Parting, PartingStep
from offboarding.models.letters import ContractTerms, Letter
from prospects.models import Answers, Decision, GutFeeling, Invitation, Prospect
from signals.models import AlertEvent, Override, Seal
from tests import factories
from tests.factories.days import DAY, NOON


def make(plan: Plan, client: Client) -> models.Model:
    """One record of the client, by its factory where there is one."""
    if by_hand := BY_HAND.get(plan.model):
        return by_hand(client)
    owner = {"parting": a_case(client)} if plan.client == "parting__client" else {plan.client: client}
    made: models.Model = getattr(factories, f"{plan.tracked.__name__}Factory")(**owner)
    return made


def a_case(client: Client) -> Parting:
    return Parting.objects.filter(client=client).first() or factories.PartingFactory(
        client=client, paused_until=DAY, paused_why="They are on holiday"
    )


def a_prospect(client: Client) -> Prospect:
    known = {"company": "A", "email": "a@b.example", "state": "converted"}
    return Prospect.objects.get_or_create(client=client, defaults=known)[0]


def _answers(client: Client) -> Answers:
    prospect = a_prospect(client)
    link = Invitation.objects.create(prospect=prospect, expires_at=NOON)
    return Answers.objects.create(prospect=prospect, invitation=link, number=1)


def _alert_event(client: Client) -> AlertEvent:
    return AlertEvent.objects.create(alert=factories.AlertFactory(client=client, sign="late"), what="opened")


BY_HAND: dict[str, Callable[[Client], models.Model]] = {
    "accounts.Client": lambda client: client,
    "offboarding.Parting": a_case,
    "offboarding.PartingStep": lambda client: PartingStep.objects.create(
        parting=a_case(client), key="opened", target="opened", on=DAY
    ),
    "offboarding.ContractTerms": lambda client: ContractTerms.objects.create(
        contract=factories.ContractFactory(client=client)
    ),
    "offboarding.Letter": lambda client: Letter.objects.create(client=client, kind="warning", language="en"),
    "prospects.Prospect": a_prospect,
    "prospects.Answers": _answers,
    "prospects.GutFeeling": lambda client: GutFeeling.objects.create(
        prospect=a_prospect(client), by=factories.UserFactory(), value=3
    ),
    "prospects.Decision": lambda client: Decision.objects.create(
        prospect=a_prospect(client), by=factories.UserFactory(), kind="accept", why="x"
    ),
    "signals.AlertEvent": _alert_event,
    "signals.Override": lambda client: Override.objects.create(
        client=client, side="churn", score=1, reason="x", starts_on=DAY, expires_on=DAY
    ),
    "signals.Seal": lambda client: Seal.objects.create(
        client=client, side="fire", reason="x", user=factories.UserFactory()
    ),
    "signals.Task": lambda client: factories.TaskFactory(client=client, play=None),
}


def plant(plan: Plan, record: models.Model, word: str) -> None:
    """Write a word into every field that an erasure empties, as anybody would; past the rows that never change."""
    values = {name: _worded(plan, plan.tracked._meta.get_field(name), word) for name in plan.erased}
    fixed = any(trigger.name == "fixed" for trigger in getattr(plan.tracked._meta, "triggers", ()))
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL session_replication_role = {'replica' if fixed else 'origin'}")
        plan.tracked._base_manager.filter(pk=record.pk).update(**values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _worded(plan: Plan, field: Any, word: str) -> Any:
    if isinstance(field, models.BinaryField):
        return word.encode()
    if isinstance(field, models.URLField):
        return f"https://{word}"
    if not isinstance(field, models.JSONField):
        return word
    key = {"offboarding.EvidenceItem": "text", "offboarding.Parting": "records"}.get(plan.model)
    return [{key: word, "on": "2026-03-02"}] if key else [word]


def tables_with(word: str) -> set[str]:
    """The tables in which a word stands anywhere."""
    found, anyhow = set(), [f"%{word}%", f"%{word.encode().hex()}%"]  # bytes are shown in hex
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" t WHERE t::text LIKE ANY(%s))', [anyhow])
            if cursor.fetchone()[0]:
                found.add(table)
    return found
