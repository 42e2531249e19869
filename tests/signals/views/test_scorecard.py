"""The scorecard page: what is weighed, and publishing a version for everyone or for one segment."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client
from signals import scorecards
from signals.models import Scorecard
from tests.cast import Cast

URL = reverse("scorecard")


@pytest.fixture
def boss(cast: Cast) -> Browser:
    Client.objects.filter(pk=cast.client.pk).update(segment="Shops")
    return cast.browser("boss")


def filled(browser: Browser, url: str = URL, **changes: Any) -> dict[str, Any]:
    """The form as the page fills it."""
    form = browser.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | {"notes": "Why not"} | changes


def test_the_form_as_it_stands_changes_nothing(boss: Browser) -> None:
    answer = boss.post(URL, filled(boss))
    assert answer.status_code == 422
    assert b"Nothing is different from version 1." in answer.content
    assert Scorecard.objects.count() == 1


def test_everyones_weights_and_parameters(boss: Browser) -> None:
    changes = {"w-gone_quiet": "1.2", "g-gone_quiet": "Our own years", "p-tenure-new_months": "6", "base_churn": "0.08"}
    assert boss.post(URL, filled(boss, **changes)).status_code == 302
    spec = Scorecard.objects.get(version=2).spec()
    quiet = next(factor for factor in spec.factors if factor.key == "gone_quiet")
    assert (quiet.weight, quiet.ground) == (1.2, "Our own years")
    assert spec.parameters == {"tenure": {"new_months": 6}}
    assert spec.base_rates == {"churn": 0.08, "fire": 0.1}
    others = [factor for factor in spec.factors if factor.key != "gone_quiet"]
    assert others == [factor for factor in scorecards.shipped() if factor.key != "gone_quiet"]


def test_a_segment_keeps_only_what_differs(boss: Browser) -> None:
    url = f"{URL}?segment=Shops"
    changes = {"w-gone_quiet": "1.2", "p-tenure-new_months": "6"}
    assert boss.post(url, filled(boss, url, **changes)).status_code == 302
    own = Scorecard.objects.get(version=2).spec().segments["Shops"]
    assert (set(own.weights), own.parameters) == ({"gone_quiet"}, {"tenure": {"new_months": 6}})
    assert (own.weights["gone_quiet"].weight, own.weights["gone_quiet"].sigma) == (1.2, 1.0)
    emptied = filled(boss, url) | dict.fromkeys((*changes, "s-gone_quiet", "g-gone_quiet"), "")
    assert boss.post(url, emptied).status_code == 302
    assert Scorecard.objects.get(version=3).spec().segments == {}


def test_a_refusal_is_said_and_what_was_typed_stays(boss: Browser) -> None:
    answer = boss.post(URL, filled(boss, **{"w-gone_quiet": "7"}))
    assert answer.status_code == 422
    assert "The weight of gone_quiet must lie between" in answer.content.decode()
    assert 'value="7"' in answer.content.decode()


def test_a_page_of_an_older_version_publishes_nothing(boss: Browser) -> None:
    stale = filled(boss, **{"w-gone_quiet": "1.2"})
    boss.post(URL, filled(boss, **{"w-gone_quiet": "1.1"}))
    answer = boss.post(URL, stale)
    assert b"Version 2 was published meanwhile" in answer.content
    assert Scorecard.objects.count() == 2


def test_a_segment_nobody_is_in_has_no_page(boss: Browser) -> None:
    assert boss.get(URL, {"segment": "Farms"}).status_code == 404
