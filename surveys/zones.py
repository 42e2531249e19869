"""Where somebody is, and which language they read: from what is on file. Pure.

Zones of countries come from CLDR (by way of Babel). Of a country with several we take the one where most people live;
where nobody can say, the agency's own is the better guess, since most clients are near.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

LANGUAGES = ("en", "fr", "da", "zh-hans", "de", "es")
MAIN: Mapping[str, str] = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CL": "America/Santiago", "CN": "Asia/Shanghai", "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin", "EC": "America/Guayaquil", "ES": "Europe/Madrid", "GL": "America/Nuuk",
    "ID": "Asia/Jakarta", "KZ": "Asia/Almaty", "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "UA": "Europe/Kyiv",
    "US": "America/New_York", "UZ": "Asia/Tashkent", "VN": "Asia/Ho_Chi_Minh",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A time zone, and the country (two letters, or nothing) whose holidays are kept there."""

    zone: str
    country: str = ""

    @property
    def clock(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


@cache
def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


@cache
def zone_of_country(country: str) -> str:
    """The zone of a country, or the one where most of its people live; empty where we cannot say."""
    zones = _zones().get(country.upper(), ())
    found = zones[0] if len(zones) == 1 else MAIN.get(country.upper(), "")
    return found if is_zone(found) else ""


@cache
def place_of(own_zone: str, country: str, agency: Place) -> Place:
    """The person's own zone, else that of the client's country, else the agency's.

    Holidays are those of the client's country; where it is unknown, of the country in which the zone lies.
    """
    if is_zone(own_zone):
        return Place(own_zone, country.upper() or _countries().get(own_zone, ""))
    if zone := zone_of_country(country):
        return Place(zone, country.upper())
    return Place(agency.zone, country.upper() or agency.country)


def language_of(wanted: Iterable[str]) -> str:
    """The first of these that we speak, in one of our six; English where none is. `de-AT` is German."""
    for one in wanted:
        plain = one.strip().lower().replace("_", "-")
        found = "zh-hans" if plain.split("-")[0] == "zh" else plain.split("-")[0]
        if found in LANGUAGES:
            return found
    return LANGUAGES[0]


def _countries() -> Mapping[str, str]:
    """The country of a zone."""
    found: Mapping[str, str] = get_global("zone_territories")
    return found


@cache
def _zones() -> Mapping[str, tuple[str, ...]]:
    """The zones of a country."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for zone, country in _countries().items():
        found[country] += (zone,)
    return found
