"""An import of invoice rows from a CSV file against bare COPYs of the same rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from django.db import connection, transaction

from bench.figures import Figure, Report, median_ratio
from bench.scoring import worker

COLUMNS = (
    "client_id, kind, number, issued_on, due_on, amount, net, currency, disputed, voided_on, credits_id, external_id"
)
HEADINGS = ("Customer", "Invoice number", "Invoice date", "Due date", "Amount", "Currency")
ROWS_PER_CUSTOMER = 100
AIM_TIME, AIM_MEMORY = 8.0, 300.0


def measure(report: Report, rows: int, rounds: int) -> None:
    """Import files of new customers, and copy what came of each twice more; a new file each round."""
    ours, table, bare, memory = [], [], [], 0.0
    with TemporaryDirectory() as folder:
        for nth in range(rounds):
            path = Path(folder) / f"receivables{nth}.csv"
            _write(path, nth, rows)
            before = _last_id()
            done = worker("import", str(path))
            text = _copied_out(before)
            if text.count("\n") != rows:
                raise RuntimeError(f"{rows} rows were to be imported: {done}")
            ours.append(float(done["seconds"]))
            memory = max(memory, float(done["memory"]))
            table.append(_copy("accounts_invoice", text))
            bare.append(_copy("bare", text))
    report.add(
        Figure("import", f"import of {rows:,} invoice rows from CSV", statistics.median(ours), "s"),
        Figure("import", "COPY into the invoice table, constraints and triggers", statistics.median(table), "s"),
        Figure("import", "COPY into a table without any", statistics.median(bare), "s"),
        Figure("import", "import ÷ COPY into the invoice table", median_ratio(ours, table), "×", AIM_TIME),
        Figure("import", "import ÷ COPY into a table without any", median_ratio(ours, bare), "×"),
        Figure("import", "peak memory of the import's process", memory, "MB", AIM_MEMORY),
    )


def _write(path: Path, nth: int, rows: int) -> None:
    """A plain list of receivables, as accounting systems write it."""
    start = dt.date(2024, 1, 1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for i in range(rows):
            issued = start + dt.timedelta(days=i % 600)
            customer, number = f"Bench customer {nth}-{i // ROWS_PER_CUSTOMER:05d}", f"B{nth}-{i:07d}"
            amount = f"{100 + i * 7919 % 90_000}.{i % 100:02d}"
            due = issued + dt.timedelta(days=30)
            writer.writerow([customer, number, issued.isoformat(), due.isoformat(), amount, "EUR"])


def _last_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM accounts_invoice")
        return int(cursor.fetchone()[0])


def _copied_out(after: int) -> str:
    """The invoices that an import made, as COPY text."""
    out = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY (SELECT {COLUMNS} FROM accounts_invoice WHERE id > {after}) TO STDOUT", out)
    return out.getvalue()


def _copy(table: str, text: str) -> float:
    """Seconds to copy the rows in and commit; they are taken out again by hand where they stay."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare")
        cursor.execute("CREATE TABLE bare (LIKE accounts_invoice)")
        cursor.execute("ALTER TABLE bare ALTER id DROP NOT NULL, ALTER source DROP NOT NULL")
        cursor.execute("ALTER TABLE bare ALTER recorded_at DROP NOT NULL, ALTER known_at DROP NOT NULL")
        cursor.execute("ALTER TABLE accounts_invoice ALTER source SET DEFAULT 'bench'")
        begun = perf_counter()
        with transaction.atomic():
            cursor.copy_expert(f"COPY {table} ({COLUMNS}) FROM STDIN", io.StringIO(text))
        seconds = perf_counter() - begun
        cursor.execute("ALTER TABLE accounts_invoice DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM accounts_invoice WHERE source = 'bench'")
        cursor.execute("ALTER TABLE accounts_invoice ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE accounts_invoice ALTER source DROP DEFAULT")
        cursor.execute("DROP TABLE bare")
    return seconds
