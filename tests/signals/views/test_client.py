"""A client's page: sums that are right, records behind every row, what changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Client, User
from clienthealth.core import formats
from signals.bands import Band
from signals.explaining import reasons
from signals.models import Series, Snapshot
from signals.permissions import ClientScore, scores_for
from signals.priors import Side
from signals.views.client import build, why_of
from signals.views.shared import Desk, cell
from tests.signals import portfolio as world
from tests.signals.views.conftest import House, desk_for

SIDES: tuple[Side, Side] = ("churn", "fire")


def page_of(house: House, client: Client, query: str = "") -> Any:
    return house.browser("boss").get(f"/clients/{client.pk}/{query}").context["page"]


def scored(house: House) -> list[tuple[Client, ClientScore]]:
    found = scores_for(house.boss).latest(world.TODAY, full=True)
    clients = Client.objects.in_bulk([score.client for score in found])
    return [(clients[score.client], score) for score in found]


def test_the_rows_add_up_to_the_score_for_everyone_on_both_sides(house: House) -> None:
    desk: Desk = desk_for(house.boss)
    for client, score in scored(house):
        for side in SIDES:
            rows = why_of(score, side, cell(desk, score, side, []), client).rows
            found = score.side(side)
            assert found is not None
            assert (rows[0].kind, rows[-1].kind) == ("average", "total")
            assert sum(row.points for row in rows[:-1]) == rows[-1].points == Decimal(found.score)


def test_every_row_with_records_opens_and_most_show_dated_ones(house: House) -> None:
    browser, desk = house.browser("boss"), desk_for(house.boss)
    opened, undated = 0, []
    for client, _score in scored(house)[:6]:
        for side in SIDES:
            for row in build(desk, client, side).why.rows:
                if row.evidence_url:
                    answer: Any = browser.get(row.evidence_url, headers={"HX-Request": "true"})
                    assert (row.evidence_url, answer.status_code) == (row.evidence_url, 200)
                    records = answer.context["page"].records
                    assert all(record.on <= world.TODAY or row.key == "renewal_near" for record in records)
                    opened += 1
                    undated += [] if records else [row.key]
    assert opened > 6
    assert undated == []


def test_records_open_as_a_page_of_their_own_too(house: House) -> None:
    row = next(row for row in page_of(house, house.client).why.rows if row.evidence_url)
    html = house.browser("boss").get(row.evidence_url).content.decode()

    assert "<h1>" in html
    assert "The records behind it" in html


@pytest.mark.parametrize("key", ["nonsense", "average"])
def test_a_sign_that_is_not_in_the_scorecard_has_no_records(house: House, key: str) -> None:
    assert house.browser("boss").get(f"/clients/{house.client.pk}/evidence/{key}/").status_code == 404


def test_too_little_data_is_said_and_never_called_low(house: House) -> None:
    Snapshot.objects.filter(client=house.client).update(churn_band=Band.UNKNOWN, fire_band=Band.UNKNOWN)

    page = page_of(house, house.client)

    assert (page.churn.word, page.fire.word) == ("Not enough data", "Not enough data")
    assert (page.probability, page.expected_loss) == (None, None)


def test_what_rounds_to_no_point_is_no_reason(house: House) -> None:
    for _client, score in scored(house):
        for side in SIDES:
            assert all(one.points >= 50 for one in reasons(score, side, 9))


@pytest.mark.parametrize("since", ["31-02", "2026-02-31", "", "0001-01-01", "9999-12-31", "\x00", "²"])
def test_a_strange_since_never_fails(house: House, since: str) -> None:
    browser = house.browser("boss")
    for page in ("changed/", ""):
        assert browser.get(f"/clients/{house.client.pk}/{page}", {"since": since}).status_code == 200


def test_what_changed_is_told_without_scripts_too(house: House) -> None:
    changed = page_of(house, house.client, "?since=2026-06-29").changed

    assert changed.since.isoformat() == "2026-06-28"
    assert changed.before is not None
    assert changed.by_us


def test_dates_in_sentences_have_no_year_that_everyone_knows(house: House) -> None:
    html = house.browser("boss").get(f"/clients/{house.client.pk}/").content.decode()
    sentences = " ".join(row.sentence for row in page_of(house, house.client).why.rows)

    assert "2026" not in sentences
    assert f"{world.TODAY.year}" in html  # addresses and machine-readable dates keep it


@pytest.mark.parametrize("language", ["fr", "de", "en"])
def test_pages_speak_the_readers_dates(house: House, language: str) -> None:
    User.objects.filter(pk=house.boss.pk).update(language=language)
    browser, home = house.browser("boss"), f"/clients/{house.client.pk}/"
    for page in ("/", "/portfolio/", home, f"{home}timeline/", f"{home}money/", f"{home}communication/"):
        answer: Any = browser.get(page)
        assert (page, answer.status_code) == (page, 200)
        assert f'lang="{language}"' in answer.content.decode()

    answer = browser.get(home)
    newest = answer.context["page"].timeline[0].on
    assert formats.day(newest, language, world.TODAY) in answer.content.decode()


def test_what_everyone_has_is_no_sign(house: House) -> None:
    """Without a promise to pay the rate of broken ones starts at one in five; that is nobody's fault."""
    browser = house.browser("boss")
    for client, _score in scored(house)[:6]:
        rows = browser.get(f"/clients/{client.pk}/?why=fire").context["page"].why.rows
        assert "No promise to pay is on record." not in [row.sentence for row in rows]


def test_weeks_that_were_computed_afterwards_are_said_to_be(house: House) -> None:
    page = house.browser("boss").get(f"/clients/{house.client.pk}/").context["page"]
    assert "computed afterwards" in page.history.summary

    Snapshot.objects.filter(series=Series.BACKFILL).update(series=Series.LIVE)
    page = house.browser("boss").get(f"/clients/{house.client.pk}/").context["page"]
    assert "computed afterwards" not in page.history.summary


def test_a_snapshot_of_the_time_when_one_sign_held_all_observations_still_shows(house: House) -> None:
    gone = ("disrespect", "haggling", "unclear_goals")
    for row in Snapshot.objects.filter(client=house.client):
        row.readings = {key: told for key, told in row.readings.items() if key not in gone} | {
            "observed": [0, 1, 20_500]
        }
        row.save(update_fields=["readings"])
    browser = house.browser("boss")

    assert browser.get(f"/clients/{house.client.pk}/").status_code == 200
    assert browser.get(f"/clients/{house.client.pk}/?side=fire").status_code == 200
    assert browser.get(f"/clients/{house.client.pk}/evidence/fire_haggling/").status_code == 200


def test_our_share_is_told_part_by_part_with_dated_records_that_add_up(house: House) -> None:
    """The parts on the page add up to the share that the snapshot keeps, but for what is over all of it."""
    desk: Desk = desk_for(house.boss)
    told = [(score, build(desk, client, "churn").fault) for client, score in scored(house)]
    shares = [(score.fault / 1000, fault) for score, fault in told if score.fault is not None]

    assert len([share for share, _fault in shares if share > 0]) > 3
    for share, fault in shares:
        assert fault.share == share == pytest.approx(min(1.0, sum(item.share for item in fault.items)), abs=0.001)
        for item in fault.items:
            assert item.records
            assert all(record.on <= world.TODAY and record.text for record in item.records)
    assert len({item.title for _share, fault in shares for item in fault.items}) >= 3


def test_the_page_shows_the_parts_of_our_share(house: House) -> None:
    client, _score = next((client, score) for client, score in scored(house) if score.fault and score.fault > 100)
    page: Any = house.browser("boss").get(f"/clients/{client.pk}/")

    for item in page.context["page"].fault.items:
        assert item.title in page.content.decode()
