"""Nordlys Performance on Friday 20 November 2026: twenty-four clients, always the same."""

# ruff: noqa: E501 (sentences and tables of samples read better on one line)

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from signals.views.contexts import BandKey, Money, ScoreCell

TODAY = date(2026, 11, 20)
WORDS: dict[str, str] = {
    "low": "Low",
    "raised": "Raised",
    "high": "High",
    "critical": "Critical",
    "unknown": "Not enough data",
}
THRESHOLDS: tuple[tuple[int, BandKey], ...] = ((79, "critical"), (66, "high"), (52, "raised"), (0, "low"))


@dataclass(frozen=True)
class Sample:
    """A client as the preview knows it; a fire score of -1 is sealed."""

    name: str
    note: str
    owner: str
    monthly: int
    deadline: str
    coverage: int
    churn: tuple[int, int] | None
    fire: tuple[int, int] | None
    reasons: tuple[tuple[int, str], ...]

    @property
    def url(self) -> str:
        """Every sample opens the one client that is drawn in full."""
        return "/clients/1/"

    @property
    def money(self) -> Money:
        """Monthly revenue."""
        return Money(Decimal(self.monthly), "EUR")


def band_of(score: int) -> BandKey:
    """The band of a score."""
    return next(key for limit, key in THRESHOLDS if score >= limit)


def cell(span: tuple[int, int] | None, coverage: int = 90) -> ScoreCell:
    """A cell with a plausible twelve-week line from the first to the last score."""
    if span is None:
        return ScoreCell(None, "unknown", WORDS["unknown"], coverage=coverage)
    first, last = span
    if last < 0:
        return ScoreCell.sealed_cell()
    dice = random.Random(first * 101 + last)
    line = [round(first + (last - first) * (i / 11) ** 2.4 + dice.uniform(-1.2, 1.2)) for i in range(11)]
    word = WORDS[band_of(last)]
    return ScoreCell(last, band_of(last), word, delta4=last - line[-4], spark=(*line, last), coverage=coverage)


M, J, O, A = "Maja Lindqvist", "Jonas Petersen", "Oskar Brandt", "Aylin Demir"  # noqa: E741
# fmt: off
CLIENTS = tuple(Sample(*row) for row in (
    ("Havnholm Outdoor", "Outdoor shop, Aarhus", J, 14800, "2026-11-30", 92, (45, 84), (40, 43), ((14, "Main contact left on 31 Oct"), (11, "Another agency on the ad account"))),
    ("Bergmann Küchen", "Kitchens, Kassel", M, 9600, "2027-03-31", 88, (66, 74), (38, 36), ((11, "Gone quiet: 1 message, 9 expected"), (8, "Gave us 5, after 9 in April"))),
    ("Valmont Immobilien", "Real estate, Düsseldorf", J, 5400, "2026-11-30", 94, (63, 68), (0, -1), ((10, "€16,200 overdue, oldest 94 days"), (5, "Notice deadline on 30 Nov"))),
    ("Casa Lindo", "Furniture, Valencia", O, 6300, "2027-01-31", 81, (64, 67), (44, 41), ((10, "Ad budget cut by 38% since 1 Oct"), (5, "Reports unopened since September"))),
    ("BoxWerk Studios", "Gyms, Berlin", O, 2900, "2026-12-15", 83, (56, 66), (65, 70), ((10, "€5,800 overdue, one promise broken"), (9, "Asked three times what other agencies charge"))),
    ("Lumiq Energy", "Solar, Hamburg", A, 18200, "2026-12-31", 95, (58, 64), (51, 52), ((8, "Cost per lead up 31% in six weeks"), (6, "Notice deadline on 31 Dec"))),
    ("Rutini Carsharing", "Mobility, Vienna", A, 8900, "2027-02-28", 90, (52, 61), (44, 48), ((6, "23 questions in three weeks"), (4, "New marketing lead since 2 Nov"))),
    ("Velo Kontor", "Bicycles, Bremen", J, 4600, "2027-02-28", 84, (56, 58), (43, 45), ((5, "Replies take 3 days, used to be 1"), (4, "Cost per order up 14%"))),
    ("Terra Vita", "Supplements, Utrecht", M, 10400, "2027-04-30", 86, (52, 56), (61, 62), ((8, "27 hours over the retainer"), (4, "Two surveys without an answer"))),
    ("Grünhof Bio", "Organic food, Freiburg", O, 5200, "2027-05-31", 89, (60, 55), (32, 34), ((6, "Ad budget cut by 15% in October"), (-5, "Gave us 10 on 19 Nov"))),
    ("Praxisverbund Elbe", "Medical, Dresden", M, 4100, "2027-03-31", 73, (52, 53), (44, 44), ((4, "In its first eight months"), (3, "Two late reports from us"))),
    ("Brückner Personal", "Recruiting, Nuremberg", J, 8300, "2027-03-31", 93, (50, 50), (62, 58), ((5, "Asks for daily figures"), (3, "Paid 18 days late in November"))),
    ("Papeterie Fuchs", "Stationery, Leipzig", O, 1900, "2027-04-30", 79, (48, 49), (54, 56), ((5, "€1,900 overdue since 2 Nov"), (4, "Below our price floor"))),
    ("Dr. Abel Zahnmedizin", "Dentists, Cologne", O, 2600, "2027-05-31", 76, (51, 47), (52, 50), ((4, "Approvals take 9 days"), (2, "Replies take 2 days"))),
    ("Oberland Reisen", "Travel, Innsbruck", M, 3800, "2027-01-31", 87, (46, 46), (62, 67), ((9, "Every invoice since May 30+ days late"), (5, "41% of their mail at night or weekend"))),
    ("Rösterei Altmann", "Coffee, Hamburg", A, 2400, "2027-08-31", 82, (43, 45), (40, 42), ((3, "Fewer messages than usual"), (-4, "Gave us 9 in September"))),
    ("Haus Arnika Hotels", "Hotels, Salzburg", M, 7900, "2027-04-30", 96, (46, 42), (32, 30), ((-6, "Results up 22% on last year"), (3, "Season budget paused, as agreed"))),
    ("Ankerplatz Versicherung", "Insurance, Kiel", J, 6800, "2027-06-30", 90, (42, 40), (32, 33), ((-4, "With us for six years"), (2, "One late report from us"))),
    ("Tindra Cosmetics", "Cosmetics, Malmö", A, 7200, "2027-06-30", 91, (38, 38), (66, 73), ((10, "41 hours over the retainer, unbilled"), (7, "31% of all support hours"))),
    ("Pflegedienst Sonnhalde", "Home care, Ulm", O, 3100, "2027-09-30", 71, (38, 37), (33, 31), ((-5, "Gave us 10 in October"), (2, "Few messages, as always"))),
    ("Solvang Optik", "Opticians, Odense", J, 3400, "2027-07-31", 85, (35, 35), (38, 39), ((-5, "Opens every report"), (-4, "With us for four years"))),
    ("Quellwerk Software", "Software, Munich", A, 11500, "2027-10-31", 97, (37, 33), (30, 28), ((-6, "Gave us 10 in October"), (-5, "Budget raised by 20%"))),
    ("Mühlbach Fenster", "Windows, Erfurt", M, 5900, "2028-09-30", 88, (32, 29), (38, 37), ((-7, "Signed for two more years"), (-6, "Gave us 9 in October"))),
    ("Nordhavn Dental", "Dentists, Copenhagen", A, 3900, "2027-07-31", 31, None, None, ()),
))
# fmt: on
BY_NAME = {client.name: client for client in CLIENTS}
