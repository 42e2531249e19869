"""The letters as they read, kept as text. `python -m tests.offboarding.golden_letters` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def path_of(kind: str, language: str) -> Path:
    return FOLDER / f"{kind}-{language}.txt"


def reading_of(kind: str, language: str) -> str:
    """The whole sheet in the order in which it is read, without head and foot."""
    from offboarding.letters.composing import Block
    from tests.offboarding.matter import sheet

    made = sheet(kind, language)

    def block(one: Block) -> list[str]:
        marks = [f"{n}. " for n in range(1, len(one.items) + 1)] if one.numbered else ["– "] * len(one.items)
        lines = [*one.paragraphs, *(mark + item for mark, item in zip(marks, one.items, strict=True))]
        lines += [f"{label} {value}" for label, value in one.rows]
        if one.table:
            rows = [one.table.head, *one.table.rows, *filter(None, [one.table.total])]
            lines += [" ".join(filter(None, row)) for row in rows]
        return lines

    address = [made.delivery, made.address]
    if language == "de":
        address.insert(0, made.paper.return_line)
    top = [made.references, *address] if language == "fr" else [*address, made.references]
    body = [line for one in made.words.blocks for line in block(one)]
    signed = [line for one in made.signatures for line in (one.above, one.below)]
    lines = [made.paper.mark, *top, made.place_and_date, made.heading, made.salutation, *body, *made.closing, *signed]
    return "\n".join(filter(None, [*lines, made.enclosures])) + "\n"


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clienthealth.settings")
    django.setup()
    from offboarding.letters.texts import CLIENT_KINDS, LANGUAGES

    FOLDER.mkdir(exist_ok=True)
    for kind in CLIENT_KINDS:
        for language in LANGUAGES:
            path_of(kind, language).write_text(reading_of(kind, language), encoding="utf-8")


if __name__ == "__main__":
    main()
