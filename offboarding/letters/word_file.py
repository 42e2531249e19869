"""A letter as a Word file: the same words on the same paper, for a last change of the signatory's own.

Text enters as text: no fields, no links, no markup comes from it. The only fields are our own two page numbers. The
file has no author, no times and no order of its own, so that the same letter gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as Grid
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from offboarding.letters.composing import Block, Table
from offboarding.letters.sheet import ADDRESS_RIGHT, DATE_RIGHT, RETURN_LINE, Sheet, Signature

SERIF, CHINESE = "Cambria", "SimSun"  # on every office machine; PDF carries its own fonts
GREY, RULE = RGBColor(0x50, 0x50, 0x50), "BFBFBF"
WIDE = 163  # mm between the margins
MADE = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say


def word_file(sheet: Sheet) -> bytes:
    """The letter as DOCX."""
    made = Document()
    _paper(made, sheet)
    _head(made, sheet)
    for block in sheet.words.blocks:
        _block(made, block, sheet)
    _signing(made, sheet)
    if sheet.enclosures:
        _say(made.add_paragraph(), sheet.enclosures, size=9.2, colour=GREY)
    return _steady(made)


def _paper(made: Made, sheet: Sheet) -> None:
    """Page, type, running head, foot with page numbers, and what the file says of itself."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(24), Mm(28)
    section.left_margin, section.right_margin = Mm(25), Mm(22)
    section.header_distance, section.footer_distance = Mm(12), Mm(11)
    section.different_first_page_header_footer = True

    style: Any = made.styles["Normal"]
    style.font.name, style.font.size = SERIF, Pt(10.5)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), CHINESE)
    style.paragraph_format.space_after = Pt(7)
    style.paragraph_format.line_spacing = 1.3 if sheet.is_chinese else 1.12
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia" if sheet.is_chinese else "w:val"), f"{sheet.language.split('-')[0]}-{sheet.region}")
    style.element.get_or_add_rPr().append(language)

    mark = section.first_page_header.paragraphs[0]
    if sheet.paper.logo:
        mark.add_run().add_picture(io.BytesIO(sheet.paper.logo), height=Mm(12))
    else:
        _say(mark, sheet.paper.mark or sheet.paper.agency, size=15, bold=True, colour=_accent(sheet))
    _say(section.header.paragraphs[0], sheet.running, size=8.5, colour=GREY)
    for foot in (section.first_page_footer, section.footer):
        _foot(foot.paragraphs[0], sheet)

    known = made.core_properties
    known.title, known.author, known.last_modified_by = sheet.words.subject, sheet.paper.agency, sheet.paper.agency
    known.comments = known.keywords = known.category = known.subject = ""
    known.created = known.modified = dt.datetime.combine(sheet.date, dt.time(), dt.UTC)
    known.revision = 1


def _head(made: Made, sheet: Sheet) -> None:
    """Address and references side by side, place and date, subject, salutation."""
    right = sheet.language in ADDRESS_RIGHT
    widths = (WIDE - 82, 82) if right else (WIDE - 52, 52)
    grid = _grid(made, 1, widths)
    row = grid.rows[0]
    row.height, row.height_rule = Mm(44), WD_ROW_HEIGHT_RULE.AT_LEAST
    _address(row.cells[1 if right else 0], sheet)
    _lines(row.cells[0 if right else 1], sheet.references, size=9.2)

    if sheet.place_and_date:
        dated = made.add_paragraph(sheet.place_and_date)
        if sheet.language in DATE_RIGHT:
            dated.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if sheet.note:
        _say(made.add_paragraph(), sheet.note, size=9.4, italic=not sheet.is_chinese, colour=GREY)
    heading = made.add_heading(level=1)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(8), Pt(9)
    if sheet.is_chinese:
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _say(heading, sheet.heading, size=14 if sheet.is_chinese else 11.8, bold=True, colour=RGBColor(0, 0, 0))
    made.add_paragraph(sheet.salutation)


def _address(cell: Cell, sheet: Sheet) -> None:
    first = cell.paragraphs[0]
    if sheet.language in RETURN_LINE and sheet.paper.return_line:
        _say(first, sheet.paper.return_line, size=7, colour=GREY)
        first = cell.add_paragraph()
    if sheet.delivery:
        _say(first, sheet.delivery, size=9.2, italic=not sheet.is_chinese)
        first = cell.add_paragraph()
    _say(first, sheet.address)


def _block(made: Made, block: Block, sheet: Sheet) -> None:
    for words in block.paragraphs:
        paragraph = made.add_paragraph(words)
        if sheet.is_chinese:
            paragraph.paragraph_format.first_line_indent = Pt(21)
        if block.items or block.table:
            paragraph.paragraph_format.keep_with_next = True
    for number, words in enumerate(block.items, start=1):
        item = made.add_paragraph()
        item.paragraph_format.left_indent, item.paragraph_format.first_line_indent = Mm(8), Mm(-5)
        item.paragraph_format.tab_stops.add_tab_stop(Mm(8))
        item.paragraph_format.space_after = Pt(3)
        _say(item, f"{number}." if block.numbered else "–")
        item.add_run().add_tab()
        _say(item, words)
    if block.rows:
        _key_dates(made, block, sheet)
    if block.table:
        _facts(made, block.table, sheet)


def _key_dates(made: Made, block: Block, sheet: Sheet) -> None:
    grid = _grid(made, len(block.rows), (48, WIDE - 48))
    for row, (label, value) in zip(grid.rows, block.rows, strict=True):
        _edge(row.cells[0], "left", sheet.paper.accent.lstrip("#"), 12)
        _say(row.cells[0].paragraphs[0], label, colour=GREY)
        _say(row.cells[1].paragraphs[0], value, bold=True)
        _tight(row.cells)
    _gap(made)


def _facts(made: Made, table: Table, sheet: Sheet) -> None:
    rows = [table.head, *table.rows, *filter(None, [table.total])]
    narrow = sum(width == 0 for width in table.widths)
    share = (WIDE - 22 * narrow) / max(1, sum(table.widths))
    grid = _grid(made, len(rows), [width * share or 22 for width in table.widths])
    for number, (row, words) in enumerate(zip(grid.rows, rows, strict=True)):
        bold = number == 0 or (bool(table.total) and number == len(rows) - 1)
        for cell, text, align in zip(row.cells, words, table.align, strict=True):
            _edge(cell, "bottom", RULE if number else sheet.paper.accent.lstrip("#"), 4 if number else 8)
            _say(cell.paragraphs[0], text, size=9 if number == 0 else 9.4, bold=bold)
            if align == "right":
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _tight(row.cells)
    _repeat(grid)
    _gap(made)


def _signing(made: Made, sheet: Sheet) -> None:
    for number, words in enumerate(sheet.closing):
        closing = made.add_paragraph(words)
        closing.paragraph_format.keep_with_next = True
        if sheet.is_chinese and number == 0:
            closing.paragraph_format.first_line_indent = Pt(21)
    if len(sheet.signatures) == 1 and not sheet.is_chinese:
        for paragraph in _signed(sheet.signatures[0]):
            made.element.body.insert(len(made.element.body) - 1, paragraph)
        return
    widths = (WIDE / 2, WIDE / 2)
    row = _grid(made, 1, widths).rows[0]
    for place, one in enumerate(sheet.signatures, start=2 - len(sheet.signatures)):
        cell = row.cells[place]
        for paragraph in _signed(one):
            cell._element.append(paragraph)
        cell._element.remove(cell.paragraphs[0]._element)
    _gap(made)


def _signed(one: Signature) -> list[Any]:
    """Words, space for the pen, a line, words: paragraphs that stay together."""
    made = Document()
    paragraphs = [made.add_paragraph(one.above)] if one.above else []
    space = made.add_paragraph("_" * 34 if one.line else "")
    space.paragraph_format.space_before, space.paragraph_format.space_after = Pt(34), Pt(1)
    paragraphs += [space, made.add_paragraph(one.below)]
    for paragraph in paragraphs[:-1]:
        paragraph.paragraph_format.keep_with_next = True
    return [paragraph._element for paragraph in paragraphs]


def _say(
    paragraph: Paragraph,
    words: str,
    *,
    size: float = 0,
    bold: bool = False,
    italic: bool = False,
    colour: RGBColor | None = None,
) -> None:
    """Add words; their line breaks are line breaks."""
    run = paragraph.add_run(words)
    run.bold, run.italic = bold or None, italic or None
    run.font.name = SERIF
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour


def _lines(cell: Cell, words: str, *, size: float) -> None:
    _say(cell.paragraphs[0], words, size=size)


def _grid(made: Made, rows: int, widths: Any) -> Grid:
    grid: Grid = made.add_table(rows=rows, cols=len(widths))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return grid


def _edge(cell: Cell, side: str, colour: str, eighths: int) -> None:
    properties = cell._element.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.append(borders)
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("color", colour), ("space", "0")):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)


def _repeat(grid: Grid) -> None:
    """The head is repeated on a second page, and no row is torn."""
    for number, row in enumerate(grid.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _tight(cells: Any) -> None:
    for cell in cells:
        cell.paragraphs[0].paragraph_format.space_before = Pt(2)
        cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _gap(made: Made) -> None:
    """What Word needs between a table and what follows."""
    gap = made.add_paragraph()
    gap.paragraph_format.space_after = Pt(0)
    gap.paragraph_format.line_spacing = Pt(8)


def _foot(paragraph: Paragraph, sheet: Sheet) -> None:
    _say(paragraph, sheet.paper.footer, size=8, colour=GREY)
    before, middle, after = _page_words(sheet.page)
    paragraph.add_run().add_break()
    _say(paragraph, before, size=8, colour=GREY)
    _field(paragraph, "PAGE")
    _say(paragraph, middle, size=8, colour=GREY)
    _field(paragraph, "NUMPAGES")
    _say(paragraph, after, size=8, colour=GREY)


def _page_words(page: str) -> tuple[str, str, str]:
    before, rest = page.split("{n}")
    middle, after = rest.split("{total}")
    return before, middle, after


def _field(paragraph: Paragraph, code: str) -> None:
    """A page number, in the clothes of the words around it."""
    _say(paragraph, "1", size=8, colour=GREY)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    field.append(paragraph.runs[-1]._element)
    paragraph._element.append(field)


def _accent(sheet: Sheet) -> RGBColor:
    return RGBColor.from_string(sheet.paper.accent.lstrip("#").upper())


def _steady(made: Made) -> bytes:
    """The file packed anew, without the hour at which it was packed."""
    first, steady = io.BytesIO(), io.BytesIO()
    made.save(first)
    with zipfile.ZipFile(first) as read, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            written.writestr(zipfile.ZipInfo(name, MADE), read.read(name), zipfile.ZIP_DEFLATED)
    return steady.getvalue()
