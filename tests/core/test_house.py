"""Health, metrics and logs: what the machines around the product ask of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client as Browser
from pytest_django import Settings

from clienthealth import health
from clienthealth import settings as product
from clienthealth.core.logs import without_personal_data
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]


def test_alive_asks_nobody(client: Browser) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_names_each_service(client: Browser) -> None:
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "broker": "ok", "migrations": "ok"})


@pytest.mark.django_db
def test_not_ready_without_the_broker_or_with_migrations_waiting(
    client: Browser, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(health, "_pending", lambda: 1)

    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "broker": "failed", "migrations": "failed"}


def test_metrics_are_for_owners(cast: Cast) -> None:
    assert b"django_http_requests_total" in cast.browser("boss").get("/metrics").content
    assert cast.browser("lead").get("/metrics").status_code == 404


@pytest.mark.django_db
def test_metrics_are_for_who_holds_the_token(client: Browser, settings: Settings) -> None:
    def ask(header: str) -> int:
        return client.get("/metrics", headers={"Authorization": header}).status_code

    assert ask("Bearer ") == 404  # no token is set, and none opens the page
    settings.METRICS_TOKEN = "let me in"
    assert (ask("Bearer let me in"), ask("Bearer wrong"), ask("Basic let me in")) == (200, 404, 404)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Mail to freja@havnholm.example failed", "Mail to [address] failed"),
        ("GET /portfolio/?q=Havnholm", "GET /portfolio/"),
        ("GET /account/password/reset/key/1-abc123/", "GET /account/password/reset/key/[key]/"),
        ("GET /clients/7/", "GET /clients/7/"),
    ],
)
def test_logs_hold_no_personal_data(said: str, kept: str) -> None:
    event = {"event": said, "request": said, "user_agent": "Firefox", "ip": "10.0.0.1", "code": 200}

    assert without_personal_data(None, "info", event) == {"event": kept, "request": kept, "code": 200}


def production(*arguments: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
    """Run manage.py as production would be set up; a change of None takes a variable away."""
    given = {
        "CLIENTHEALTH_ENV": "production",
        "SECRET_KEY": "x" * 20 + "abcdefghijklmnopqrstuvwxyz0123456789!",
        "ALLOWED_HOSTS": "clienthealth.example",
        "BASE_URL": "https://clienthealth.example",
        "DATABASE_URL": os.environ.get("DATABASE_URL", "postgres://localhost/none"),
        "REDIS_URL": os.environ.get("REDIS_URL", "redis://localhost/0"),
        **changed,
    }
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    environment = kept | {name: value for name, value in given.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_passwords_are_kept_as_argon2_makes_them(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS  # tests make do with a cheaper one
    assert make_password("en lang sætning 77").startswith("argon2$argon2id$")


def test_production_passes_djangos_own_review() -> None:
    run = production("check", "--deploy", "--fail-level", "WARNING")

    assert (run.returncode, run.stderr) == (0, ""), run.stderr


LOG_SOMETHING = """
import logging, structlog
structlog.get_logger("ours").warning("late", client=7, to="freja@havnholm.example")
logging.getLogger("theirs").error("refused ?q=secret")
try:
    1 / 0
except ZeroDivisionError:
    structlog.get_logger("ours").exception("broken")
"""


def test_production_logs_lines_of_json_with_a_time_and_without_addresses() -> None:
    run = production("shell", "-v0", "-c", LOG_SOMETHING)
    lines: list[dict[str, Any]] = [json.loads(line) for line in run.stderr.splitlines()]

    assert [line["event"] for line in lines] == ["late", "refused ", "broken"]
    assert lines[0]["to"] == "[address]"
    assert "ZeroDivisionError" in lines[2]["exception"]
    assert all(line["timestamp"] and line["level"] for line in lines)


def test_no_template_writes_a_key_with_separators() -> None:
    """“1,234” is no key: numbers are written for readers unless a template says that this one is not."""
    raw = re.compile(r"\{\{\s*[a-z_.]*\.(pk|longest)\s*\}\}")
    found = [str(path) for path in (ROOT / "templates").rglob("*.html") if raw.search(path.read_text(encoding="utf-8"))]

    assert found == []
