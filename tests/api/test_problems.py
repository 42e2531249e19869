"""Whatever goes wrong is told as RFC 9457 says, in every case."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from accounts.api import resources
from tests.api.program import V1, Program, word
from tests.cast import Cast


def test_each_problem_has_its_word_and_the_number_of_the_request(cast: Cast, boss: Program) -> None:
    cases = {
        (404, "not-found"): boss.get("nowhere/at/all"),
        (405, "method-not-allowed"): boss.send("delete", "clients", None),
        (415, "unsupported-media-type"): boss.browser.post(f"{V1}clients/bulk", {"a": "b"}),
        (400, "malformed"): boss.browser.post(f"{V1}clients/bulk", '{"a": NaN}', content_type="application/json"),
        (422, "invalid"): boss.patch(f"clients/{cast.client.pk}", {"name": None}),
        (401, "not-authenticated"): Browser().get(f"{V1}clients"),
    }
    assert {case: word(answer) for case, answer in cases.items()} == {case: case for case in cases}
    for answer in cases.values():
        assert answer.json()["request_id"]


def test_what_is_wrong_is_pointed_at(cast: Cast, boss: Program) -> None:
    answer = boss.patch(f"clients/{cast.client.pk}", {"domains": ["a.example", 7, ["b"]], "nmae": "X", "id": 3})

    assert {error["pointer"] for error in answer.json()["errors"]} == {"/nmae", "/id"}
    answer = boss.patch(f"clients/{cast.client.pk}", {"domains": ["a.example", ["b"]], "country": "dk"})
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/domains/1", "/country"}


@pytest.mark.parametrize("body", ["[" * 100_000, '{"name": "\\u0000"}', '{"name": "\\ud800"}', "", "7", "null", '"x"'])
def test_a_body_that_is_no_record_is_refused(cast: Cast, boss: Program, body: str) -> None:
    for address, method in ((f"clients/{cast.client.pk}", "patch"), ("clients/bulk", "post")):
        answer = getattr(boss.browser, method)(V1 + address, body, content_type="application/json")
        assert answer.status_code in {400, 422} or (body == "" and method == "patch"), (address, answer.content)


def test_a_body_beyond_all_measure_is_refused_unread(boss: Program, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    assert word(boss.bulk("clients", {"external_id": "1", "goals": "x" * 2000})) == (413, "too-large")


def test_a_fault_of_ours_is_a_problem_without_a_word_of_why(
    cast: Cast, boss: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_user: Any) -> Any:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr(type(resources.RESOURCES[0]), "rows", property(lambda resource: broken), raising=False)
    boss.browser.raise_request_exception = False
    answer = boss.get("clients")

    assert word(answer) == (500, "internal-error")
    assert "secret" not in answer.content.decode()
    assert answer.json()["request_id"]
