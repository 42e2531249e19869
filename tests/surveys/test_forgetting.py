"""Evidence of programs goes when its time is over."""

from __future__ import annotations

import datetime as dt

import pytest

from surveys.actions.forgetting import KEPT, forget_attempts
from surveys.models import Attempt
from tests.factories import AttemptFactory
from tests.factories.days import NOON

pytestmark = pytest.mark.django_db


def test_attempts_are_kept_for_ninety_days() -> None:
    old, kept = (AttemptFactory(at=NOON + dt.timedelta(days=days)) for days in (0, 1))

    assert forget_attempts(NOON + KEPT + dt.timedelta(hours=1)) == 1
    assert list(Attempt.objects.all()) == [kept]
    assert not Attempt.objects.filter(pk=old.pk).exists()
