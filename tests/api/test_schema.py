"""The API against its own description, as each of the cast: no fault of ours, and no answer that it does not tell."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django import Settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from clienthealth.core.api.reference import curl, description
from clienthealth.wsgi import application
from tests.api.program import Program
from tests.cast import Cast
from tests.factories import ContactFactory, DeliverableFactory, InvoiceFactory, LinkFactory
from tests.factories.keys import secret_of

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
OPERATIONS = [(path, method) for path, methods in description()["paths"].items() for method in methods]
PEOPLE = ("boss", "lead", "keeper", "observer", "outsider")


@pytest.fixture
def in_process(settings: Settings) -> Iterator[None]:
    """The WSGI application in the test's own transaction, as Django's test client does it; without limit."""
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("name", PEOPLE)
def test_no_request_breaks_it_and_no_answer_is_untold(cast: Cast, name: str) -> None:
    InvoiceFactory(client=cast.client)
    ContactFactory(client=cast.client)
    LinkFactory(deliverable__client=cast.client)
    schema = schemathesis.openapi.from_dict(description())
    schema.app = application
    program = Program(getattr(cast, name))
    headers = {"Authorization": f"Bearer {secret_of(program.key)}", "Host": "testserver"}

    for path, method in OPERATIONS:
        _try(schema[path][method.upper()], headers)


def _try(operation: Any, headers: dict[str, str]) -> None:
    @settings(
        max_examples=4, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def requests(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    requests()


def test_the_description_is_openapi_3_1_and_knows_every_operation() -> None:
    told = description()

    assert told["openapi"] == "3.1.0"
    ids = [operation["operationId"] for methods in told["paths"].values() for operation in methods.values()]
    assert len(ids) == len(set(ids)) == 30
    assert {"ClientRequest", "InvoiceRowsRequest", "Problem"} <= set(told["components"]["schemas"])


@pytest.mark.parametrize("name", ["clients", "contacts", "invoices", "deliverables", "links"])
def test_the_examples_run(cast: Cast, boss: Program, name: str) -> None:
    type(cast.client).objects.filter(pk=cast.client.pk).update(source="crm", external_id="1")
    DeliverableFactory(client=cast.client, source="crm", external_id="1")
    body = description()["paths"][f"/api/v1/{name}/bulk"]["post"]["requestBody"]["content"]["application/json"]
    example = body["examples"]["usual"]["value"]
    command = shlex.split(curl(f"/api/v1/{name}/bulk", "POST", example))

    assert json.loads(command[-1]) == example
    assert boss.send("post", f"{name}/bulk", json.loads(command[-1])).json()["refused"] == 0


def test_the_page_shows_every_operation(cast: Cast) -> None:
    page = cast.browser("keeper").get("/api/v1/docs/").content.decode()

    told = [operation["operationId"] for each in description()["paths"].values() for operation in each.values()]
    assert [name for name in told if f'id="{name}"' not in page] == []
