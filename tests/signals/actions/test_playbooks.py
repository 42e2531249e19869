"""The agency's own playbooks: written, copied and switched by those who may."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from signals.actions.playbooks import copy_playbook, save_playbook, switch_playbook
from signals.models import Playbook
from signals.playbooks.library import built_in, playbook_of, playbooks
from tests.cast import Cast

STEPS = [{"title": "Call {contact_name}", "kind": "call", "who": "manager", "due": 1}]


def test_one_is_written_and_changed(cast: Cast) -> None:
    row = save_playbook(None, by=cast.lead, name="Coffee first", steps=STEPS, signs=["gone_quiet"])
    assert (row.key, row.made_by, playbooks()[row.key].side) == ("coffee_first", cast.lead, "churn")

    save_playbook(row, by=cast.boss, name="Tea first", steps=STEPS, signs=["haggling"])
    assert (playbooks()["coffee_first"].name, playbooks()["coffee_first"].side) == ("Tea first", "fire")


def test_what_could_not_be_used_is_not_saved(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="is not a fact"):
        save_playbook(None, by=cast.boss, name="Bad", steps=[STEPS[0] | {"script": "{secret}"}])

    assert not Playbook.objects.exists()


def test_a_copy_stands_in_for_the_original_and_the_next_stands_beside(cast: Cast) -> None:
    first = copy_playbook(built_in()["save_mode"], by=cast.boss)
    second = copy_playbook(built_in()["save_mode"], by=cast.boss)

    assert (first.replaces, second.replaces) == ("save_mode", "")
    assert first.key != second.key
    assert playbook_of("save_mode") == playbooks()[first.key]


def test_a_built_in_one_is_switched_off_and_on(cast: Cast) -> None:
    for on in (False, True, False):
        switch_playbook(playbooks(everything=True)["save_mode"], by=cast.boss, on=on)
        assert ("save_mode" in playbooks()) is on
    assert Playbook.objects.count() == 1


def test_our_own_is_switched(cast: Cast) -> None:
    row = save_playbook(None, by=cast.boss, name="Coffee", steps=STEPS)
    switch_playbook(playbooks()[row.key], by=cast.boss, on=False)

    assert row.key not in playbooks()


def test_two_that_stand_in_for_the_same_are_refused(cast: Cast) -> None:
    first = copy_playbook(built_in()["save_mode"], by=cast.boss)
    switch_playbook(playbooks()[first.key], by=cast.boss, on=False)
    copy_playbook(built_in()["save_mode"], by=cast.boss)

    with pytest.raises(ValidationError):
        switch_playbook(playbooks(everything=True)[first.key], by=cast.boss, on=True)


def test_managers_and_observers_write_none(cast: Cast) -> None:
    for person in (cast.keeper, cast.observer):
        with pytest.raises(PermissionDenied):
            save_playbook(None, by=person, name="Coffee", steps=STEPS)
        with pytest.raises(PermissionDenied):
            switch_playbook(built_in()["save_mode"], by=person, on=False)
