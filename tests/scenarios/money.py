"""Invoices, payments, promises and contracts; `amount` is in whole units of money."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Self

from accounts.models import (
    Contract,
    Invoice,
    Payment,
    PaymentPromise,
)
from tests.scenarios.chapter import Chapter
from tests.scenarios.keeping import ago, keep


class Money(Chapter):
    def invoice(
        self, due: int, amount: float = 1000, *, late: int | None = None, currency: str = "EUR", terms: int = 30
    ) -> Self:
        """An invoice due so many days ago, paid in full `late` days after it was due, or not at all."""
        made = Invoice(
            client=self.client,
            number=f"{self.client.pk}-{due}",
            issued_on=ago(due + terms),
            due_on=ago(due),
            amount=Decimal(str(amount)),
            currency=currency,
        )
        keep(made)
        self.last_invoice = made
        return self if late is None else self.pays(amount, days_ago=due - late)

    def invoices(
        self, dues: Sequence[int], amount: float = 1000, *, late: int | None = 0, currency: str = "EUR"
    ) -> Self:
        for due in dues:
            self.invoice(due, amount, late=late, currency=currency)
        return self

    def pays(self, amount: float, days_ago: int) -> Self:
        """A payment of the last invoice told."""
        invoice = self.last_invoice
        assert invoice is not None
        keep(
            Payment(
                client=self.client,
                invoice=invoice,
                paid_on=ago(days_ago),
                amount=Decimal(str(amount)),
                currency=invoice.currency,
            )
        )
        return self

    def credited(self, amount: float, days_ago: int) -> Self:
        """A credit note for a part of the last invoice told."""
        invoice = self.last_invoice
        assert invoice is not None
        keep(
            Invoice(
                client=self.client,
                kind=Invoice.Kind.CREDIT,
                number=f"{invoice.number}-c",
                issued_on=ago(days_ago),
                due_on=ago(days_ago),
                amount=Decimal(str(amount)),
                currency=invoice.currency,
                credits=invoice,
            )
        )
        return self

    def promises(self, made: int, until: int, amount: float | None = None) -> Self:
        """A promise to pay the last invoice told."""
        keep(
            PaymentPromise(
                client=self.client,
                invoice=self.last_invoice,
                made_on=ago(made),
                until=ago(until),
                amount=None if amount is None else Decimal(str(amount)),
            )
        )
        return self

    def contract(self, fee: float | None = 2000, *, since: int = 730, **terms: Any) -> Self:
        monthly = None if fee is None else Decimal(str(fee))
        keep(Contract(client=self.client, monthly_fee=monthly, starts=ago(since), **terms))
        return self
