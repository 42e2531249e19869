"""What a source wants from a table: its fields, and the headings they go by in several languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from accounts.imports.tables import normalise

Kind = Literal[
    "text", "name", "identifier", "email", "domain", "date", "instant", "number", "money", "whole", "score",
    "duration", "yes_no", "currency", "any",
]  # fmt: skip

DATES: frozenset[Kind] = frozenset({"date", "instant"})
NUMBERS: frozenset[Kind] = frozenset({"number", "money", "whole", "duration", "score"})


@dataclass(frozen=True)
class Field:
    """One value of a record. `headings` are written `a|b|c`, best first; `a*` stands for all that begin with it.

    `needed`: the table must have the column. `filled`: no row may leave it blank.
    """

    name: str
    kind: Kind
    headings: str
    needed: bool = False
    filled: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(normalise(word) + ("*" if word.endswith("*") else "") for word in self.headings.split("|"))

    def rank(self, heading: str) -> int | None:
        """How well a normalised heading fits: 0 is best, None not at all."""
        for place, word in enumerate(self.words):
            if word == heading or (word.endswith("*") and heading.startswith(word[:-1])):
                return place
        return None


def required(name: str, kind: Kind, headings: str) -> Field:
    """A field without which a row is no record."""
    return Field(name, kind, headings, needed=True, filled=True)


def match_columns(headings: Sequence[str], fields: Iterable[Field]) -> dict[str, str]:
    """Field name -> heading. A heading serves one field; earlier fields choose first, the left of two equals wins."""
    free = {heading: normalise(heading) for heading in headings}
    columns: dict[str, str] = {}
    for field in fields:
        ranked = [(rank, heading) for heading, word in free.items() if (rank := field.rank(word)) is not None]
        if ranked:
            heading = min(ranked, key=lambda pair: pair[0])[1]
            columns[field.name] = heading
            del free[heading]
    return columns


CLIENT_ID = (
    "client id|customer id|company id|account id|customer number|client number|kundennummer|kunden-id|kundennr|"
    "numéro client|id cliente|código cliente|codice cliente|klantnummer|debtor number|debitor|"
    "debitorennummer|associated company ids|"
    "associated company id|contact id"
)
CLIENT_NAME = (
    "client|client name|customer|customer name|company|company name|account name|organization|"
    "organisation|contact name|"
    "kunde|kundenname|firma|firmenname|unternehmen|auftraggeber|nom du client|société|entreprise|"
    "cliente|nombre del cliente|"
    "empresa|azienda|ragione sociale|klant|klantnaam|bedrijf|kund|klient|nazwa klienta|bill to|billed to|debtor|name"
)
CLIENT_DOMAIN = (
    "domain|domains|company domain name|website|website url|web|webseite|site web|sitio web|domäne|domaine|dominio"
)
EMAIL = (
    "email|email address|e-mail|e-mail address|mail|customer email|billing email|e-mail-adresse|"
    "adresse e-mail|courriel|correo|correo electrónico|indirizzo email|e-mailadres"
)
CURRENCY = (
    "currency|currency code|currency id|währung|währungscode|devise|moneda|divisa|código de moneda|valuta|moeda|waluta"
)
