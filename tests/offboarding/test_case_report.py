"""The report that goes with a parting: kept once, never changed, and asked for before notice."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, connection, transaction
from django.http import Http404

from accounts.report.asking import Asked
from accounts.report.composing import Wishes
from accounts.report.period import Period
from offboarding.actions.report import keep_report
from offboarding.models import CaseReport, Parting
from offboarding.readiness import report_ready
from tests.factories import CaseReportFactory, PartingFactory, ReviewFactory

pytestmark = pytest.mark.django_db
ASKED = Asked(Period(dt.date(2026, 1, 1), dt.date(2026, 2, 28)), "de", Wishes(next_steps="Übergabe am 3. April"))


@contextmanager
def outside_tests() -> Iterator[None]:
    """As in production: without the setting that lets tests empty tables."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL clienthealth.allow_truncate = ''")
        yield


@pytest.fixture
def case(cast: Any) -> Parting:
    return PartingFactory(client=cast.client, state="notice")


def test_it_is_kept_with_its_hash_and_twice_is_once(case: Parting, cast: Any) -> None:
    assert report_ready(case)
    kept = keep_report(by=cast.keeper, parting=case, asked=ASKED)
    assert keep_report(by=cast.keeper, parting=case, asked=ASKED) == kept
    assert bytes(kept.pdf).startswith(b"%PDF-")
    assert kept.sha256 == hashlib.sha256(bytes(kept.pdf)).hexdigest()
    assert (kept.language, kept.note, kept.made_by) == ("de", "Übergabe am 3. April", cast.keeper)
    assert report_ready(case) == ""


def test_other_words_are_another_version_beside_the_first(case: Parting, cast: Any) -> None:
    keep_report(by=cast.keeper, parting=case, asked=ASKED)
    keep_report(by=cast.keeper, parting=case, asked=Asked(ASKED.period, "fr", Wishes()))
    assert [one.language for one in case.reports.order_by("pk")] == ["de", "fr"]


@pytest.mark.parametrize("change", [{"pdf": b"other"}, {"note": "other"}])
def test_nothing_changes_it(case: Parting, change: dict[str, Any]) -> None:
    kept = CaseReport.objects.filter(pk=CaseReportFactory(parting=case).pk)
    with pytest.raises(InternalError, match="refused"), outside_tests():
        kept.update(**change)
    with pytest.raises(InternalError, match="refused"), outside_tests():
        kept.delete()


def test_only_who_works_on_the_case_keeps_one(case: Parting, cast: Any) -> None:
    with pytest.raises(Http404):
        keep_report(by=cast.outsider, parting=case, asked=ASKED)
    ReviewFactory(parting=case, reviewer=cast.outsider)
    with pytest.raises(PermissionDenied):
        keep_report(by=cast.outsider, parting=case, asked=ASKED)


def test_an_ended_case_keeps_no_more(cast: Any) -> None:
    ended = PartingFactory(client=cast.client, state="kept", ended_on=dt.date(2026, 3, 2))
    with pytest.raises(ValidationError, match="ended"):
        keep_report(by=cast.keeper, parting=ended, asked=ASKED)


def test_what_the_page_shows_is_what_it_keeps(case: Parting, cast: Any) -> None:
    browser = cast.browser("keeper")
    page = browser.get(f"/partings/{case.pk}/report/?language=fr&results=900&next_steps=Un%0ADeux")
    assert "Rapport de performance" in page.content.decode()
    browser.post(f"/partings/{case.pk}/report/", page.context["form"].chosen)
    kept = case.reports.get()
    assert (kept.language, kept.note.split(), kept.choices) == ("fr", ["Un", "Deux"], {"results": "900"})
    again = browser.get(f"/partings/{case.pk}/report/")
    assert again.context["form"].chosen["language"] == "fr"
    file = browser.get(f"/partings/{case.pk}/report/{kept.pk}.pdf")
    assert file.content == bytes(kept.pdf)
    assert "parting" not in file["Content-Disposition"]


def test_another_cases_report_is_not_handed_out(case: Parting, cast: Any) -> None:
    other = CaseReportFactory(parting=PartingFactory(client=cast.foreign))
    assert cast.browser("keeper").get(f"/partings/{case.pk}/report/{other.pk}.pdf").status_code == 404


def test_a_sign_that_cannot_be_printed_is_said_and_nothing_is_kept(case: Parting, cast: Any) -> None:
    page = cast.browser("keeper").post(f"/partings/{case.pk}/report/", {"next_steps": "\U0001f984"})
    assert page.status_code == 422
    assert "\U0001f984" in page.content.decode()
    assert not case.reports.exists()
