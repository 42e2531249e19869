"""The table of states, whole: which ways there are, who takes them, and that there are no others."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from offboarding.models import Parting
from offboarding.readiness import CONDITIONS
from offboarding.states import BEFORE_NOTICE, ENDED, STEPS, THEIR_NOTICE, By, NoSuchStepError, State, diagram, step_from
from offboarding.views.path import LABELS

DOCS = Path(__file__).resolve().parents[2] / "docs" / "partings.md"
KEYS = sorted({step.key for step in STEPS})
WAYS = {(step.source, step.key): step for step in STEPS}
WRITTEN_DOWN = {
    ("opened", "agree_evidence"): ("fault", "team"),
    ("opened", "keep"): ("kept", "team"),
    ("fault", "look_at_ourselves"): ("repair", "team"),
    ("fault", "keep"): ("kept", "team"),
    ("repair", "end_repair"): ("decision", "team"),
    ("repair", "skip_repair"): ("decision", "owner"),
    ("repair", "keep"): ("kept", "team"),
    ("decision", "restructure"): ("repair", "owner"),
    ("decision", "decide_to_part"): ("notice", "owner"),
    ("decision", "keep"): ("kept", "owner"),
    ("notice", "give_notice"): ("handover", "owner"),
    ("notice", "reconsider"): ("decision", "owner"),
    ("notice", "keep"): ("kept", "owner"),
    ("handover", "close"): ("closed", "team"),
    ("handover", "keep"): ("kept", "owner"),
}


def test_the_table_is_the_one_that_was_agreed() -> None:
    assert {(s.source.value, s.key): (s.target.value, s.by.value) for s in STEPS} == WRITTEN_DOWN
    assert len(WAYS) == len(STEPS)


@pytest.mark.parametrize(("state", "key"), list(product(State, KEYS)))
def test_every_pair_is_a_way_or_is_refused(state: State, key: str) -> None:
    if (state, key) in WAYS:
        assert step_from(state, key) == WAYS[state, key]
    else:
        with pytest.raises(NoSuchStepError):
            step_from(state, key)


@pytest.mark.parametrize("state", State)
def test_an_ended_state_has_no_way_out_and_every_other_one_leads_to_an_end(state: State) -> None:
    reached = reachable(state) - {state}

    assert (reached == set()) == (state in ENDED)
    assert state in ENDED or reached >= ENDED


@pytest.mark.parametrize("state", State)
def test_every_state_can_be_come_to(state: State) -> None:
    assert state in reachable(State.OPENED) | reachable(THEIR_NOTICE)


@pytest.mark.parametrize("state", sorted(set(State) - ENDED))
def test_a_client_can_be_kept_from_everywhere_and_only_with_a_reason(state: State) -> None:
    step = step_from(state, "keep")

    assert (step.target, "why" in step.needs) == (State.KEPT, True)


def test_after_the_decision_only_an_owner_takes_back_or_goes_on() -> None:
    later = [step for step in STEPS if step.source in {State.DECISION, State.NOTICE}]

    assert {step.by for step in later} == {By.OWNER}
    assert {step.by for step in STEPS if step.target is State.NOTICE} == {By.OWNER}


def test_nothing_leads_to_a_notice_but_the_decision() -> None:
    assert {step.source for step in STEPS if step.target is State.NOTICE} == {State.DECISION}
    assert {step.source for step in STEPS if step.target is State.HANDOVER} == {State.NOTICE}
    assert {State.OPENED, State.FAULT, State.REPAIR, State.DECISION} == BEFORE_NOTICE


@pytest.mark.parametrize("name", sorted({name for step in STEPS for name in step.needs} - {"why"}))
def test_every_need_is_a_condition(name: str) -> None:
    assert callable(CONDITIONS[name])


def test_no_condition_stands_idle() -> None:
    assert set(CONDITIONS) <= {name for step in STEPS for name in step.needs}


@pytest.mark.parametrize("key", KEYS)
def test_every_step_has_words_for_people(key: str) -> None:
    assert str(LABELS[key])


def test_the_record_knows_every_state() -> None:
    assert [state.value for state in State] == Parting.State.values


def test_the_drawing_in_the_documentation_is_the_table() -> None:
    assert f"```mermaid\n{diagram()}\n```" in DOCS.read_text(encoding="utf-8")


def reachable(state: State) -> set[State]:
    """A state and all that its ways lead to."""
    found, waiting = {state}, [state]
    while waiting:
        here = waiting.pop()
        new = {step.target for step in STEPS if step.source is here} - found
        found |= new
        waiting += new
    return found
