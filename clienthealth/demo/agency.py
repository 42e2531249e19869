"""The agency of the demo: its people, calendar and exchange rates."""

from __future__ import annotations

import datetime as dt
import secrets
from decimal import Decimal
from pathlib import Path

import holidays
import numpy as np
from django.conf import settings
from django.core.management.base import CommandError

from accounts.models import Agency, Client, ExchangeRate, Holiday, Role, Team, User
from clienthealth.demo import cast, papers
from clienthealth.demo.calendar import COUNTRIES, add_months

SOURCE = "demo"
ZONE = "Europe/Copenhagen"
RATES = {"DKK": ("0.1340", 0.0005), "GBP": ("1.1600", 0.012), "USD": ("0.9200", 0.018), "SEK": ("0.0880", 0.012)}


def is_there() -> bool:
    """Whether the demo agency is in the database. Somebody else's data is never touched."""
    agency = Agency.objects.first()
    if agency is None and not Client.objects.exists():
        return False
    if agency is None or agency.source != SOURCE:
        raise CommandError("This database holds another agency's data; the demo does not touch it.")
    return True


def create(start: dt.date, today: dt.date, seed: int) -> tuple[tuple[int, ...], tuple[int | None, ...]]:
    """Set the agency up, known from before the first record on. Returns managers' ids and their teams'."""
    known = dt.datetime.combine(start, dt.time(), dt.UTC) - dt.timedelta(days=14_000)
    Agency.objects.create(
        source=SOURCE, external_id="nordlys", known_at=known, name=cast.AGENCY, currency="EUR", zone=ZONE, country="DK",
        languages=["en", "de", "da"], domains=[cast.DOMAIN], price_floor=Decimal(2200), target_rate=Decimal(110),
        cost_rate=Decimal(72),
    )  # fmt: skip
    papers.publish(start, known)
    Holiday.objects.bulk_create(_holidays(start, today, known))
    ExchangeRate.objects.bulk_create(_rates(start, today, known, seed))
    return _people()


def _holidays(start: dt.date, today: dt.date, known: dt.datetime) -> list[Holiday]:
    years = range(start.year - 1, today.year + 2)
    return [
        Holiday(source=SOURCE, external_id=f"{country}-{on}", known_at=known, on=on, country=country, name=name[:200])
        for country in COUNTRIES
        for on, name in sorted(holidays.country_holidays(country, years=years).items())
    ]


def _rates(start: dt.date, today: dt.date, known: dt.datetime, seed: int) -> list[ExchangeRate]:
    rng = np.random.default_rng([seed, 77])
    found = []
    for currency, (first, swing) in RATES.items():
        on, rate = add_months(start.replace(day=1), -12), float(first)
        while on <= today:
            told = max(known, dt.datetime.combine(on, dt.time(), dt.UTC) - dt.timedelta(days=1))
            one = {"currency": currency, "starts": on, "rate": Decimal(f"{rate:.6f}")}
            found.append(ExchangeRate(source=SOURCE, external_id=f"{currency}-{on}", known_at=told, **one))
            rate *= float(np.exp(rng.normal(0, swing)))
            on = add_months(on, 1)
    return found


def _people() -> tuple[tuple[int, ...], tuple[int | None, ...]]:
    passwords = logins()
    teams = {name: Team.objects.create(name=name) for name in ("Team North", "Team South")}
    made = {
        person.name: User.objects.create_user(
            person.email, passwords[person.email], name=person.name, role=Role(person.role), team=teams.get(person.team)
        )
        for person in cast.PEOPLE
    }
    managers = [made[person.name] for person in cast.MANAGERS]
    return tuple(user.pk for user in managers), tuple(user.team_id for user in managers)


def login_file() -> Path:
    return Path(settings.ROOT) / "var" / "demo-login"


def logins() -> dict[str, str]:
    """The passwords of this installation, made up once and kept for its own user's eyes."""
    path = login_file()
    if path.exists():
        kept = dict(line.split(" ", 1) for line in path.read_text().splitlines() if " " in line)
        if {person.email for person in cast.PEOPLE} <= set(kept):
            return kept
    made = {person.email: secrets.token_urlsafe(12) for person in cast.PEOPLE}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text("".join(f"{email} {password}\n" for email, password in made.items()))
    return made
