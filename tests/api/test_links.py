"""Deliverables and their links by another system: drawn names, nothing that was sent changes, archived."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Link, LinkTerms
from tests.api.program import Program, word
from tests.cast import Cast
from tests.factories import ContactFactory, DeliverableFactory, LinkFactory

WEB = "https://files.example/march.pdf"


@pytest.fixture
def report(cast: Cast) -> Any:
    return DeliverableFactory(client=cast.client, source="crm", external_id="D-1")


def test_a_link_is_made_with_a_name_of_its_own_and_an_address_to_send(report: Any, keeper: Program) -> None:
    made = keeper.put("links/by/crm/L-1", {"deliverable": {"external_id": "D-1"}, "target": WEB}).json()

    assert (made["client"], made["deliverable"], made["contact"]) == (report.client_id, report.pk, None)
    assert made["address"].endswith(f"/r/{made['slug']}/")
    assert len(made["slug"]) == 7
    assert (made["archived"], made["has_password"]) == (False, False)
    assert keeper.put("links/by/crm/L-1", {"target": WEB}).json() == made


def test_what_was_sent_stays_and_the_rest_may_change(cast: Cast, report: Any, keeper: Program) -> None:
    link = LinkFactory(deliverable=report, target=WEB)
    other = DeliverableFactory(client=cast.client)
    for change in ({"target": "https://else.example"}, {"deliverable": other.pk}):
        assert word(keeper.patch(f"links/{link.pk}", change)) == (422, "invalid")

    assert keeper.patch(f"links/{link.pk}", {"tags": [" a  b ", "a b"]}).json()["tags"] == ["a b"]
    archived = keeper.patch(f"links/{link.pk}", {"archived": True}).json()
    assert (archived["archived"], bool(archived["archived_at"])) == (True, True)
    assert keeper.patch(f"links/{link.pk}", {"archived": True}).json() == archived
    assert keeper.patch(f"links/{link.pk}", {"archived": False}).json()["archived_at"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("target", "javascript:alert(1)"),
        ("target", None),
        ("slug", "admin"),
        ("slug", "taken"),
        ("expires_on", "2001-01-01"),
    ],
)  # fmt: skip
def test_what_no_link_may_be_is_refused(report: Any, keeper: Program, field: str, value: Any) -> None:
    LinkFactory(slug="taken")
    answer = keeper.put("links/by/crm/1", {"deliverable": report.pk, "target": WEB, field: value})

    assert word(answer) == (422, "invalid")
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{field}"]


def test_a_link_is_for_a_person_of_that_client(cast: Cast, report: Any, boss: Program) -> None:
    theirs, stranger = ContactFactory(client=cast.client), ContactFactory(client=cast.foreign)
    body = {"deliverable": report.pk, "target": WEB}

    assert boss.put("links/by/crm/1", {**body, "contact": theirs.pk}).json()["contact"] == theirs.pk
    assert word(boss.put("links/by/crm/2", {**body, "contact": stranger.pk})) == (422, "invalid")


def test_a_new_link_ends_as_the_agency_says_unless_told_otherwise(report: Any, keeper: Program) -> None:
    LinkTerms.objects.create(expire_days=30)
    body = {"deliverable": report.pk, "target": WEB}

    assert keeper.put("links/by/crm/1", body).json()["expires_on"] is not None
    assert keeper.put("links/by/crm/2", {**body, "expires_on": None}).json()["expires_on"] is None


def test_many_links_cost_as_many_queries_as_one_and_share_no_name(report: Any, keeper: Program) -> None:
    def cost(*names: str) -> int:
        rows = [{"external_id": name, "deliverable": report.pk, "target": WEB} for name in names]
        with CaptureQueriesContext(connection) as asked:
            assert keeper.bulk("links", *rows).json()["created"] == len(names)
        return len(asked)

    keeper.get("links")
    assert cost("one") == cost(*[f"many {n}" for n in range(25)])
    assert Link.objects.values("slug").distinct().count() == 26


def test_two_rows_do_not_take_one_name(report: Any, keeper: Program) -> None:
    row = {"deliverable": report.pk, "target": WEB, "slug": "march"}
    told = keeper.bulk("links", {"external_id": "1", **row}, {"external_id": "2", **row}).json()

    assert [each["status"] for each in told["results"]] == ["created", "refused"]
