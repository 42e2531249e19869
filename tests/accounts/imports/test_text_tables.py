from pathlib import Path

import pytest

from accounts.imports.outcomes import Unreadable
from accounts.imports.tables import BATCH
from tests.accounts.imports.files import read, table_of, written

HEAD = "Customer,Invoice number,Invoice date,Due date,Amount"
ROW = "Müller & Søn,0042,2024-01-31,2024-02-29,12.50"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"]
)
def test_every_encoding_gives_the_same_rows(tmp_path: Path, encoding: str) -> None:
    outcome = read(written(tmp_path, f"{HEAD}\n{ROW}\n", encoding)).outcome
    assert outcome.records[0].client.name == "Müller & Søn"
    assert outcome.records[0].number == "0042"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_guessed(tmp_path: Path, separator: str, ending: str) -> None:
    text = f"{HEAD}{ending}{ROW}{ending}".replace(",", separator)
    found = read(written(tmp_path, text))
    assert found.table.separator == separator
    assert len(found.outcome.records) == 1


def test_excels_own_separator_line_is_obeyed(tmp_path: Path) -> None:
    found = read(written(tmp_path, f"sep=;\n{HEAD}\n{ROW}\n".replace(",", ";")))
    assert found.table.header_row == 2
    assert found.outcome.records[0].row == 3


def test_lines_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    found = read(written(tmp_path, f'Open items\n"As of 1 March, all"\n\n{HEAD}\n{ROW}\n'))
    assert found.table.header_row == 4
    assert found.table.preamble == ("Open items", "As of 1 March, all")
    assert found.outcome.records[0].row == 5


def test_rows_keep_their_line_after_multi_line_cells(tmp_path: Path) -> None:
    text = 'score,comment,email,date\n9,"one\ntwo\r\nthree",a@x.example,2024-01-01\n\n8,"",b@x.example,bad\n'
    outcome = read(written(tmp_path, text)).outcome
    assert outcome.records[0].row == 2
    assert outcome.records[0].comment == "one\ntwo\nthree"
    assert outcome.refused[0].row == 6


def test_duplicate_and_blank_headings_get_names_of_their_own(tmp_path: Path) -> None:
    table = table_of(written(tmp_path, "id,,id,name\n1,2,3,4\n"))
    assert table.headings == ("id", "#2", "id (2)", "name")


def test_nul_bytes_are_dropped(tmp_path: Path) -> None:
    assert len(read(written(tmp_path, f"{HEAD}\nA\0cme,1,2024-01-01,2024-01-02,5\n")).outcome.records) == 1


def test_blank_rows_are_no_rows(tmp_path: Path) -> None:
    outcome = read(written(tmp_path, f"{HEAD}\n{ROW}\n,,,,\n\n,,,,\n")).outcome
    assert (len(outcome.records), outcome.refused) == (1, [])


def test_a_row_with_too_many_cells_is_refused_with_its_line(tmp_path: Path) -> None:
    outcome = read(written(tmp_path, f"{HEAD}\nAcme,1,2024-01-01,2024-01-02,1,234.50\n{ROW}\n")).outcome
    assert [refusal.row for refusal in outcome.refused] == [2]
    assert len(outcome.records) == 1


def test_an_unclosed_quotation_mark_swallows_no_rows_silently(tmp_path: Path) -> None:
    outcome = read(written(tmp_path, f'{HEAD}\n"Acme,1,2024-01-01,2024-01-02,5\n{ROW}\n')).outcome
    assert outcome.records == []
    assert outcome.refused[0].row == 2


def test_an_endless_cell_stops_reading_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, f'{HEAD}\n{ROW}\n"' + "x" * 2_000_000)
    with pytest.raises(Unreadable, match="quotation mark"):
        read(path)


def test_long_files_come_in_batches(tmp_path: Path) -> None:
    rows = "".join(f"Acme,{number},2024-01-31,2024-02-29,1\n" for number in range(BATCH + 7))
    sizes = [len(batch.cells) for batch in table_of(written(tmp_path, f"{HEAD}\n{rows}")).batches()]
    assert sizes == [BATCH, 7]
