from datetime import UTC, date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from accounts.imports.mapping import Assumptions
from tests.accounts.imports.files import read, written

AR = (
    "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,"
    "Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate\n"
)
XERO = (
    "*ContactName,EmailAddress,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,"
    "InvoiceAmountPaid,InvoiceAmountDue,LineAmount,TaxAmount,*AccountCode,Currency,Type,"
    "Status\n"
)
STRIPE = "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Status,Customer ID,Customer Email,Invoice ID\n"


def test_a_public_receivables_list_reads_as_it_is(tmp_path: Path) -> None:
    text = AR + "391,0379-NEVHP,4/6/2013,0611365,1/2/2013,2/1/2013,55.94,No,1/15/2013,Paper,13,0\n"
    found = read(written(tmp_path, text))
    (invoice,) = found.outcome.records
    assert found.source.key == "receivables"
    assert (invoice.number, invoice.client.external_id) == ("0611365", "0379-NEVHP")
    assert (invoice.issued_on, invoice.due_on, invoice.settled_on) == (
        date(2013, 1, 2),
        date(2013, 2, 1),
        date(2013, 1, 15),
    )
    assert (invoice.total, invoice.paid, invoice.disputed) == (Decimal("55.94"), Decimal("55.94"), False)


def test_a_german_list_in_its_old_code_page(tmp_path: Path) -> None:
    text = (
        "Kunde;Rechnungsnummer;Rechnungsdatum;Fällig am;Bezahlt am;Betrag;Strittig\n"
        "Bäcker;007;13.01.2024;12.02.2024;;1.234,50 €;ja\nSumme;;;;;1.234,50 €;\n"
    )
    found = read(written(tmp_path, text, "cp1252"))
    (invoice,) = found.outcome.records
    assert (invoice.client.name, invoice.number, invoice.total, invoice.currency) == (
        "Bäcker",
        "007",
        Decimal("1234.50"),
        "EUR",
    )
    assert (invoice.settled_on, invoice.disputed) == (None, True)
    assert [left.row for left in found.outcome.left_out] == [3]


def test_impossible_rows_are_refused_with_line_and_reason(tmp_path: Path) -> None:
    text = (
        "Customer,Invoice number,Invoice date,Due date,Amount\n,1,2024-01-01,2024-02-01,5\n"
        "A,,2024-01-01,2024-02-01,5\nA,3,2024-03-01,2024-02-01,5\nA,4,2024-01-01,2024-02-01,five\n"
        "A,5,2024-01-01,2024-02-01,0\n"
    )
    outcome = read(written(tmp_path, text)).outcome
    assert [(refusal.row, refusal.column) for refusal in outcome.refused] == [
        (3, "Invoice number"),
        (5, "Amount"),
        (2, ""),
        (4, ""),
    ]
    assert outcome.records[0].total == 0


def test_a_client_may_be_called_total(tmp_path: Path) -> None:
    text = "Customer,Invoice number,Invoice date,Due date,Amount\nTotal Energies,1,2024-01-01,2024-02-01,5\n"
    assert len(read(written(tmp_path, text)).outcome.records) == 1


def test_xero_lines_make_one_invoice_and_bills_stay_out(tmp_path: Path) -> None:
    text = XERO + (
        "Acme,,INV-1,,01/02/2024,29/02/2024,300.00,100.00,200.00,120.00,30.00,200,GBP,Sales invoice,Awaiting Payment\n"
        "Acme,,INV-1,,01/02/2024,29/02/2024,300.00,100.00,200.00,120.00,30.00,200,GBP,Sales invoice,Awaiting Payment\n"
        "Paper Ltd,,B-9,,01/02/2024,29/02/2024,50.00,0,50.00,50.00,0,400,GBP,Bill,Awaiting Payment\n"
        "Acme,,INV-2,,01/02/2024,29/02/2024,300.00,0,300.00,300.00,0,200,GBP,Sales invoice,Draft\n"
        "Acme,,INV-3,,01/02/2024,29/02/2024,10.00,0,10.00,10.00,0,200,GBP,Sales invoice,Voided\n"
        "Acme,,CN-1,,01/02/2024,,40.00,0,40.00,40.00,0,200,GBP,Sales credit note,Paid\n"
    )
    outcome = read(written(tmp_path, text)).outcome
    assert [(record.number, record.total, record.paid) for record in outcome.records] == [
        ("INV-1", Decimal("300.00"), Decimal("100.00")),
        ("CN-1", Decimal("-40.00"), Decimal(0)),
    ]
    assert [left.row for left in outcome.left_out] == [3, 4, 5, 6]
    assert outcome.refused == []


def test_xero_without_totals_adds_the_lines_up(tmp_path: Path) -> None:
    text = (
        "ContactName,InvoiceNumber,InvoiceDate,DueDate,LineAmount,TaxAmount,AccountCode\n"
        "A,1,2024-01-13,2024-02-13,100,25,200\nA,1,2024-01-13,2024-02-13,10,2.5,200\n"
    )
    assert read(written(tmp_path, text)).outcome.records[0].total == Decimal("137.5")


def test_xero_lines_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    text = XERO + (
        "Acme,,INV-1,,01/02/2024,29/02/2024,300,0,300,,,200,GBP,Sales invoice,Paid\n"
        "Acme,,INV-1,,01/02/2024,29/02/2024,301,0,301,,,200,GBP,Sales invoice,Paid\n"
        "Acme,,INV-2,,13/02/2024,29/02/2024,5,0,5,,,200,GBP,Sales invoice,Paid\n"
        "Acme,,INV-1,,01/02/2024,29/02/2024,300,0,300,,,200,GBP,Sales invoice,Paid\n"
    )
    assert [refusal.row for refusal in read(written(tmp_path, text)).outcome.refused] == [3, 5]


def test_quickbooks_deleted_rows_and_bills_stay_out(tmp_path: Path) -> None:
    text = (
        "id,_deleted,balance,currency_id,customer_id,doc_number,due_date,total_amount,transaction_date\n"
        "1,FALSE,40,USD,77,0012,2024-02-03,100,2024-01-19\n2,TRUE,,USD,,,,,\n"
        "3,FALSE,5,USD,77,,2024-02-03,,2024-01-19\n"
    )
    outcome = read(written(tmp_path, text)).outcome
    (invoice,) = outcome.records
    assert (invoice.external_id, invoice.number, invoice.total, invoice.paid) == ("1", "0012", 100, 60)
    assert ([left.row for left in outcome.left_out], [refusal.row for refusal in outcome.refused]) == ([3], [4])
    bills = read(
        written(tmp_path, ("id,balance,due_date,payable_account_id,total_amount,vendor_id\n9,1,2024-01-01,33,5,6\n"))
    )
    assert (bills.outcome.records, len(bills.outcome.left_out)) == ([], 1)


def test_quickbooks_payments(tmp_path: Path) -> None:
    text = (
        "id,currency_id,customer_id,total_amount,transaction_date,unapplied_amount\n"
        "5,USD,77,403.25,2024-01-30,0\n6,USD,77,0,2024-01-30,0\n"
    )
    outcome = read(written(tmp_path, text)).outcome
    assert [(record.external_id, record.amount) for record in outcome.records] == [("5", Decimal("403.25"))]
    assert len(outcome.left_out) == 1


def test_quickbooks_transaction_report(tmp_path: Path) -> None:
    text = (
        "Acme Agency\nTransaction List\n\n"
        "Date,Transaction Type,Num,Name,Due Date,Amount,Open Balance\n"
        '01/13/2024,Invoice,0101,Beta,02/12/2024,"1,500.00",500.00\n'
        '01/20/2024,Payment,,Beta,,"-1,000.00",0\n01/21/2024,Bill,7,Paper,02/01/2024,-20.00,\n'
        'TOTAL,,,,,"480.00",\n'
    )
    outcome = read(written(tmp_path, text)).outcome
    invoice, payment = outcome.records
    assert (invoice.number, invoice.total, invoice.paid) == ("0101", 1500, 1000)
    assert (payment.amount, payment.paid_on) == (1000, date(2024, 1, 20))
    assert [left.row for left in outcome.left_out] == [8, 7]


def test_stripe_payments_with_refund_in_european_dress(tmp_path: Path) -> None:
    rows = (
        "ch_1;2024-02-18 23:30;1.250,50;250,50;eur;TRUE;Paid;cus_1;a@x.example;in_1\r\n"
        "ch_2;2024-02-18 10:00;5,00;0,00;eur;FALSE;Failed;cus_1;;\r\n"
    )
    text = STRIPE.replace(",", ";").replace("\n", "\r\n") + rows
    found = read(written(tmp_path, text), assumptions=Assumptions(zone=ZoneInfo("Europe/Copenhagen")))
    paid, refund = found.outcome.records
    assert (paid.amount, paid.currency, paid.paid_on, paid.invoice) == (
        Decimal("1250.50"),
        "EUR",
        date(2024, 2, 19),
        "in_1",
    )
    assert (refund.external_id, refund.amount) == ("ch_1:refund", Decimal("-250.50"))
    assert len(found.outcome.left_out) == 1


def test_stripe_records_hold_the_smallest_coin(tmp_path: Path) -> None:
    text = (
        "id,amount,amount_refunded,balance_transaction_id,captured,created,currency,customer_id,livemode,paid,status\n"
        "ch_1,4071,0,t,TRUE,2024-02-18 14:06:48,usd,cus_1,TRUE,TRUE,succeeded\n"
        "ch_2,4071,0,t,TRUE,2024-02-18 14:06:48,jpy,cus_1,TRUE,TRUE,succeeded\n"
    )
    assert [record.amount for record in read(written(tmp_path, text)).outcome.records] == [
        Decimal("40.71"),
        Decimal(4071),
    ]


def test_stripe_invoices(tmp_path: Path) -> None:
    text = (
        "id,Amount Due,Currency,Customer,Date (UTC),Due Date (UTC),Number,Paid,Subtotal,Total,Status\n"
        "in_1,120.00,eur,cus_1,2024-01-13 10:00,2024-01-27 10:00,A-001,FALSE,100.00,120.00,open\n"
        "in_2,120.00,eur,cus_1,2024-01-13 10:00,,A-002,TRUE,100.00,120.00,void\n"
    )
    outcome = read(written(tmp_path, text), assumptions=Assumptions(zone=UTC)).outcome
    (invoice,) = outcome.records
    assert (invoice.external_id, invoice.number, invoice.due_on, invoice.paid) == (
        "in_1",
        "A-001",
        date(2024, 1, 27),
        0,
    )
    assert len(outcome.left_out) == 1


def test_plain_payments(tmp_path: Path) -> None:
    text = (
        "Payment date,Invoice number,Customer,Amount\n2024-01-13,0042,Acme,50\n"
        "2024-01-14,0042,Acme,50\n2024-01-14,0042,Acme,50\n"
    )
    found = read(written(tmp_path, text))
    assert found.source.key == "payments"
    assert len({record.external_id for record in found.outcome.records}) == 3


def test_exchange_rates(tmp_path: Path) -> None:
    found = read(written(tmp_path, "date,currency,rate\n2024-01-01,USD,0.92\n2024-01-01,SEK,0\n"))
    assert found.outcome.records[0].rate == Decimal("0.92")
    assert found.outcome.refused[0].row == 3
