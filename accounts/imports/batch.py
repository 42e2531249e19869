"""One file into the book: stage, compare, and (where agreed) write, all in one transaction.

1. The file is read once; records are placed with their clients and copied into staging tables of this session.
2. The staged rows are compared with the live ones. A dry run ends here and has written nothing.
3. In one transaction: new clients and ad accounts, then every target in order; only what is new or different.

The same file twice changes nothing: no row, no past version, no mark.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.imports.directory import Accounts, Directory, Held, Invoices, Ours
from accounts.imports.found import Found
from accounts.imports.outcomes import LeftOut, Outcome, Refusal
from accounts.imports.records import InvoiceRecord, MessageRecord, PaymentRecord
from accounts.imports.report import SHOWN, Report
from accounts.imports.staging import (
    Counts,
    compare,
    copy_rows,
    create_stages,
    drop_stages,
    refuse_twins,
    refuse_unfit,
    totals,
    write,
)
from accounts.imports.targets import BY_KEY, ORDER, PLACES
from accounts.imports.targets.base import Place, Target
from accounts.imports.targets.messages import settle_ours
from accounts.models import AdAccount, Client, ClientAlias, User
from clienthealth.core.audit import acting

Keep = Callable[[list[Refusal]], None]
Progress = Callable[[int], None]


@dataclass
class Settled:
    """What a committed batch leaves behind for its undo: the instant its records carry, and their ids."""

    learnt_at: dt.datetime
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)


class Batch:
    """One reading of one file. Use once: `stage()`, then `check()` or `commit()`, inside `staged()`."""

    def __init__(self, found: Found, place: Place, keep: Keep, progress: Progress) -> None:
        self.found, self.place, self.keep, self.progress = found, place, keep, progress
        self.report = Report(found.key, found.title, found.guesses, found.columns)
        self.used: dict[str, Target] = {}
        self.parameters: dict[str, Any] = {"source": found.writes_as, "zone": str(place.zone), "today": place.today}

    @contextmanager
    def staged(self) -> Iterator[Report]:
        """Read the file into staging tables, which are gone afterwards."""
        create_stages(ORDER)
        try:
            for outcome in self.found.outcomes():
                self._stage(outcome)
            self._prepare()
            self._tell()
            yield self.report
        finally:
            if not connection.needs_rollback:
                drop_stages(ORDER)

    def check(self) -> dict[str, Counts]:
        """Compare; the report then says what would happen."""
        counts = {target.key: compare(target, self.parameters) for target in self._targets()}
        self._count(counts)
        return counts

    def commit(self, *, by: User | None, declared: bool, batch: int) -> Settled:
        """Write what is new or different, with the history's context set. One transaction with the caller's."""
        with acting(by=by, why=f"import {batch}"):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('clienthealth.known_when_happened', %s, true)", ["on" if declared else ""]
                )
                cursor.execute("SELECT clienthealth_now()")
                settled = Settled(cursor.fetchone()[0])
            self.parameters |= {"learnt_at": settled.learnt_at, "declared": declared}
            self._write_clients(declared)
            self._write_accounts()
            counts = {}
            for target in self._targets():
                counts[target.key], span = write(target, compare(target, self.parameters), self.parameters)
                if span:
                    settled.spans[target.table] = span
            new = self.place.directory.new
            if new:
                settled.spans[Client._meta.db_table] = (min(new), max(new))
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('clienthealth.known_when_happened', '', true)")
        self._count(counts)
        self.report.committed = True
        return settled

    def _stage(self, outcome: Outcome) -> None:
        rows: dict[str, list[Any]] = {}
        refused, left_out = outcome.refused, outcome.left_out
        place = self.place
        if outcome.records and type(outcome.records[0]) is not InvoiceRecord:
            place.invoices.prefetch({record.invoice for record in outcome.records if type(record) is PaymentRecord})
        if not self.used and outcome.records and type(outcome.records[0]) is MessageRecord:
            settle_ours(outcome.records, place)
        for record in outcome.records:
            try:
                staged = PLACES[type(record)](record, place)
            except Held as held:
                name = record.client.name or record.client.external_id if hasattr(record, "client") else ""
                refused.append(Refusal(record.row, "", name or "", str(held)))
                continue
            if isinstance(staged, LeftOut):
                left_out.append(staged)
                continue
            for target, values in staged:
                if target.key not in rows:
                    rows[target.key] = []
                    self.used[target.key] = target
                rows[target.key].append(values)
        for key, staged_rows in rows.items():
            copy_rows(self.used[key], staged_rows)
        self._note(refused, left_out)
        self.report.rows += len(outcome.records) + len(outcome.refused) + len(outcome.left_out)
        self.progress(self.report.rows)

    def _note(self, refused: list[Refusal], left_out: list[LeftOut]) -> None:
        self.report.refused += len(refused)
        self.report.refusals += [list(refusal) for refusal in refused[: SHOWN - len(self.report.refusals)]]
        for row in left_out:
            self.report.left_out[row.reason] = self.report.left_out.get(row.reason, 0) + 1
        if refused:
            self.keep(refused)

    def _prepare(self) -> None:
        """Take out what contradicts itself or does not fit, then make the rows that follow from others."""
        same = _("The same row stands in the file before.")
        different = _("Line %(line)s gives the same number other contents.")
        for target in ORDER:
            if target.key not in self.used:
                continue
            unfit = refuse_unfit(target)
            left_out, twins = refuse_twins(target, same, different)
            self._note([*unfit, *twins], left_out)
            with connection.cursor() as cursor:
                for statement in target.before:
                    cursor.execute(statement, self.parameters)
            self.used |= {key: BY_KEY[key] for key in target.feeds}

    def _targets(self) -> Iterator[Target]:
        return (target for target in ORDER if target.key in self.used)

    def _tell(self) -> None:
        directory, report = self.place.directory, self.report
        report.new_clients = len(directory.new)
        report.new_client_names = [new.columns["name"] for new in list(directory.new.values())[:SHOWN]]
        report.questions = [
            {"name": question.name, "client": question.client, "sentence": question.sentence}
            for question in directory.questions.values()
        ]
        report.notices = dict(self.place.notices)
        report.totals = {
            str(target.title): {currency: list(total) for currency, total in totals(target).items()}
            for target in self._targets()
            if target.amount
        }

    def _count(self, counts: dict[str, Counts]) -> None:
        titles = {target.key: str(target.title) for target in ORDER}
        self.report.counts = {titles[key]: vars(count) for key, count in counts.items()}

    def _write_clients(self, declared: bool) -> None:
        directory = self.place.directory
        moment = self.parameters["learnt_at"]
        heard = self._first_heard() if declared and directory.new else {}
        rows = []
        for new in directory.new.values():
            started = new.columns.get("started_on")
            known = min(moment, heard.get(new.id, moment))
            if declared and started:
                known = min(known, dt.datetime.combine(started, dt.time(), self.place.zone))
            rows.append(
                Client(
                    id=new.id, source=self.found.system, external_id=new.external_id, recorded_at=moment,
                    known_at=known, **new.columns,
                )
            )  # fmt: skip
        Client.objects.bulk_create(rows, batch_size=2_000)
        ClientAlias.objects.bulk_create(
            [
                ClientAlias(client_id=client, system=self.found.system, alias=f"id:{external_id}"[:300])
                for external_id, client in directory.learnt.items()
            ],
            ignore_conflicts=True,
        )

    def _first_heard(self) -> dict[int, dt.datetime]:
        """When the first staged fact of each client happened: a client was known no later than that."""
        first: dict[int, dt.datetime] = {}
        for target in self.used.values():
            if "client_id" not in target.columns or target.joins:
                continue
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT client_id, min({target.occurred}) FROM {target.stage} s GROUP BY client_id",  # noqa: S608
                    self.parameters,
                )
                for client, moment in cursor.fetchall():
                    if moment is not None:
                        first[client] = min(moment, first.get(client, moment))
        return first

    def _write_accounts(self) -> None:
        moment = self.parameters["learnt_at"]
        AdAccount.objects.bulk_create(
            [
                AdAccount(
                    id=pk, source=self.found.writes_as, external_id=number, recorded_at=moment, known_at=moment,
                    platform=platform, number=number, client_id=client, name=name, currency=currency,
                )
                for pk, (platform, number, client, name, currency) in self.place.accounts.new.items()
            ]
        )  # fmt: skip


def place_for(found: Found, zone: dt.tzinfo, currency: str, today: dt.date) -> Place:
    """What placing the records of a file needs to know of the book."""
    platform = "google_ads" if found.system == "google" else "other"
    return Place(
        found.writes_as, Directory(found.system), Accounts(platform), Invoices(found.writes_as), Ours.load(), zone,
        currency, today,
    )  # fmt: skip
