"""CSV, TSV and their kin: guess encoding, separator and quotes, then read rows in bounded memory."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from operator import methodcaller
from pathlib import Path

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from accounts.imports.outcomes import Unreadable
from accounts.imports.tables import BATCH, Rows, Table, distinct, find_header, normalise

SEPARATORS = (",", ";", "\t", "|")
SNIFFED = 256 * 1024
LONGEST_CELL = 1024 * 1024
FEWEST_TELLING_BYTES = 24
CODE_PAGES = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "iso8859_2",
    "iso8859_7",
    "shift_jis",
    "gb18030",
    "euc_kr",
    "mac_roman",
)

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_SEP_LINE = re.compile(r"\s*sep=(.)\s*$", re.IGNORECASE)
_without_nul = methodcaller("replace", "\0", "")


@dataclass(frozen=True)
class Dialect:
    encoding: str
    encoding_sure: bool
    separator: str
    quote: str
    skip: int


def open_text_table(path: Path, known: Collection[str]) -> Table:
    """The table in a text file. `known` are the normalised headings the sources look for."""
    encoding, sure = guess_encoding(path)
    with path.open(encoding=encoding, newline="", errors="replace") as stream:
        sample = stream.read(SNIFFED).replace("\0", "")
    if not sample.strip():
        raise Unreadable(_("The file is empty."))
    if len(sample) == SNIFFED:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    separator, quote = guess_separator(sample, known)
    skip = 1 if _SEP_LINE.match(sample.split("\n", 1)[0]) else 0
    dialect = Dialect(encoding, sure, separator, quote, skip)
    first = list(
        islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator, quotechar=quote), skip, 400 + skip)
    )
    header = find_header(first, known)
    line = 1 + skip + sum(_lines_of(row) for row in first[:header])
    return Table(
        kind="tsv" if separator == "\t" else "csv",
        headings=distinct(_trimmed(first[header])),
        header_row=line,
        batches=lambda: _batches(path, dialect, header + 1, len(_trimmed(first[header]))),
        preamble=tuple(" ".join(filter(None, row)) for row in first[:header] if any(row)),
        encoding=encoding,
        encoding_sure=sure,
        separator=separator,
    )


def guess_encoding(path: Path) -> tuple[str, bool]:
    """(codec, sure). A byte order mark decides; then whether the whole file is UTF-8; then the likeliest code page."""
    with path.open("rb") as stream:
        head = stream.read(4096)
        for mark, encoding in _BOMS:
            if head.startswith(mark):
                return encoding, True
        if head.count(0) > len(head) // 4:
            return ("utf-16-le" if head[1:2] == b"\0" else "utf-16-be"), True
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        telling = bytearray()
        try:
            while chunk := stream.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
            return "utf-8", True
        except UnicodeDecodeError:
            stream.seek(0)
            for line in stream:
                if not line.isascii():
                    telling += line
                if len(telling) > 64 * 1024:
                    break
    return _guess_code_page(bytes(telling)), False


def _guess_code_page(telling: bytes) -> str:
    if sum(byte > 127 for byte in telling) >= FEWEST_TELLING_BYTES:
        best = from_bytes(telling, cp_isolation=list(CODE_PAGES)).best()
        if best is not None:
            return best.encoding
    try:
        telling.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def guess_separator(sample: str, known: Collection[str]) -> tuple[str, str]:
    """(separator, quotation mark): the pair that finds most known headings, then the most even rows."""
    first = sample.split("\n", 1)[0]
    quote = "'" if '"' not in sample and len(re.findall(r"(?m)^'[^'\n]*'[,;\t|]", sample)) > 1 else '"'
    if found := _SEP_LINE.match(first):
        return found[1], quote
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator, quote, known)), quote


def _evenness(sample: str, separator: str, quote: str, known: Collection[str]) -> tuple[int, float]:
    try:
        rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator, quotechar=quote), 400))
    except csv.Error:
        return 0, 0.0
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    if not widths:
        return 0, 0.0
    width, times = max(widths.items(), key=lambda item: item[1] * (item[0] > 1))
    hits = max(len({word for word in map(normalise, row) if word in known}) for row in rows[:40])
    return (hits if hits > 1 else 0), (times / sum(widths.values()) * (1 - 1 / width))


def _batches(path: Path, dialect: Dialect, first: int, width: int) -> Iterator[Rows]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=dialect.encoding, newline="", errors="replace") as stream:
        reader = csv.reader(map(_without_nul, stream), delimiter=dialect.separator, quotechar=dialect.quote)
        before = 0
        try:
            for _row in islice(reader, first + dialect.skip):
                pass
            while True:
                before = reader.line_num
                cells = list(islice(reader, BATCH))
                if not cells:
                    return
                yield _even(cells, before, reader.line_num, width)
        except csv.Error:
            raise Unreadable(
                _("From line %(line)s on the file cannot be read: a quotation mark is opened there and never closed.")
                % {"line": before + 1}
            ) from None


def _even(cells: list[list[str]], before: int, after: int, width: int) -> Rows:
    """Rows made `width` wide, blank lines dropped, with the line that each one starts on.

    A row with more cells than headings keeps them, so that the engine can refuse it by name.
    """
    lines: range | list[int] = range(before + 1, after + 1)
    if after - before != len(cells):
        lines = []
        for row in cells:
            lines.append(before + 1)
            before += _lines_of(row)
    if {len(row) for row in cells} == {width}:
        return Rows(lines, cells)  # type: ignore[arg-type]
    kept = [(line, _fitted(row, width)) for line, row in zip(lines, cells, strict=True) if any(row)]
    return Rows([line for line, _row in kept], [row for _line, row in kept])  # type: ignore[misc]


def _fitted(row: list[str], width: int) -> list[str]:
    if len(row) > width and not any(cell.strip() for cell in row[width:]):
        return row[:width]
    return row + [""] * (width - len(row))


def _lines_of(row: list[str]) -> int:
    return 1 + sum(cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in row)


def _trimmed(row: list[str]) -> list[str]:
    width = len(row)
    while width > 1 and not row[width - 1].strip():
        width -= 1
    return row[:width]
