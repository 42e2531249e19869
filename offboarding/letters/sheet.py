"""What a printed letter holds, whatever it is printed with: the paper, the address, the words, the signatures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from offboarding.letters.composing import Composed, fill
from offboarding.letters.phrases import Words
from offboarding.letters.texts import LetterText

ADDRESS_RIGHT = frozenset({"fr"})  # where window envelopes have their window on the right
DATE_RIGHT = frozenset({"fr", "es", "da"})
RETURN_LINE = frozenset({"de"})  # above the address, in the window
NO_PLACE = frozenset({"zh-hans"})  # the date stands under the signature


@dataclass(frozen=True, slots=True)
class Paper:
    """The agency's own paper in one language."""

    agency: str  # as the contract calls it
    mark: str = ""  # as the letterhead calls it
    accent: str = "#0b5c62"
    return_line: str = ""
    footer: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: words above the space for the pen, a line or none, words below."""

    above: str
    line: bool
    below: str


@dataclass(frozen=True, slots=True)
class Sheet:
    language: str
    date: dt.date
    paper: Paper
    words: Composed
    salutation: str
    heading: str
    address: str
    delivery: str
    references: str
    place_and_date: str
    running: str
    closing: Sequence[str]
    signatures: Sequence[Signature]
    enclosures: str
    page: str
    region: str
    note: str = ""

    @property
    def is_chinese(self) -> bool:
        return self.language == "zh-hans"


def sheet_of(
    *,
    text: LetterText,
    date: dt.date,
    paper: Paper,
    words: Words,
    composed: Composed,
    facts: Mapping[str, str],
    note: str = "",
) -> Sheet:
    """The whole sheet. `facts` has what every letter has: names, addresses, who signs."""
    language = text.language
    return Sheet(
        language=language,
        date=date,
        paper=paper,
        words=composed,
        salutation=facts["salutation"],
        heading=words.say("subject", subject=composed.subject),
        address=facts["client_address"],
        delivery=facts.get("delivery_line", ""),
        references=facts.get("reference_lines", ""),
        place_and_date="" if language in NO_PLACE else facts["place_and_date"],
        running=" · ".join((paper.mark or paper.agency, facts["client_name"], facts["notice_date"])),
        closing=closing_lines(language, composed.closing),
        signatures=_both(text, words, facts) if text.signatures else [_ours(language, words, facts)],
        enclosures=words.say("enclosures", list=facts["enclosures"]) if facts.get("enclosures") else "",
        page=str(words.entry("page")),
        region=str(words.entry("region")),
        note=note,
    )


def closing_lines(language: str, closing: str) -> list[str]:
    """A Chinese letter closes in two lines, of which the first is indented."""
    if language == "zh-hans" and closing.startswith("此致") and len(closing) > 2:
        return ["此致", closing[2:].strip().rstrip("！") + "！"]
    return [closing] if closing else []


def printed(sheet: Sheet) -> dict[str, Any]:
    """The sheet as plain JSON values, for templates/print/letter.typ."""
    paper = sheet.paper
    return {
        "subject": sheet.words.subject,
        "agency": paper.agency,
        "mark": paper.mark or paper.agency,
        "accent": paper.accent,
        "logo": list(paper.logo),
        "return_line": paper.return_line if sheet.language in RETURN_LINE else "",
        "footer": paper.footer,
        "region": sheet.region,
        "date": [sheet.date.year, sheet.date.month, sheet.date.day],
        "running": sheet.running,
        "page": sheet.page,
        "address": sheet.address,
        "address_right": sheet.language in ADDRESS_RIGHT,
        "date_right": sheet.language in DATE_RIGHT,
        "delivery": sheet.delivery,
        "references": sheet.references,
        "place_and_date": sheet.place_and_date,
        "note": sheet.note,
        "heading": sheet.heading,
        "salutation": sheet.salutation,
        "blocks": [asdict(block) for block in sheet.words.blocks],
        "closing": list(sheet.closing),
        "signatures": [asdict(one) for one in sheet.signatures],
        "enclosures": sheet.enclosures,
    }


def _ours(language: str, words: Words, facts: Mapping[str, str]) -> Signature:
    name, title, agency = facts["signatory_name"], facts["signatory_title"], facts["agency_name"]
    if language == "zh-hans":
        below = words.say("signing.title", name=name, title=title)
        return Signature(
            words.say("signing.stamp", agency=agency), line=False, below=f"{below}\n{facts['notice_date']}"
        )
    return Signature("", line=True, below=f"{name}\n{words.say('signing.title', title=title, agency=agency)}")


def _both(text: LetterText, words: Words, facts: Mapping[str, str]) -> list[Signature]:
    """What both parties sign: each under its own name, with the words for the space where the pen goes."""
    heads = [fill(head, facts) for head in text.signatures]
    names = [
        words.say("signing.name", name=facts.get(f"{who}_name", ""), title=facts.get(f"{who}_title", ""))
        for who in ("signatory", "client_signatory")
    ]
    return [
        Signature(head, line=True, below="\n".join(filter(None, [text.sign_line, name.strip(",， 　")])))
        for head, name in zip(heads, names, strict=True)
    ]
