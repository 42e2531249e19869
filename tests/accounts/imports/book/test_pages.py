from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from pytest_django import Settings

from accounts.imports import jobs
from accounts.models import ImportBatch, Invoice
from accounts.tasks import resume_imports, run_import
from tests.cast import Cast

LIST = (
    b"Customer,Invoice number,Invoice date,Due date,Amount\n"
    b"Acme,0042,2024-01-31,2024-02-29,12.50\n"
    b"Acme,,2024-01-31,2024-02-29,=1+1\n"
)


@pytest.fixture(autouse=True)
def inline(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Wake-ups are noted, not sent."""
    settings.MEDIA_ROOT = tmp_path
    woken: list[int] = []
    monkeypatch.setattr(run_import, "delay", woken.append)
    return woken


def send(browser: Browser, content: bytes = LIST, **fields: str) -> ImportBatch:
    answer = browser.post("/imports/", {"file": SimpleUploadedFile("list.csv", content), "source": "", **fields})
    assert answer.status_code == 302
    return ImportBatch.objects.latest("pk")


def test_a_file_is_checked_shown_and_imported(
    cast: Cast, inline: list[int], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    browser = cast.browser("boss")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        batch = send(browser)
    assert inline == [batch.pk]
    assert b'hx-trigger="every 1s"' in browser.get(batch.get_absolute_url()).content
    run_import(batch.pk)
    page = browser.get(batch.get_absolute_url()).content.decode()
    assert "What would be written" in page
    assert 'hx-trigger="every 1s"' not in page
    assert Invoice.objects.count() == 0
    browser.post(f"/imports/{batch.pk}/commit/")
    run_import(batch.pk)
    assert "What was written" in browser.get(batch.get_absolute_url()).content.decode()
    assert Invoice.objects.get().number == "0042"
    assert ImportBatch.objects.get().state == "done"


def test_agreeing_twice_imports_once(cast: Cast) -> None:
    batch = send(cast.browser("boss"))
    run_import(batch.pk)
    assert jobs.agree(batch)
    assert not jobs.agree(batch)
    run_import(batch.pk)
    run_import(batch.pk)
    assert Invoice.objects.count() == 1


def test_what_was_left_is_taken_up(cast: Cast) -> None:
    batch = send(cast.browser("boss"))
    resume_imports()
    batch.refresh_from_db()
    assert batch.state == "checked"


def test_refused_rows_come_as_csv_that_runs_no_formula(cast: Cast) -> None:
    browser = cast.browser("boss")
    batch = send(browser)
    run_import(batch.pk)
    answer = browser.get(f"/imports/{batch.pk}/refused.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith("Line,Column,Reason,Customer,Invoice number")
    assert lines[1].startswith("3,Invoice number,")
    assert lines[1].endswith(",Acme,,2024-01-31,2024-02-29,'=1+1")


def test_what_cannot_be_read_says_why(cast: Cast) -> None:
    browser = cast.browser("boss")
    batch = send(browser, b"<html><body>no table</body></html>")
    run_import(batch.pk)
    assert "This is a web page" in browser.get(batch.get_absolute_url()).content.decode()


def test_a_file_that_is_too_large_is_refused(cast: Cast, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    answer = cast.browser("boss").post("/imports/", {"file": SimpleUploadedFile("list.csv", LIST), "source": ""})
    assert answer.status_code == 422
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize("name", ["lead", "keeper", "observer", "outsider"])
def test_only_those_with_the_right_may_import(cast: Cast, name: str) -> None:
    batch = send(cast.browser("boss"))
    browser = cast.browser(name)
    for url in ("/imports/", batch.get_absolute_url(), f"/imports/{batch.pk}/refused.csv"):
        assert browser.get(url).status_code == 403
    assert browser.post(f"/imports/{batch.pk}/commit/").status_code == 403


def test_a_get_imports_nothing(cast: Cast) -> None:
    batch = send(cast.browser("boss"))
    run_import(batch.pk)
    assert cast.browser("boss").get(f"/imports/{batch.pk}/commit/").status_code == 405
    assert cast.browser("boss").get("/imports/999/").status_code == 404
