"""What is tried, and warnings: their time and their answer are theirs; files leave as downloads alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from offboarding.actions.repair import (
    Terms,
    judge_repair,
    keep_file,
    note_delivery,
    note_repair,
    note_reply,
    note_sending,
    write_warning,
)
from offboarding.models import CaseFile, Parting, WrittenWarning
from offboarding.views.steps import _change
from tests.cast import Cast
from tests.factories import CaseFileFactory, ContactFactory
from tests.factories.days import DAY, NOON, day
from tests.offboarding.cases import case, scored

TERMS = Terms("Open invoices", ["Settle invoice 1007"], cure_by=day(30), reply_by=day(14))


@pytest.fixture
def parting(cast: Cast, at: Callable[[dt.datetime], None]) -> Parting:
    at(NOON)
    return case(cast, "repair")


@pytest.fixture
def warning(cast: Cast, parting: Parting) -> WrittenWarning:
    """Sent by registered post and received on the same day."""
    written = write_warning(by=cast.keeper, parting=parting, terms=TERMS)
    note_sending(by=cast.keeper, warning=written, on=DAY, how="Registered post")
    return note_delivery(by=cast.keeper, warning=written, on=DAY, proof="Receipt RR 1")


def test_until_its_time_is_over_only_mended_can_be_said(
    cast: Cast, warning: WrittenWarning, at: Callable[[dt.datetime], None]
) -> None:
    with pytest.raises(ValidationError, match="They have until"):
        judge_repair(by=cast.keeper, repair=warning, outcome="not", note="Nothing.")
    judge_repair(by=cast.keeper, repair=warning, outcome="mended", note="All is paid.")

    at(NOON + dt.timedelta(days=31))
    judged = judge_repair(by=cast.keeper, repair=warning, outcome="not", note="Open again.")
    assert (judged.outcome, judged.judged_on) == ("not", day(31))


def test_what_never_arrived_is_not_judged(cast: Cast, parting: Parting) -> None:
    written = write_warning(by=cast.keeper, parting=parting, terms=TERMS)

    with pytest.raises(ValidationError, match="Prove first"):
        judge_repair(by=cast.keeper, repair=written, outcome="mended", note="Paid.")


@pytest.mark.parametrize("reply_by", [DAY, day(31)])
def test_they_get_time_to_answer(cast: Cast, parting: Parting, reply_by: dt.date) -> None:
    with pytest.raises(ValidationError, match="time to answer"):
        write_warning(by=cast.keeper, parting=parting, terms=Terms("T", ["One"], day(30), reply_by))


def test_their_answer_is_kept_as_it_came_even_after_the_repair(cast: Cast, warning: WrittenWarning) -> None:
    Parting.objects.update(state="notice")
    warning = WrittenWarning.objects.get()

    note_reply(by=cast.keeper, warning=warning, on=DAY, words="You never sent it.")

    assert note_reply(by=cast.keeper, warning=warning, on=DAY, words="You never sent it.").reply == "You never sent it."
    with pytest.raises(ValidationError, match="as it came"):
        note_reply(by=cast.keeper, warning=warning, on=DAY, words="We are sorry.")


def test_nobody_answers_what_was_not_sent(cast: Cast, parting: Parting) -> None:
    written = write_warning(by=cast.keeper, parting=parting, terms=TERMS)

    with pytest.raises(ValidationError, match="before it was sent"):
        note_reply(by=cast.keeper, warning=written, on=DAY, words="What?")


def test_a_draft_is_rewritten_and_what_was_sent_is_not(cast: Cast, parting: Parting) -> None:
    first = write_warning(by=cast.keeper, parting=parting, terms=TERMS)
    again = write_warning(by=cast.keeper, parting=parting, terms=Terms("Open invoices", ["Both"], day(30), day(14)))
    assert (again.pk, again.items) == (first.pk, ["Both"])
    note_sending(by=cast.keeper, warning=again, on=DAY, how="Post")

    third = write_warning(by=cast.keeper, parting=parting, terms=TERMS)

    assert third.pk != first.pk
    assert WrittenWarning.objects.get(pk=first.pk).items == ["Both"]


def test_somebody_elses_contact_is_refused(cast: Cast, parting: Parting) -> None:
    stranger = ContactFactory(client=cast.foreign)

    with pytest.raises(ValidationError, match="another client"):
        note_repair(by=cast.keeper, parting=parting, kind="talk", on=DAY, agreed="Fine", contact=stranger)


def test_improvement_is_measured_on_the_signs_that_fired_when_it_began(cast: Cast, parting: Parting) -> None:
    scored(cast)

    kept = note_repair(by=cast.keeper, parting=parting, kind="talk", on=DAY, agreed="No more discounts")

    assert kept.before["fire_haggling"] > 0
    found = _change({"a": 300, "b": 100}, {"a": 120, "new": 900})
    assert found == {"before": 4.0, "now": 1.2, "delta": -2.8}
    assert _change({}, {"a": 1}) is None


def test_a_file_leaves_as_a_download_alone(cast: Cast, parting: Parting) -> None:
    kept = CaseFileFactory(parting=parting, name='quittung "ä".html', kind="text/html", content=b"<script>")

    answer = cast.browser("keeper").get(f"/partings/{parting.pk}/files/{kept.pk}/")

    assert answer.content == b"<script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_another_case_is_not_there(cast: Cast, parting: Parting) -> None:
    other = CaseFileFactory(parting__client=cast.foreign)

    assert cast.browser("boss").get(f"/partings/{parting.pk}/files/{other.pk}/").status_code == 404


@pytest.mark.parametrize("size", [0, CaseFile.LARGEST + 1])
def test_a_file_has_something_in_it_and_ten_megabytes_at_most(cast: Cast, parting: Parting, size: int) -> None:
    with pytest.raises(ValidationError, match="10 MB"):
        keep_file(by=cast.keeper, parting=parting, name="a", kind="b", content=b"x" * size)


def test_the_same_bytes_are_one_file(cast: Cast, parting: Parting) -> None:
    first = keep_file(by=cast.keeper, parting=parting, name="a.pdf", kind="application/pdf", content=b"x")

    assert keep_file(by=cast.keeper, parting=parting, name="b.pdf", kind="application/pdf", content=b"x") == first


def test_a_delivery_that_is_refused_keeps_no_file(cast: Cast, parting: Parting) -> None:
    written = write_warning(by=cast.keeper, parting=parting, terms=TERMS)
    sent = {"on": DAY.isoformat(), "proof": "", "file": SimpleUploadedFile("a.pdf", b"x")}

    answer = cast.browser("keeper").post(f"/partings/{parting.pk}/warnings/{written.pk}/delivery/", sent)

    assert answer.status_code == 422
    assert not CaseFile.objects.exists()
