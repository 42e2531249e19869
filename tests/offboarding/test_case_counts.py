"""The board and every page of a case cost the same number of queries for one line in it and for twenty-five."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from offboarding.models import Parting
from tests.cast import Cast
from tests.factories import (
    CaseFileFactory,
    ClientFactory,
    EvidenceItemFactory,
    FaultReasonFactory,
    HandoverItemFactory,
    PartingFactory,
    RepairFactory,
    WrittenWarningFactory,
)
from tests.factories.days import DAY, NOON
from tests.offboarding.cases import case, reviewed

MANY = 24  # more than the one that is there
PAGES = {
    "opened": ["evidence/"], "fault": ["us/"], "repair": ["repair/"], "decision": ["review/", "decision/"],
    "handover": ["handover/"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


def filled(cast: Cast, parting: Parting, numbers: range) -> None:
    """Of everything that a case can have more of: each with a person, a contact or a file of its own."""
    for n in numbers:
        file = CaseFileFactory(parting=parting, sha256=f"{n:064d}")
        EvidenceItemFactory(parting=parting, factor=f"sign_{n}", judged_by=cast.keeper)
        FaultReasonFactory(parting=parting, reason=f"Reason {n}", by=cast.keeper)
        RepairFactory(parting=parting, by=cast.keeper)
        WrittenWarningFactory(parting=parting, sent_on=DAY, received_on=DAY, proof_file=file, by=cast.keeper)
        HandoverItemFactory(parting=parting, key=f"line-{n}", owner=cast.keeper, proof_file=file)


def queries(browser: Browser, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize(("state", "page"), [(state, page) for state, pages in PAGES.items() for page in pages])
def test_a_page_of_the_path(cast: Cast, state: str, page: str) -> None:
    parting = reviewed(cast, case(cast, state))
    browser, address = cast.browser("boss"), f"/partings/{parting.pk}/{page}"
    filled(cast, parting, range(1))
    queries(browser, address)
    few = queries(browser, address)

    filled(cast, parting, range(1, MANY + 1))

    assert queries(browser, address) <= few  # from ten reasons on there is no form for another


def test_the_board(cast: Cast) -> None:
    case(cast)
    browser = cast.browser("boss")
    queries(browser, "/partings/")
    few = queries(browser, "/partings/")

    for _ in range(MANY):
        client = ClientFactory(owner=cast.keeper)
        PartingFactory(client=client, responsible=cast.keeper, opened_by=cast.lead)
        PartingFactory(client=ClientFactory(), state="kept", ended_on=DAY)

    assert queries(browser, "/partings/") == few


def test_no_page_reads_what_is_in_the_files(cast: Cast) -> None:
    parting = case(cast, "handover")
    filled(cast, parting, range(2))
    for page in ("handover/", "repair/"):
        with CaptureQueriesContext(connection) as caught:
            cast.browser("boss").get(f"/partings/{parting.pk}/{page}")
        assert not [query for query in caught if '"content"' in query["sql"]]
