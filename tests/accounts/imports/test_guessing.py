from pathlib import Path

from accounts.imports.mapping import Assumptions, Mapping
from accounts.imports.tables import BATCH
from tests.accounts.imports.files import read, written

HEAD = "Customer;Invoice number;Invoice date;Due date;Amount"


def lines(*rows: str) -> str:
    return "\n".join((HEAD, *rows)) + "\n"


def test_one_day_above_twelve_decides_the_column(tmp_path: Path) -> None:
    text = lines("A;1;1/2/2024;2/13/2024;5,00", "A;2;1/3/2024;2/3/2024;6,00")
    mapping = read(written(tmp_path, text)).mapping
    assert mapping.orders == {"issued_on": "mdy", "due_on": "mdy"}
    assert mapping.unsure == ("currency",)


def test_a_telling_row_is_found_beyond_the_sample(tmp_path: Path) -> None:
    rows = [f"A;{number};1/2/2024;1/2/2024;1.234" for number in range(BATCH + 5)]
    mapping = read(written(tmp_path, lines(*rows, "A;x;12/31/2024;12/31/2024;0,5"))).mapping
    assert mapping.orders["issued_on"] == "mdy"
    assert mapping.marks["amount"] == ","


def test_what_nothing_decides_is_marked_unsure(tmp_path: Path) -> None:
    mapping = read(
        written(tmp_path, lines("A;1;1/2/2024;3/2/2024;1.234")), assumptions=Assumptions(date_order="mdy")
    ).mapping
    assert set(mapping.unsure) == {"issued_on", "due_on", "amount", "currency"}


def test_dots_between_the_parts_put_the_day_first(tmp_path: Path) -> None:
    mapping = read(written(tmp_path, lines("A;1;01.02.2024;03.02.2024;5"))).mapping
    assert mapping.orders["issued_on"] == "dmy"
    assert "issued_on" not in mapping.unsure


def test_the_currency_comes_from_the_heading_or_the_cells(tmp_path: Path) -> None:
    heading = read(written(tmp_path, lines("A;1;2024-01-02;2024-01-03;5").replace("Amount", "Amount (USD)")))
    cells = read(written(tmp_path, lines("A;1;2024-01-02;2024-01-03;5,00 £", "A;2;2024-01-02;2024-01-03;$ 7,00")))
    assert heading.outcome.records[0].currency == "USD"
    assert [record.currency for record in cells.outcome.records] == ["GBP", "USD"]


def test_a_mapping_survives_json(tmp_path: Path) -> None:
    mapping = read(written(tmp_path, lines("A;1;2024-01-02;2024-01-03;5"))).mapping
    assert Mapping.from_json(mapping.to_json()) == mapping


def test_a_mapping_can_name_other_columns(tmp_path: Path) -> None:
    mapping = read(written(tmp_path, lines("A;1;2024-01-02;2024-01-03;5"))).mapping
    assert mapping.with_columns(amount="Due date", currency=None).columns["amount"] == "Due date"
