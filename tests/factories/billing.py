from decimal import Decimal

from accounts.models import Invoice, Payment, PaymentPromise
from tests.factories.base import Factory, SelfAttribute, Sequence, SubFactory
from tests.factories.clients import ClientFactory
from tests.factories.days import DAY, day


class InvoiceFactory(Factory[Invoice]):
    """1,000 euros net of value added tax, due in 30 days."""

    class Meta:
        model = Invoice

    client = SubFactory(ClientFactory)
    number = Sequence(lambda n: f"{n:05d}")
    issued_on = DAY
    due_on = day(30)
    amount = Decimal(1250)
    net = Decimal(1000)
    currency = "EUR"


class CreditNoteFactory(InvoiceFactory):
    """The whole of an invoice, credited."""

    kind = Invoice.Kind.CREDIT
    credits = SubFactory(InvoiceFactory, client=SelfAttribute("..client"))


class PaymentFactory(Factory[Payment]):
    """An invoice paid in full on its due date."""

    class Meta:
        model = Payment

    invoice = SubFactory(InvoiceFactory)
    client = SelfAttribute("invoice.client")
    paid_on = SelfAttribute("invoice.due_on")
    amount = SelfAttribute("invoice.amount")
    currency = SelfAttribute("invoice.currency")


class PaymentPromiseFactory(Factory[PaymentPromise]):
    class Meta:
        model = PaymentPromise

    client = SubFactory(ClientFactory)
    made_on = DAY
    until = day(4)
