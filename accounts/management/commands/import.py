"""manage.py import FILE…: files of other systems into the book."""
# ruff: noqa: N999 - the command is called import

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.imports.outcomes import Unreadable
from accounts.imports.report import Report
from accounts.imports.service import import_file

SHOWN = 20


class Command(BaseCommand):
    help = "Import files as other systems export them: lists, spreadsheets, mailboxes. Twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--source", metavar="NAME", help="what the file is, where its content does not tell")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument(
            "--as-known-when-it-happened",
            action="store_true",
            help="for a first import: past days may read these records as if they had been known then",
        )
        parser.add_argument("--all-or-nothing", action="store_true", help="import nothing if a row is refused")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for path in options["files"]:
            self.stdout.write(self.style.MIGRATE_HEADING(str(path)))
            try:
                report = import_file(
                    path,
                    source=options["source"],
                    dry_run=options["dry_run"],
                    as_known=options["as_known_when_it_happened"],
                    only_whole=options["all_or_nothing"],
                )
            except Unreadable as error:
                self.stderr.write(self.style.ERROR(f"  {error}"))
                failed += 1
                continue
            for line in sentences(report):
                self.stdout.write(f"  {line}")
            failed += bool(report.stopped) or not report.usable
        if failed:
            raise CommandError(_("%(failed)s of %(files)s files could not be imported.") % {
                "failed": failed, "files": len(options["files"]),
            })  # fmt: skip


def sentences(report: Report) -> list[str]:
    """The report as lines for the terminal."""
    lines = [_("Read as %(title)s.") % {"title": report.title}, *report.guesses]
    for title, count in report.counts.items():
        words = _("%(title)s: %(created)s new, %(updated)s changed, %(same)s already there")
        lines.append(words % {"title": title, **count})
    if report.new_clients:
        names = ", ".join(report.new_client_names[:SHOWN])
        lines.append(_("New clients: %(count)s (%(names)s …)") % {"count": report.new_clients, "names": names})
    for title, totals in report.totals.items():
        for currency, (rows, amount) in totals.items():
            words = _("Total of %(title)s: %(amount)s %(currency)s in %(rows)s rows")
            lines.append(words % {"title": title, "amount": amount, "currency": currency, "rows": rows})
    lines += [_("%(count)s rows: %(what)s") % {"count": count, "what": what} for what, count in report.notices.items()]
    lines += [
        _("%(count)s left out: %(what)s") % {"count": count, "what": what} for what, count in report.left_out.items()
    ]
    if report.refused:
        lines.append(_("%(count)s rows are refused:") % {"count": report.refused})
        for row, column, value, reason in report.refusals[:SHOWN]:
            where = f"{column} “{value}”: " if column or value else ""
            lines.append(_("  row %(row)s: %(where)s%(reason)s") % {"row": row, "where": where, "reason": reason})
    lines += [question["sentence"] for question in report.questions[:SHOWN]]
    lines.append(
        report.stopped or (_("Imported.") if report.committed else _("Nothing was written: this was a dry run."))
    )
    return lines
