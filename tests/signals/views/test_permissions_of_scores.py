"""A side that is withheld leaves no trace: whatever its numbers are, the answers are the same to the byte."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from accounts.models import Client
from signals.bands import Band
from signals.configuration import spec_of
from signals.models import Alert, Seal, Series, Snapshot
from signals.permissions import scores_for
from signals.priors import Side
from tests.signals import portfolio as world
from tests.signals.views.conftest import House

SECRETS = re.compile(r'(csrfmiddlewaretoken" value|nonce|name="token" value|X-CSRFToken)[^>]*')
LISTS = (
    "/", "/?mine=1", "/portfolio/", "/portfolio/?sort=fire", "/portfolio/?sort=-fire", "/portfolio/?fire=low",
    "/portfolio/?fire=raised", "/portfolio/?fire=high", "/portfolio/?fire=critical", "/portfolio/?fire=unknown",
    "/portfolio/export/", "/portfolio/export/?sort=-fire", "/inbox/", "/inbox/?side=fire", "/inbox/?state=resolved",
    "/tasks/?whose=team", "/find/?q=a",
)  # fmt: skip
OWN = (
    "", "?why=fire", "?why=churn", "changed/?since=2026-06-01", "timeline/", "money/", "communication/",
    "evidence/fire_late_payments/",
)  # fmt: skip


def seen(browser: Browser, client: Client) -> dict[str, str]:
    """Every page as this browser gets it, without what differs between any two answers."""
    found = {}
    for address in (*LISTS, *(f"/clients/{client.pk}/{page}" for page in OWN)):
        answer = browser.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        found[address] = f"{answer.status_code} " + SECRETS.sub("", body.decode())
    return found


def rewrite(side: Side, clients: list[int], score: int, band: Band) -> None:
    """Every number of one side of these clients' snapshots becomes another one."""
    for snapshot in Snapshot.objects.filter(client__in=clients):
        for j, factor in enumerate(spec_of(snapshot.scorecard_id).factors):
            if factor.side == side:
                snapshot.points[j], snapshot.strengths[j] = score * 10 + j, 9000 - 10 * score
        setattr(snapshot, side, score)
        setattr(snapshot, f"{side}_band", band)
        setattr(snapshot, f"{side}_coverage", 400 + score)
        setattr(snapshot, f"{side}_held_back", 1 if score > 70 else 0)
        setattr(snapshot, f"{side}_rows", [score, -score, 0, 0, 0])
        snapshot.review_now = snapshot.review_now if side == "churn" else score > 70
        snapshot.save()
    Alert.objects.filter(client__in=clients, side=side).update(
        score=score, strength=100 * score, reading={"cases": score}
    )


@pytest.fixture(autouse=True)
def alerts(house: House) -> None:
    """An alert of each side about every client, so that the inbox has something to hide."""
    for side, sign in (("fire", "haggling"), ("churn", "gone_quiet")):
        Alert.objects.bulk_create(
            [
                Alert(
                    client_id=pk, sign=sign, side=side, opened_on=world.TODAY, strength=6000, peak=6000, score=60,
                    factor=f"fire_{sign}" if side == "fire" else sign, loss_cents=100_000,
                )
                for pk in Snapshot.objects.filter(day=world.TODAY).values_list("client", flat=True)
            ],
            ignore_conflicts=True,
        )  # fmt: skip
    Alert.objects.update(noticed_at=world.NOON)
    Alert.objects.filter(client=house.client).update(loss_cents=10**9)  # on the first page


def differing(browser: Browser, client: Client, side: Side, clients: list[int]) -> list[str]:
    """The addresses whose answers depend on a side's numbers."""
    rewrite(side, clients, 31, Band.LOW)
    before = seen(browser, client)
    rewrite(side, clients, 88, Band.CRITICAL)
    after = seen(browser, client)
    return [address for address in before if before[address] != after[address]]


def withheld_from(house: House, name: str) -> list[int]:
    scores = scores_for(getattr(house, name)).latest(world.TODAY)
    return [score.client for score in scores if score.fire is None]


def test_the_boss_sees_what_the_others_do_not(house: House) -> None:
    changed = differing(house.browser("boss"), house.client, "fire", [house.client.pk])

    same = {"/?mine=1", "/portfolio/?fire=raised", "/portfolio/?fire=unknown", "/find/?q=a", "/tasks/?whose=team"}
    assert set(LISTS) - set(changed) <= same | {"/inbox/?state=resolved"}
    assert f"/clients/{house.client.pk}/?why=fire" in changed
    assert f"/clients/{house.client.pk}/" in changed


@pytest.mark.parametrize("name", ["teammate", "observer"])
def test_fire_pressure_of_others_clients_leaves_no_trace(house: House, name: str) -> None:
    others = withheld_from(house, name)

    assert len(others) > 10
    assert differing(house.browser(name), house.client, "fire", others) == []


@pytest.mark.parametrize("side", ["fire", "churn"])
@pytest.mark.parametrize("name", ["boss", "keeper"])
def test_a_sealed_side_leaves_no_trace_for_its_reviewer(house: House, name: str, side: Side) -> None:
    Seal.objects.create(user=getattr(house, name), client=house.client, side=side, reason="Review")

    assert differing(house.browser(name), house.client, side, [house.client.pk]) == []


def test_a_lifted_seal_shows_again(house: House) -> None:
    Seal.objects.create(user=house.boss, client=house.client, reason="Review", lifted_at=world.NOON)

    score = scores_for(house.boss).one(house.client, world.TODAY)
    assert score is not None
    assert score.fire is not None


def test_arrays_and_past_weeks_come_without_the_withheld_side(house: House) -> None:
    scores = scores_for(house.teammate)
    score = scores.one(house.client, world.TODAY)
    past = scores.on_or_before(house.client, Snapshot.objects.filter(series=Series.BACKFILL).latest("day").day)
    weeks = scores.weekly([house.client.pk], world.TODAY.replace(year=2025), world.TODAY)[house.client.pk]
    assert score is not None
    assert past is not None

    for one in (score, past, *weeks):
        assert one.churn is not None
        assert (one.fire, one.withheld, one.review_now) == (None, {"fire"}, False)
    for one in (score, past):
        fire = [j for j, factor in enumerate(spec_of(one.scorecard).factors) if factor.side == "fire"]
        assert {one.points[j] for j in fire} == {0}
        assert {one.strengths[j] for j in fire} == {None}


def test_records_behind_a_withheld_side_are_not_there(house: House) -> None:
    address = f"/clients/{house.client.pk}/evidence/fire_late_payments/"

    assert [house.browser(n).get(address).status_code for n in ("boss", "keeper", "teammate", "observer")] == [
        200, 200, 404, 404,
    ]  # fmt: skip


def test_someone_elses_client_is_nowhere(house: House) -> None:
    Client.objects.filter(pk=house.client.pk).update(name="Quite Unmistakable")

    answers = seen(house.browser("outsider"), house.client)

    assert not [address for address, text in answers.items() if "Unmistakable" in text]
    assert {text[:3] for address, text in answers.items() if "/clients/" in address} == {"404"}
