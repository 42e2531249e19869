import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from accounts.imports.mailboxes import Mailbox
from accounts.imports.outcomes import Unreadable
from accounts.imports.reading import read_file
from tests.accounts.imports.files import read, table_of, written


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"<html><body><table><tr><td>1</td></tr></table>", "web page"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b'{"a": 1}', "JSON"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "not a text file"),
        (bytes(range(256)) * 200, "not a text file"),
        (b"PK\x03\x04 damaged", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cannot be opened"),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=sentence):
        read_file(path)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no such file"):
        read_file(tmp_path / "nothing.csv")


def workbook(path: Path, rows: list[list[object]], first_sheet: list[list[object]] | None = None) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, content in (("Notes", first_sheet), ("Invoices", rows)):
        if content is not None:
            sheet = book.create_sheet(title)
            for row in content:
                sheet.append(row)
    book.save(path)
    return path


HEAD: list[object] = ["Customer", "Invoice number", "Invoice date", "Due date", "Amount", "Disputed"]


def test_a_workbook_reads_like_a_text_file(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Open items"],
        HEAD,
        ["Acme", "00042", date(2024, 1, 31), datetime.combine(date(2024, 2, 29), time()), 1234.5, True],
        ["Acme", 43, 45322, "29.02.2024", 0, "no"],
    ]
    found = read(workbook(tmp_path / "list.bin", rows))
    first, second = found.outcome.records
    assert (found.table.kind, found.table.header_row) == ("xlsx", 2)
    assert (first.number, first.issued_on, first.due_on, str(first.total), first.disputed) == (
        "00042", date(2024, 1, 31), date(2024, 2, 29), "1234.5", True,
    )  # fmt: skip
    assert (second.row, second.number, second.issued_on, second.total) == (4, "43", date(2024, 1, 31), 0)


def test_the_sheet_with_the_headings_is_taken(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEAD, ["A", "1", date(2024, 1, 1), date(2024, 1, 2), 1, None]], [["Notes"]])
    assert table_of(path).sheet == "Invoices"


def test_a_long_number_that_excel_has_rounded_is_refused(tmp_path: Path) -> None:
    rows: list[list[object]] = [HEAD, ["A", 1234567890123456789, date(2024, 1, 1), date(2024, 1, 2), 1, None]]
    assert "rounded" in read(workbook(tmp_path / "a.xlsx", rows)).outcome.refused[0].reason


def test_a_formula_without_a_result_is_refused(tmp_path: Path) -> None:
    rows: list[list[object]] = [HEAD, ["A", "1", date(2024, 1, 1), date(2024, 1, 2), "=1+1", None]]
    with pytest.raises(Unreadable, match="E2"):
        read(workbook(tmp_path / "a.xlsx", rows))


def test_an_archive_that_explodes_is_not_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEAD])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"\0" * 60_000_000)
    with pytest.raises(Unreadable, match="far more"):
        read_file(path)


def test_an_empty_workbook_is_empty(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="empty"):
        read_file(workbook(tmp_path / "a.xlsx", []))


def test_mail_is_known_by_its_headers(tmp_path: Path) -> None:
    mail = "Subject: Hi\nFrom: a@x.example\nTo: b@y.example\n\nHello\n"
    assert isinstance(read_file(written(tmp_path, mail)), Mailbox)


def test_a_zip_without_mail_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    (tmp_path / "a.zip").write_bytes(data.getvalue())
    with pytest.raises(Unreadable, match="archive"):
        read_file(tmp_path / "a.zip")
