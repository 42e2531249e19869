"""Standards: a small text format that cannot carry HTML, drafts, versions that never change, the public page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client as Browser
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import standards
from accounts.models import StandardsVersion
from accounts.standards.text import Piece, differences, pieces, read, unfilled
from accounts.standards.versions import model_text, standards_in_force
from tests.cast import Cast
from tests.factories import AgencyFactory, StandardsVersionFactory

TODAY = dt.date(2026, 3, 2)
LATER = TODAY + dt.timedelta(days=30)
CODES = [code for code, _name in settings.LANGUAGES]


def test_a_text_is_read_into_plain_pieces() -> None:
    document = read(
        "# How we work\n\nWe **listen**.\nAlways.\n\n## You\n- one\n  more of it\n- two\n\n1. first\n2. second\n"
    )
    assert document.title == "How we work"
    assert [(block.kind, len(block.lines)) for block in document.blocks] == [
        ("paragraph", 1), ("heading", 1), ("bullets", 2), ("numbers", 2),
    ]  # fmt: skip
    assert document.blocks[0].lines[0] == (Piece("We "), Piece("listen", is_strong=True), Piece(". Always."))
    assert document.blocks[2].lines[0] == (Piece("one more of it"),)


@pytest.mark.parametrize(
    "line", ["[x](javascript:alert(1))", "[x](http://plain.example)", "[x](https://a b)", "**", "[x]()", "<b>x</b>"]
)
def test_what_is_not_in_the_format_shows_as_it_was_typed(line: str) -> None:
    assert pieces(line) == (Piece(line),)


@given(st.text(alphabet="#*-1. \n[](){}<>ahtps:/\"'"))
def test_no_text_is_refused_and_no_address_is_but_a_safe_one(text: str) -> None:
    for block in read(text).blocks:
        for line in block.lines:
            assert all(not piece.href or piece.href.startswith(("https://", "mailto:")) for piece in line)
            assert not any(set("<>\"' ") & set(piece.href) for piece in line)


def test_places_to_fill_are_named_once_and_a_stray_brace_too() -> None:
    assert unfilled("{a b} and {a b}, {c} }") == ["{a b}", "{c}", "}"]
    assert unfilled("none") == []


def test_differences_name_what_went_and_what_came() -> None:
    assert differences("a\n\nb\nc", "a\nb 2\nc") == [("same", "a"), ("removed", "b"), ("added", "b 2"), ("same", "c")]


@pytest.mark.parametrize("code", CODES)
def test_there_is_a_model_text_in_every_language_with_the_same_parts_and_places(code: str) -> None:
    ours, english = model_text(code), model_text("en")
    shape = [(block.kind, len(block.lines)) for block in read(ours).blocks]
    assert shape == [(block.kind, len(block.lines)) for block in read(english).blocks]
    assert len(unfilled(ours)) == len(unfilled(english))
    assert read(ours).title
    assert (ours == english) == (code == "en")


# --- drafts and versions --------------------------------------------------------------------------------------------


def drafted(cast: Cast, text: str = "# How we work\n\nWell.", language: str = "en") -> None:
    standards.save_draft(by=cast.boss, language=language, text=text)


def publish(cast: Cast, on: dt.date = TODAY) -> int:
    return standards.publish(by=cast.boss, today=TODAY, in_force_from=on)


def test_all_drafts_become_one_version_and_the_next_one_counts_on(cast: Cast) -> None:
    drafted(cast)
    drafted(cast, "# Sådan arbejder vi", "da")
    assert publish(cast) == 1
    drafted(cast, "# How we work\n\nBetter.")
    assert publish(cast, LATER) == 2
    assert list(StandardsVersion.objects.order_by("number", "language").values_list("number", "language")) == [
        (1, "da"), (1, "en"), (2, "en"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "on", "sentence"),
    [
        ("", TODAY, "no draft"),
        (
            "# We\n\nWrite to {director} or {address}.",
            TODAY,
            r"English: fill in or take out \{director\} and \{address\}",
        ),
        ("No title", TODAY, "begin with a title"),
        ("# We", TODAY - dt.timedelta(days=1), "a day that is over"),
    ],
)
def test_what_is_not_ready_is_refused_in_a_sentence(cast: Cast, text: str, on: dt.date, sentence: str) -> None:
    drafted(cast, text)
    with pytest.raises(ValidationError, match=sentence):
        publish(cast, on)
    assert not StandardsVersion.objects.published().exists()


def test_a_version_does_not_begin_before_the_one_before_it(cast: Cast) -> None:
    drafted(cast)
    publish(cast, LATER)
    drafted(cast, "# Other")
    with pytest.raises(ValidationError, match="begins later"):
        publish(cast, TODAY)


def test_a_published_version_never_changes(cast: Cast) -> None:
    version = StandardsVersionFactory()
    for change in (StandardsVersion.objects.update, lambda **fields: version.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(text="Something else")


def test_only_owners_write_standards(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        standards.save_draft(by=cast.lead, language="en", text="# Mine")
    with pytest.raises(PermissionDenied):
        standards.publish(by=cast.lead, today=TODAY, in_force_from=TODAY)


def test_an_empty_draft_is_none(cast: Cast) -> None:
    drafted(cast)
    drafted(cast, "  \n")
    assert not StandardsVersion.objects.exists()


def test_which_version_holds_on_a_day_and_in_which_language(cast: Cast) -> None:
    AgencyFactory()
    StandardsVersionFactory(number=1, language="en")
    StandardsVersionFactory(number=1, language="da")
    StandardsVersionFactory(number=2, language="de", in_force_from=LATER)

    def held(on: dt.date, language: str) -> tuple[int | None, str] | None:
        found = standards_in_force(on, language)
        return (found.number, found.language) if found else None

    assert held(TODAY - dt.timedelta(days=400), "en") is None
    assert held(TODAY, "da") == (1, "da")
    assert held(TODAY, "fr") == (1, "en")
    assert held(LATER, "da") == (2, "de")


# --- pages ----------------------------------------------------------------------------------------------------------


def test_anybody_reads_the_version_in_force_and_earlier_ones(cast: Cast, client: Browser) -> None:
    StandardsVersionFactory(number=1, text="# Then\n\n<script>alert(1)</script> **strong**")
    StandardsVersionFactory(number=2, text="# Now")
    StandardsVersionFactory(number=2, language="da", text="# Nu")
    now, then = client.get("/standards/").content.decode(), client.get("/standards/1/").content.decode()
    danish = client.get("/standards/?language=da").content.decode()
    assert "<h1>Now</h1>" in now
    assert "/standards/1/" in now
    assert "a newer one is in force" in then
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <strong>strong</strong>" in then
    assert '<html lang="da"' in danish
    assert "<h1>Nu</h1>" in danish


def test_the_browsers_language_is_asked(cast: Cast, client: Browser) -> None:
    StandardsVersionFactory(number=1)
    StandardsVersionFactory(number=1, language="de", text="# Wie wir arbeiten")
    assert "Wie wir arbeiten" in client.get("/standards/", headers={"Accept-Language": "de-AT"}).content.decode()


def test_nobody_sees_a_draft(cast: Cast, client: Browser) -> None:
    drafted(cast)
    assert client.get("/standards/").status_code == 404


def test_from_the_model_text_to_the_public_page(cast: Cast) -> None:
    boss = cast.browser("boss")
    boss.post("/standards/edit/da/model/")
    page = boss.get("/standards/edit/da/").content.decode()
    assert "{gennemsnitlig længde af samarbejdet}" in page
    refused = boss.post("/standards/edit/da/publish/", {"in_force_from": "2099-01-01"})
    assert refused.status_code == 422
    assert "{kl. 9.00 og 17.00, mandag til fredag}" in refused.content.decode()
    boss.post("/standards/edit/da/", {"text": "# Sådan\r\n\r\nGodt."})
    assert boss.post("/standards/edit/da/publish/", {"in_force_from": "2099-01-01"}).status_code == 302
    assert StandardsVersion.objects.get().text == "# Sådan\n\nGodt.\n"


def test_beginning_with_the_model_overwrites_no_draft(cast: Cast) -> None:
    drafted(cast, "# Ours")
    cast.browser("boss").post("/standards/edit/en/model/")
    assert StandardsVersion.objects.get().text == "# Ours\n"
