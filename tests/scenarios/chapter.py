"""The client of a story, and what its chapters share."""

from __future__ import annotations

from accounts.models import AdAccount, Client, Invoice, Observation
from tests.factories import AgencyFactory
from tests.scenarios.keeping import ZONE, ago, keep


class Chapter:
    """One client. Every method of a chapter writes facts and gives the story back."""

    def __init__(self, name: str = "Bakery", *, started: float | None = 730, country: str = "DK") -> None:
        AgencyFactory(zone=ZONE)
        self.client = Client(name=name, country=country, started_on=None if started is None else ago(started))
        self.account: AdAccount | None = None
        self.last_invoice: Invoice | None = None
        self.last_seen: Observation | None = None
        keep(self.client)
