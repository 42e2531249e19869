"""Cases in any state, with everything in them that the state rests on, and a client whose records say something."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import Client
from offboarding.models import ASSESSMENTS, Parting
from signals import configuration, runs
from tests.cast import Cast
from tests.factories import (
    ClientFactory,
    EvidenceItemFactory,
    FaultReasonFactory,
    InvoiceFactory,
    LapseFactory,
    ObservationFactory,
    PartingFactory,
    RepairFactory,
    ReviewFactory,
    WrittenWarningFactory,
)
from tests.factories.days import DAY, NOON, day

VIEW = {"advice": "part", "why": "Three warnings, and nothing changed."}


def scored(cast: Cast) -> None:
    """The client haggles and pays late, we were late once; everybody is scored as on DAY."""
    configuration.spec_of.cache_clear()
    configuration.version_of.cache_clear()
    Client.objects.filter(pk=cast.client.pk).update(started_on=day(-700))
    for n in range(1, 4):
        ObservationFactory(client=cast.client, kind="haggling", occurred_on=day(-7 * n), severity=3, note="Ten off")
        InvoiceFactory(client=cast.client, issued_on=day(-60 - 30 * n), due_on=day(-30 - 30 * n))
    LapseFactory(client=cast.client, occurred_on=day(-12), note="The report came late")
    ClientFactory(name="Billund Books", owner=cast.keeper, started_on=day(-700))
    runs.score(DAY)


def case(cast: Cast, state: str = "opened", **fields: Any) -> Parting:
    """A case of the cast's client with what it takes to go on from a state, and nothing of what that state is for."""
    parting = PartingFactory(
        client=cast.client, state=state, opened_by=cast.keeper, responsible=cast.keeper, known_on=DAY, fault=31,
        **fields,
    )  # fmt: skip
    EvidenceItemFactory(parting=parting, verdict="agreed")
    return parting


def looked_at_ourselves(parting: Parting) -> Parting:
    for n in range(3):
        FaultReasonFactory(parting=parting, reason=f"Reason {n}")
    parting.their_view, parting.their_view_on = "They never call back.", DAY
    parting.save()
    return parting


def repaired(parting: Parting) -> Parting:
    """A talk, and a warning that arrived a month ago and changed nothing."""
    RepairFactory(parting=parting)
    WrittenWarningFactory(
        parting=parting, sent_on=day(-40), received_on=day(-39), proof="Receipt", cure_by=day(-8), reply_by=day(-20),
        outcome="not", outcome_note="Nothing was paid.", judged_on=day(-7),
    )  # fmt: skip
    return parting


def reviewed(cast: Cast, parting: Parting, inside: int = 4, outside: int = 4) -> Parting:
    for person, is_outside, mark in ((cast.keeper, False, inside), (cast.outsider, True, outside)):
        marks = dict.fromkeys(ASSESSMENTS, mark)
        ReviewFactory(parting=parting, reviewer=person, is_outside=is_outside, handed_in_at=NOON, **marks, **VIEW)
    return parting


def marks(value: int) -> dict[str, int | None]:
    return dict.fromkeys(ASSESSMENTS, value)


def ready_to_decide(cast: Cast) -> Parting:
    return reviewed(cast, repaired(looked_at_ourselves(case(cast, "decision", worth={"worth": "kept"}))))


NEXT_MONTH = DAY + dt.timedelta(days=30)
