"""A sheet as a file."""

from __future__ import annotations

from clienthealth.core.typesetting import pdf
from offboarding.letters.sheet import Sheet, printed

SOURCE = "letter.typ"


def pdf_file(sheet: Sheet) -> bytes:
    """The letter as PDF/A-2a and PDF/UA-1. Raises TypesettingError, for instance for a sign that no font has."""
    return pdf(SOURCE, printed(sheet), language=sheet.language)
