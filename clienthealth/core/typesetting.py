"""PDF by Typst: from a source of ours and facts that are strings.

Facts never become Typst source: they arrive as JSON and are set as text. There are no system fonts, no packages and
no network, so that a page looks the same on every machine; a sign that no font has is an error that names it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

SOURCES: Path = settings.ROOT / "templates" / "print"
FONTS: Path = settings.ROOT / "fonts"
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]


class TypesettingError(Exception):
    """The page was not made; the message says why in plain words."""


def pdf(source: str, facts: Mapping[str, Any], *, language: str) -> bytes:
    """Set `templates/print/<source>` with `facts` (plain JSON values) for a Django language code.

    The source reads `sys.inputs.facts` (JSON) and `sys.inputs.lang`. Raises TypesettingError on any error, a missing
    glyph included, since a page with a hole in it is never handed out.
    """
    inputs = {"facts": json.dumps(facts, ensure_ascii=False), "lang": language.split("-", maxsplit=1)[0]}
    try:
        made = typst.compile(
            str(SOURCES / source),
            root=str(SOURCES),
            font_paths=[str(FONTS)] if FONTS.is_dir() else [],
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=STANDARDS,
            format="pdf",
        )
    except typst.TypstError as error:
        raise TypesettingError(f"{source}: {error.message}") from error
    assert isinstance(made, bytes)
    return made
