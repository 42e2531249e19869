"""Their ad account: what it spends, and who may enter it."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from accounts.models import (
    AccountAccess,
    AdAccount,
    AdResult,
    Budget,
    ManagerLink,
    Relation,
)
from tests.scenarios.chapter import Chapter
from tests.scenarios.keeping import ago, keep


class Advertising(Chapter):
    def ad_account(self, number: str = "1", currency: str = "EUR") -> AdAccount:
        """The ad account that later facts are about."""
        self.account = AdAccount(client=self.client, number=f"{self.client.pk}-{number}", currency=currency)
        keep(self.account)
        return self.account

    def spends(
        self, daily: float, *, since: int, until: int = 0, results: float | None = 4, currency: str = "EUR"
    ) -> Self:
        """So much a day on the ad account, with so many results a day."""
        account = self.account or self.ad_account(currency=currency)
        keep(
            *(
                AdResult(
                    client=self.client,
                    ad_account=account,
                    occurred_on=ago(n),
                    cost=Decimal(str(daily)),
                    conversions=None if results is None else Decimal(str(results)),
                    currency=currency,
                )
                for n in range(since, until - 1, -1)
            )
        )
        return self

    def budget(self, monthly: float, days_ago: int, *, made_by: str = "client", currency: str = "EUR") -> Self:
        keep(
            Budget(
                client=self.client,
                ad_account=self.account or self.ad_account(currency=currency),
                starts=ago(days_ago),
                monthly=Decimal(str(monthly)),
                currency=currency,
                made_by=made_by,
            )
        )
        return self

    def lets_in(
        self,
        who: str,
        days_ago: int,
        relation: Relation,
        *,
        announced: bool = False,
        until: int | None = None,
        role: str = "",
    ) -> Self:
        keep(
            AccountAccess(
                client=self.client,
                ad_account=self.account or self.ad_account(),
                email=who,
                role=role,
                granted_on=ago(days_ago),
                revoked_on=None if until is None else ago(until),
                relation=relation,
                announced=announced,
            )
        )
        return self

    def links_manager(self, name: str, days_ago: int, *, until: int | None = None, announced: bool = False) -> Self:
        keep(
            ManagerLink(
                client=self.client,
                ad_account=self.account or self.ad_account(),
                manager_number="987-654-3210",
                manager_name=name,
                linked_on=ago(days_ago),
                unlinked_on=None if until is None else ago(until),
                announced=announced,
            )
        )
        return self
