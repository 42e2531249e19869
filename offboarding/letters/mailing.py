"""The e-mail that carries a letter: written in the moment of sending, from what was confirmed, with the final PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from clienthealth.core.post_office import Attachment, Letter
from offboarding.models import LetterFile, LetterSending

KINDS = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


class ChangedFileError(Exception):
    """A kept file is not what its hash says; it does not leave."""


def compose(_user: int | None, about: Mapping[str, Any]) -> Letter | None:
    """The mail of a sending. A person sent it, so answers go to that person and it is not marked as automatic."""
    sending = LetterSending.objects.select_related("letter", "by").get(pk=about["sending"])
    file = LetterFile.objects.get(letter=sending.letter, format=LetterFile.Format.PDF)
    headers = {"Auto-Submitted": "no"}
    if sending.by is not None:
        agency = str(sending.letter.facts["values"]["agency_name"])
        headers["Reply-To"] = sending.by.email
        headers["From"] = formataddr((f"{sending.by.name}, {agency}", parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    attached = Attachment(file_name(file), KINDS[file.format], content_of(file))
    return Letter(sending.to, sending.subject, sending.body, headers=headers, attachments=[attached])


def content_of(file: LetterFile) -> bytes:
    """The bytes of a kept file, checked against their hash."""
    content = bytes(file.content)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise ChangedFileError(f"file {file.pk} of letter {file.letter_id} does not have its hash")
    return content


def file_name(file: LetterFile) -> str:
    """“fjordlight-2026-10-20.pdf”: who wrote and when, nothing of what it is about."""
    letter = file.letter
    agency = str(letter.facts.get("values", {}).get("agency_name", ""))
    day = letter.dated_on.isoformat() if letter.dated_on else ""
    return f"{slugify(agency) or 'letter'}-{day}.{file.format}"
