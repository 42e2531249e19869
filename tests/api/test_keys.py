"""Keys: what they open, for how long, and that nobody reads one anywhere."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.models import ApiKey
from clienthealth.core import clock
from clienthealth.core.history import changes_of, past_models
from tests.api.program import V1, Program, ids, word
from tests.cast import Cast
from tests.factories import ApiKeyFactory, UserFactory

FORM = {"name": "Bookkeeping", "scopes": ["book:read", "book:write"], "expires_on": ""}


def used() -> dt.datetime:
    found = ApiKey.objects.get().last_used_at
    assert found is not None
    return found


def make(browser: Browser, **told: Any) -> Any:
    return browser.post("/settings/keys/", {**FORM, **told})


def test_a_key_made_on_its_page_is_shown_once_and_opens_the_api(cast: Cast) -> None:
    browser = cast.browser("keeper")
    page = make(browser, user=cast.keeper.pk)
    secret = re.findall(r"ch_[\w-]{43}", page.content.decode())[0]

    assert "no-store" in page["Cache-Control"]
    assert secret not in browser.get("/settings/keys/").content.decode()
    answer = Browser(headers={"Authorization": f"Bearer {secret}"}).get(f"{V1}clients")
    assert ids(answer) == [cast.client.pk]


def test_the_secret_is_in_no_table(cast: Cast) -> None:
    page = make(cast.browser("keeper"), user=cast.keeper.pk)
    secret = re.findall(r"ch_[\w-]{43}", page.content.decode())[0]
    for table in ("accounts_apikey", "accounts_apikeypast"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{secret[9:]}%"])
            assert cursor.fetchone()[0] == 0
    assert "digest" not in {field.name for field in past_models()[ApiKey]._meta.get_fields()}


def test_making_and_revoking_are_in_the_audit_log(cast: Cast) -> None:
    make(cast.browser("boss"), user=cast.keeper.pk)
    key = ApiKey.objects.get()
    cast.browser("boss").post(f"/settings/keys/{key.pk}/revoke/")

    assert [(change.kind, change.why) for change in changes_of(key)] == [
        ("update", "revoke api key"), ("insert", "make api key"),
    ]  # fmt: skip


def test_only_owners_make_keys_for_others(cast: Cast) -> None:
    assert make(cast.browser("lead"), user=cast.keeper.pk).status_code == 422
    make(cast.browser("boss"), user=cast.keeper.pk)
    assert ApiKey.objects.get().user == cast.keeper


def test_everybody_sees_their_own_and_owners_all(cast: Cast) -> None:
    ApiKeyFactory(user=cast.keeper, name="Nightly run")

    assert "Nightly run" in cast.browser("keeper").get("/settings/keys/").content.decode()
    assert "Nightly run" in cast.browser("boss").get("/settings/keys/").content.decode()
    assert "Nightly run" not in cast.browser("lead").get("/settings/keys/").content.decode()


@pytest.mark.parametrize("spent", ["revoked", "expired", "left", "unknown", "basic"])
def test_a_spent_key_opens_nothing(cast: Cast, spent: str) -> None:
    program = Program(cast.keeper)
    now = clock.now()
    match spent:
        case "revoked":
            ApiKey.objects.update(revoked_at=now)
        case "expired":
            ApiKey.objects.update(expires_at=now)
        case "left":
            type(cast.keeper).objects.filter(pk=cast.keeper.pk).update(is_active=False)
        case "unknown":
            program.browser = Browser(headers={"Authorization": "Bearer ch_nothing"})
        case "basic":
            program.browser = Browser(headers={"Authorization": "Basic a2V5OnNlY3JldA=="})

    answer = program.get("clients")
    assert word(answer) == (401, "not-authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_key_does_only_what_it_was_made_for(cast: Cast) -> None:
    reader, writer = Program(cast.boss, scopes=["book:read"]), Program(cast.boss, scopes=["book:write"])

    assert reader.get("clients").status_code == 200
    refused = reader.patch(f"clients/{cast.client.pk}", {"city": "Skive"})
    assert word(refused) == (403, "scope-missing")
    assert refused.json()["scope"] == "book:write"
    assert word(writer.get("clients")) == (403, "scope-missing")
    assert writer.patch(f"clients/{cast.client.pk}", {"city": "Skive"}).status_code == 200


def test_a_key_never_does_more_than_its_person(cast: Cast) -> None:
    observer = Program(cast.observer)

    assert word(observer.patch(f"clients/{cast.client.pk}", {"city": "Skive"})) == (403, "forbidden")
    assert word(observer.get(f"clients/{cast.foreign.pk}")) == (404, "not-found")


def test_the_last_use_is_noted_at_most_once_a_minute_without_a_further_query(cast: Cast) -> None:
    program = Program(cast.keeper)
    program.get("clients")
    first = used()
    with CaptureQueriesContext(connection) as asked:
        program.get("clients")
    assert len(asked) == 2  # the key with its person, and the clients
    assert used() == first

    with clock.pretend(clock.now() + dt.timedelta(seconds=61)):
        program.get("clients")
    assert used() > first


def test_somebody_who_logged_in_reads_and_needs_a_token_of_the_page_to_write(cast: Cast) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(cast.keeper)

    assert browser.get(f"{V1}clients").status_code == 200
    refused = browser.patch(f"{V1}clients/{cast.client.pk}", {"city": "Skive"}, content_type="application/json")
    assert word(refused) == (403, "forbidden")


def test_a_page_of_keys_costs_the_same_for_one_and_for_twenty_five(cast: Cast) -> None:
    browser = cast.browser("boss")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get("/settings/keys/")
        return len(asked)

    ApiKeyFactory(user=cast.keeper)
    one = cost()
    for _each in range(24):
        ApiKeyFactory(user=UserFactory())
    assert cost() == one
