"""Owners write letters their way, within what must stay; every version is kept."""

from __future__ import annotations

import struct

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from offboarding.actions.wording import check_piece, restore_piece, save_letterhead, save_piece
from offboarding.letters.drafting import draft_of
from offboarding.letters.texts import letter_text
from offboarding.letters.wording import worded
from offboarding.models import LetterPiece
from tests.cast import Cast
from tests.factories import LetterFactory, PartingFactory

pytestmark = pytest.mark.django_db
DOOR = {"kind": "convenience", "language": "en", "key": "door"}
NOTICE = {**DOOR, "key": "notice"}
THANKS = {**DOOR, "key": "thanks"}


def in_use(kind: str = "convenience", key: str = "door") -> str:
    return next(one.part.text for one in worded(kind, "en")[1] if one.piece.key == key)


def ours(key: str) -> str:
    return next(one.text for one in letter_text("convenience", "en").pieces if one.key == key)


def png(width: int = 10, height: int = 10, size: int = 100) -> bytes:
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", width, height)
    return head.ljust(size, b"\x00")


def test_versions_are_kept_and_gone_back_to(cast: Cast) -> None:
    save_piece(by=cast.boss, text="Goodbye, {client_name}.", token="1", **DOOR)
    save_piece(by=cast.boss, text="Goodbye, {client_name}.", token="1", **DOOR)
    save_piece(by=cast.boss, text="Farewell.", token="2", **DOOR)
    assert (in_use(), LetterPiece.objects.count()) == ("Farewell.", 2)

    restore_piece(by=cast.boss, version=1, **DOOR)
    assert in_use() == "Goodbye, {client_name}."
    restore_piece(by=cast.boss, version=0, **DOOR)
    assert in_use() == ours("door")
    with pytest.raises(ValidationError):
        restore_piece(by=cast.boss, version=9, **DOOR)


@pytest.mark.parametrize(
    ("piece", "text", "said"),
    [
        (DOOR, "Your score was {score}.", "{score}"),
        (DOOR, "Say {thanks_for}", "{thanks_for}"),
        (DOOR, "A brace } alone", "brace"),
        (THANKS, "Thank you.", "{relationship_length}"),
        (DOOR, " ", "no words"),
        (DOOR, "x" * 5000, "too long"),
        (NOTICE, "We leave.", "lawyer"),
    ],
)
def test_what_must_not_be_written_is_refused(cast: Cast, piece: dict[str, str], text: str, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        save_piece(by=cast.boss, text=text, **piece)

    assert any(said in sentence for sentence in refusal.value.messages)
    assert not LetterPiece.objects.exists()


def test_a_locked_piece_changes_only_with_a_lawyers_name(cast: Cast) -> None:
    text = ours("notice") + " So be it."
    with pytest.raises(ValidationError, match="locked"):
        save_piece(by=cast.boss, text=text, **NOTICE)

    assert save_piece(by=cast.boss, text=text, checked_by="Lis Lund", **NOTICE).checked_on is not None


def test_a_changed_piece_carries_a_mark_until_a_lawyer_has_seen_it(cast: Cast) -> None:
    row = save_piece(by=cast.boss, text="Farewell.", **DOOR)
    letter = LetterFactory(parting=PartingFactory(client=cast.client))
    assert [one.piece.key for one in draft_of(letter).unchecked] == ["door"]

    check_piece(by=cast.boss, row=row, checked_by="Lis Lund")
    assert draft_of(letter).unchecked == []


def test_only_owners_word_letters(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        save_piece(by=cast.lead, text="Farewell.", **DOOR)
    with pytest.raises(PermissionDenied):
        save_letterhead(by=cast.lead, legal_name="Ours")


@pytest.mark.parametrize("bad", [b"GIF89a", png(size=300_000), png(width=9000), b"<svg/>", png()[:20]])
def test_a_logo_is_a_small_png(cast: Cast, bad: bytes) -> None:
    with pytest.raises(ValidationError):
        save_letterhead(by=cast.boss, logo=bad)


def test_the_letterhead_is_one_and_keeps_its_logo(cast: Cast) -> None:
    save_letterhead(by=cast.boss, legal_name="Fjordlight ApS", logo=png())
    paper = save_letterhead(by=cast.boss, mark="Fjordlight")

    assert (paper.legal_name, paper.mark, bytes(paper.logo or b"")) == ("Fjordlight ApS", "Fjordlight", png())
    assert save_letterhead(by=cast.boss, drop_logo=True).logo is None


def test_the_editor_previews_with_a_real_case_and_saves_nothing(cast: Cast) -> None:
    LetterFactory(parting=PartingFactory(client=cast.client))
    browser = cast.browser("boss")
    typed = {"text": "Bye, {client_name}. {score}", "token": "t", "do": "look"}
    page = browser.post("/letters/wording/convenience/en/door/", typed).content.decode()

    assert "Bye, Aalborg Bikes." in page
    assert "is no name that a letter may use" in page
    assert not LetterPiece.objects.exists()
    saved = browser.post("/letters/wording/convenience/en/door/", {"text": "Bye.", "token": "t", "do": "save"})
    assert (saved.status_code, in_use()) == (302, "Bye.")
