"""The command line: python -m bench [--clients N --facts N | --small] [--only PART] [--keep | --reuse] …"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bench import database
from bench.figures import Report

SMALL = {"clients": 300, "facts": 200_000, "rows": 5_000, "rounds": 3, "seconds": 10, "mails": 1_000}
FULL = {"clients": 10_000, "facts": 10_000_000, "rows": 200_000, "rounds": 3, "seconds": 60, "mails": 10_000}


def main(arguments: list[str] | None = None) -> int:
    """0 whether the aims are met or not; anything else only when something failed."""
    options = _options(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clienthealth.settings")
    os.environ.setdefault("CLIENTHEALTH_ENV", "development")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    with database.own(options.database, keep=options.keep, reuse=options.reuse) as fresh:
        report = _measure(options, fresh=fresh)
    report.write(options.json)
    print(report.table())
    return 0


def _measure(options: argparse.Namespace, *, fresh: bool) -> Report:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from bench import answers, importing, latency, redirects, scoring, surveys, world

    call_command("migrate", verbosity=0)
    if fresh:
        print(f"Loading {options.clients:,} clients and {options.facts:,} facts …", file=sys.stderr)
        world.fill(options.clients, options.facts)
    report = Report()
    try:
        if options.only in {None, "scoring", "dirty"}:
            scoring.measure(report, 1 if options.only == "dirty" else options.rounds)
        if options.only in {None, "latency"}:
            latency.measure(report, options.seconds)
        if options.only in {None, "import"}:
            importing.measure(report, options.rows, options.rounds)
        if options.only in {None, "redirects"}:
            redirects.measure(report, options.rounds, min(options.seconds / 4, 5.0))
        if options.only in {None, "surveys"}:
            answers.measure(report, options.rounds, options.mails // 4, min(options.seconds / 4, 5.0))
            surveys.measure(report, options.mails)
    finally:
        connections.close_all()
    return report


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--clients", type=int, help="clients served at the end (10,000)")
    parser.add_argument("--facts", type=int, help="facts, those of former clients included (10,000,000)")
    parser.add_argument("--rows", type=int, help="invoice rows to import (200,000)")
    parser.add_argument("--rounds", type=int, help="how often what is compared is measured, in turn (3)")
    parser.add_argument("--seconds", type=int, help="how long facts arrive, 200 a second (60)")
    parser.add_argument("--mails", type=int, help="surveys sent; a quarter as many answers in a round (10,000)")
    parser.add_argument("--small", action="store_true", help="300 clients, 200,000 facts, 5,000 rows, 1,000 mails")
    parser.add_argument("--only", choices=("scoring", "dirty", "latency", "import", "redirects", "surveys"))
    parser.add_argument("--json", type=Path, default=Path("var/bench.json"))
    parser.add_argument("--database", default=database.NAME)
    parser.add_argument("--keep", action="store_true", help="leave the database for a look or for --reuse")
    parser.add_argument("--reuse", action="store_true", help="measure on the database that --keep left")
    options = parser.parse_args(arguments)
    for name, value in (SMALL if options.small else FULL).items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    return options


if __name__ == "__main__":
    sys.exit(main())
