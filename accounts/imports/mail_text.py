"""The new text of a mail: what its author wrote this time, without quoted mails and signatures.

Only counts are kept of it. The words that introduce a quotation or end a letter are listed per language; a mail in
another language keeps too much text, never too little.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_LANGUAGES_OF_ATTRIBUTION = (
    r"on\b.{4,200}\bwrote\s*:",
    r"am\b.{4,200}\bschrieb\b.{0,200}:",
    r".{0,200}\bschrieb am\b.{4,100}:",
    r"le\b.{4,200}\ba écrit\s*:",
    r"el\b.{4,200}\bescribió\s*:",
    r"il\b.{4,200}\bha scritto\s*:",
    r"op\b.{4,200}\b(?:schreef|het volgende geschreven)\b.{0,200}:",
    r"em\b.{4,200}\bescreveu\s*:",
    r"(?:w dniu|dnia)\b.{4,200}\b(?:pisze|napisał(?:\(a\)|a)?)\s*:",
    r"den\b.{4,200}\b(?:skrev|skreiv)\b.{0,200}:",
    r".{4,200}\b(?:пишет|написал(?:\(а\)|а)?)\s*:",
    r"\d{4}[-/.年].{4,200}(?:写道|寫道|のメール|wrote)\s*[:：]",
)
_ATTRIBUTION = re.compile("|".join(f"(?:{each})" for each in _LANGUAGES_OF_ATTRIBUTION), re.IGNORECASE)
_FORWARD = re.compile(
    r"[-_*\s]*(?:original message|forwarded message|begin forwarded message|ursprüngliche nachricht|originalnachricht|"
    r"weitergeleitete nachricht|message d'origine|message transféré|message original|mensaje original|"
    r"mensaje reenviado|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht|"
    r"mensagem original|mensagem encaminhada|wiadomość oryginalna|исходное сообщение|пересылаемое сообщение|"
    r"ursprungligt meddelande|oprindelig meddelelse)[-_*:\s]*",
    re.IGNORECASE,
)
_RULE = re.compile(r"_{20,}|-{30,}")
_HEADER_BLOCK = re.compile(r"\*?(?:from|von|de|da|van|från|fra|od|от)\s?:\*?\s?\S.*", re.IGNORECASE)
_HEADER_BLOCK_NEXT = re.compile(
    r"\*?(?:sent|date|to|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado|fecha|para|asunto|inviato|data|a|oggetto|"
    r"verzonden|aan|onderwerp|assunto|skickat|till|ämne|wysłano|do|temat|отправлено|дата|кому|тема)\s?:\*?\s?.*",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"--\s?|(?:sent|get outlook|gesendet|von meinem|envoyé|"
    r"télécharger outlook|enviado|inviato|verstuurd|verzonden|skickat|wysłano)"
    r"\b.{0,40}\b(?:iphone|ipad|android|samsung|smartphone|mobile|handy|outlook|mobil\w*|telefon\w*|blackberry)\b.{0,40}",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:best|kind|warm|many|with best|with kind)\s+(?:regards|wishes|thanks)|regards|cheers|"
    r"sincerely|yours(?: sincerely| truly| faithfully)?|"
    r"(?:mit )?(?:freundlichen?|herzlichen?|besten?|lieben?|schönen?|vielen?|viele|beste|liebe|"
    r"schöne|herzliche)\s+grü(?:ß|ss)(?:en?)?|mfg|vg|lg|"
    r"(?:bien )?cordialement|bien à (?:vous|toi)|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|"
    r"(?:cordiali|distinti|un caro) saluti|saluti|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|mvg|"
    r"groet(?:en|jes)?|"
    r"atenciosamente|cumprimentos|med vänlig(?:a)? häls(?:ning|ningar)|mvh|"
    r"(?:z )?pozdrawiam|z poważaniem|с уважением)[,.!\s]*",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_WORD = re.compile(r"\w[\w'’-]*")
_QUESTION = re.compile(r"[?？؟]+(?=[\s\"'”’)\]*]|$)|？")
LONGEST_CLOSING = 12


def new_text(text: str) -> str:
    """The text without quoted lines, what follows a quoted header, and the signature."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if line.startswith(">"):
            at += 1
            continue
        if taken := _attribution_lines(lines, at):
            if not _quoted_next(lines, at + taken):
                break
            at += taken
            continue
        if _ends_here(lines, at, line):
            break
        kept.append(line)
        at += 1
    return "\n".join(_without_closing(kept)).strip()


def count_words(text: str) -> int:
    return len(_WORD.findall(_URL.sub(" link ", text)))


def count_questions(text: str) -> int:
    """How many sentences end in a question mark; one inside an address is none."""
    return len(_QUESTION.findall(_URL.sub(" link ", text)))


def _attribution_lines(lines: list[str], at: int) -> int:
    """How many lines (0 to 3) from `at` on introduce a quotation; mailers wrap them."""
    joined = ""
    for taken in (1, 2, 3):
        if at + taken > len(lines) or not (line := lines[at + taken - 1].strip()):
            return 0
        joined = f"{joined} {line}".strip()
        if joined.endswith((":", "：")) and _ATTRIBUTION.fullmatch(joined):
            return taken
        if len(joined) > 300:
            return 0
    return 0


def _quoted_next(lines: list[str], at: int) -> bool:
    """Whether the next line with text is quoted with `>`: then an answer may stand below it."""
    return next((line.strip().startswith(">") for line in lines[at:] if line.strip()), False)


def _ends_here(lines: list[str], at: int, line: str) -> bool:
    if _SIGNATURE.fullmatch(line) or (_FORWARD.fullmatch(line) and len(line) > 10):
        return True
    following = [each.strip() for each in lines[at + 1 : at + 4]]
    if _RULE.fullmatch(line) and any(_HEADER_BLOCK.fullmatch(each) for each in following):
        return True
    return bool(_HEADER_BLOCK.fullmatch(line)) and bool(following) and bool(_HEADER_BLOCK_NEXT.fullmatch(following[0]))


def _without_closing(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if at and len(lines) - at <= LONGEST_CLOSING and line and _CLOSING.fullmatch(line):
            return lines[:at]
    return lines


class _Stripper(HTMLParser):
    """Text of an HTML mail without quotations, style and scripts."""

    HIDDEN = frozenset({"style", "script", "head", "title", "blockquote"})
    BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "table"})
    VOID = frozenset({"br", "img", "hr", "meta", "link", "input", "col", "area", "base", "wbr", "source"})
    QUOTES = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "gmail_signature", "divrplyfwdmsg", "appendonsend")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden: list[str] = []
        self.cut = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = " ".join(value or "" for name, value in attrs if name in ("class", "id")).casefold()
        if "divrplyfwdmsg" in marks or "appendonsend" in marks:
            self.cut = True
        if tag in self.VOID:
            pass
        elif self.hidden or tag in self.HIDDEN or any(mark in marks for mark in self.QUOTES):
            self.hidden.append(tag)
        if tag in self.BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            while self.hidden.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.hidden and not self.cut:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    """The readable text of an HTML mail; a broken one gives what could be read."""
    stripper = _Stripper()
    stripper.feed(html)
    stripper.close()
    return "".join(stripper.parts)
