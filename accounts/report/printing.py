"""A report as a PDF. The same report on the same day is the same bytes."""

from __future__ import annotations

from dataclasses import asdict

from accounts.report.document import Document
from clienthealth.core.typesetting import pdf

SOURCE = "report.typ"


def printed(document: Document) -> bytes:
    """Raises TypesettingError where a sign has no letter in our fonts."""
    return pdf(SOURCE, asdict(document), language=document.language)
