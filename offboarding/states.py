"""The table of a parting's states. Pure: no model, no clock. `docs/partings.md` shows it drawn from here.

A case begins when somebody asks whether to part, or when the client has said that they leave. It ends kept or closed,
and an ended case stays ended: what comes later is another case. `needs` names the conditions that
`offboarding.readiness` checks; `by` says whose step it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OPENED = "opened"
    FAULT = "fault"
    REPAIR = "repair"
    DECISION = "decision"
    NOTICE = "notice"
    HANDOVER = "handover"
    CLOSED = "closed"
    KEPT = "kept"


class By(StrEnum):
    TEAM = "team"  # whoever works on the case
    OWNER = "owner"  # an owner of the agency


ENDED = frozenset({State.CLOSED, State.KEPT})
BEFORE_NOTICE = frozenset({State.OPENED, State.FAULT, State.REPAIR, State.DECISION})


@dataclass(frozen=True, slots=True)
class Step:
    """A way from one state to the next."""

    key: str
    source: State
    target: State
    by: By = By.TEAM
    needs: tuple[str, ...] = ()


TO_PART = (
    "three_reasons", "warned_or_skipped", "reviews_in", "gaps_discussed", "worth_known", "not_the_only_client", "why",
)  # fmt: skip
TO_GIVE_NOTICE = ("date_chosen", "letter_ready", "report_ready", "script_ready", "checklist_ready", "notice_sent")
TO_CLOSE = ("checklist_done", "access_revoked", "end_reached", "confirmation_sent")

STEPS: tuple[Step, ...] = (
    Step("agree_evidence", State.OPENED, State.FAULT, needs=("evidence_agreed",)),
    Step("look_at_ourselves", State.FAULT, State.REPAIR, needs=("three_reasons", "their_view", "fault_computed")),
    Step("end_repair", State.REPAIR, State.DECISION, needs=("talk_held", "warned_and_waited")),
    Step("skip_repair", State.REPAIR, State.DECISION, by=By.OWNER, needs=("why",)),
    Step("restructure", State.DECISION, State.REPAIR, by=By.OWNER, needs=("reviews_in", "gaps_discussed", "why")),
    Step("decide_to_part", State.DECISION, State.NOTICE, by=By.OWNER, needs=TO_PART),
    Step("give_notice", State.NOTICE, State.HANDOVER, by=By.OWNER, needs=TO_GIVE_NOTICE),
    Step("reconsider", State.NOTICE, State.DECISION, by=By.OWNER, needs=("why",)),
    Step("close", State.HANDOVER, State.CLOSED, needs=TO_CLOSE),
    Step("keep", State.OPENED, State.KEPT, needs=("why",)),
    Step("keep", State.FAULT, State.KEPT, needs=("why",)),
    Step("keep", State.REPAIR, State.KEPT, needs=("why",)),
    Step("keep", State.DECISION, State.KEPT, by=By.OWNER, needs=("why",)),
    Step("keep", State.NOTICE, State.KEPT, by=By.OWNER, needs=("why",)),
    Step("keep", State.HANDOVER, State.KEPT, by=By.OWNER, needs=("why",)),  # both took the notice back
)

THEIR_NOTICE = State.HANDOVER  # where a case begins that the client's own notice opened


class NoSuchStepError(Exception):
    """The state has no such way out."""


def steps_from(state: State) -> Iterator[Step]:
    return (step for step in STEPS if step.source == state)


def step_from(state: State, key: str) -> Step:
    for step in steps_from(state):
        if step.key == key:
            return step
    raise NoSuchStepError(f"{key} does not lead out of {state}")


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.OPENED}", f"    [*] --> {THEIR_NOTICE}: their_notice"]
    lines += [f"    {step.source} --> {step.target}: {step.key}" for step in STEPS]
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in sorted(ENDED))])
