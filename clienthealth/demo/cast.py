"""Names of the demo: our people, the clients and the people there. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

AGENCY = "Nordlys Performance"
DOMAIN = "nordlys.example"


_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss", "é": "e"})


def plain(name: str, between: str) -> str:
    """A name as part of an address: small letters, digits and one separator."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower().translate(_LETTERS)).split()
    return between.join(words)


@dataclass(frozen=True)
class Person:
    name: str
    role: str
    team: str

    @property
    def email(self) -> str:
        return f"{'owner' if self.role == 'owner' else self.name.split(' ')[0].lower()}@{DOMAIN}"


PEOPLE = (
    Person("Ingrid Dahl", "owner", ""),
    Person("Maja Lindqvist", "lead", "Team North"),
    Person("Jonas Petersen", "manager", "Team North"),
    Person("Aylin Demir", "manager", "Team North"),
    Person("Oskar Brandt", "manager", "Team South"),
    Person("Lena Voss", "lead", "Team South"),
    Person("Tomas Falk", "observer", "Team North"),
)
MANAGERS = tuple(person for person in PEOPLE if person.name.split(" ")[0] in {"Maja", "Jonas", "Aylin", "Oskar"})


@dataclass(frozen=True)
class Company:
    name: str
    industry: str
    city: str
    country: str

    @property
    def domain(self) -> str:
        return f"{plain(self.name, '-')}.example"


COMPANIES = tuple(
    Company(*words.split("|"))
    for words in (
        "Havnholm Outdoor|Outdoor shop|Aarhus|DK", "Tindra Cosmetics|Cosmetics|Malmö|SE",
        "Mühlbach Fenster|Windows|Erfurt|DE", "Nordhavn Dental|Dentists|Copenhagen|DK",
        "Fjordglas|Glassware|Ebeltoft|DK",
        "Bergmann Küchen|Kitchens|Kassel|DE", "Valmont Immobilien|Real estate|Düsseldorf|DE",
        "Casa Lindo|Furniture|Valencia|ES", "BoxWerk Studios|Gyms|Berlin|DE", "Lumiq Energy|Solar|Hamburg|DE",
        "Rutini Carsharing|Mobility|Vienna|AT", "Velo Kontor|Bicycles|Bremen|DE",
        "Terra Vita|Supplements|Utrecht|NL", "Grünhof Bio|Organic food|Freiburg|DE",
        "Praxisverbund Elbe|Medical|Dresden|DE", "Brückner Personal|Recruiting|Nuremberg|DE",
        "Papeterie Fuchs|Stationery|Leipzig|DE", "Dr. Abel Zahnmedizin|Dentists|Cologne|DE",
        "Oberland Reisen|Travel|Innsbruck|AT", "Rösterei Altmann|Coffee|Hamburg|DE",
        "Haus Arnika Hotels|Hotels|Salzburg|AT", "Ankerplatz Versicherung|Insurance|Kiel|DE",
        "Pflegedienst Sonnhalde|Home care|Ulm|DE", "Solvang Optik|Opticians|Odense|DK",
        "Quellwerk Software|Software|Munich|DE", "Lundby Cykler|Bicycles|Aalborg|DK",
        "Whitcombe & Rye|Tea|Bristol|GB", "Brightwater Pools|Pools|Austin|US", "Kastrup Interiør|Furniture|Odense|DK",
        "Tulpenhof|Flowers|Haarlem|NL", "Södermalm Studio|Yoga|Stockholm|SE", "Harrow Lane Books|Books|Leeds|GB",
        "Alpenglück Sport|Ski hire|Graz|AT", "Sonnentor Markisen|Awnings|Augsburg|DE",
        "Vestkyst Camping|Camping|Esbjerg|DK", "Olivar del Sur|Olive oil|Seville|ES",
    )
)  # fmt: skip

_FIRST = (
    "Signe", "Mikkel", "Freja", "Lars", "Petra", "Anders", "Hanna", "Felix", "Clara", "Emil", "Sofie", "Jan", "Ines",
    "Paul", "Greta", "Henrik", "Nadja", "Tobias", "Elena", "Marco", "Birgit", "Stefan", "Katrin", "Ole", "Laura",
)  # fmt: skip
_LAST = (
    "Kjær", "Toft", "Holm", "Berg", "Winter", "Sommer", "Lange", "Krüger", "Nyström", "Vogel", "Falk", "Hansen",
    "Weiss", "Moreno", "de Vries", "Bauer", "Lindgren", "Stein", "Møller", "Ritter", "Dahl", "Engel", "Roth", "Busch",
)  # fmt: skip
_WORDS = (
    "Nord", "Süd", "Alpen", "Hafen", "Linden", "Birken", "Stern", "Wald", "Feld", "Insel", "Sonnen", "Kron", "Silber",
    "Falken", "Mond", "Quell",
)  # fmt: skip
_TRADES = (
    ("haus", "Furniture"), ("werk", "Machines"), ("markt", "Food"), ("reisen", "Travel"), ("optik", "Opticians"),
    ("dental", "Dentists"), ("sport", "Sports"), ("energie", "Solar"), ("mode", "Fashion"), ("garten", "Gardens"),
    ("soft", "Software"), ("hotel", "Hotels"),
)  # fmt: skip
_PLACES = (
    ("Copenhagen", "DK"), ("Aarhus", "DK"), ("Hamburg", "DE"), ("Berlin", "DE"), ("Munich", "DE"), ("Cologne", "DE"),
    ("Vienna", "AT"), ("Malmö", "SE"), ("Utrecht", "NL"), ("Valencia", "ES"), ("London", "GB"), ("Boston", "US"),
)  # fmt: skip
_SHARES = (0.14, 0.08, 0.16, 0.14, 0.12, 0.1, 0.07, 0.05, 0.05, 0.04, 0.03, 0.02)


def company(number: int, rng: np.random.Generator) -> Company:
    """The company with a number: a named one of the demo, or a made-up one with the number in its name."""
    if number < len(COMPANIES):
        return COMPANIES[number]
    trade, industry = _TRADES[int(rng.integers(len(_TRADES)))]
    city, country = _PLACES[int(rng.choice(len(_PLACES), p=_SHARES))]
    return Company(f"{_WORDS[int(rng.integers(len(_WORDS)))]}{trade} {number}", industry, city, country)


def person_name(rng: np.random.Generator) -> str:
    return f"{_FIRST[int(rng.integers(len(_FIRST)))]} {_LAST[int(rng.integers(len(_LAST)))]}"
