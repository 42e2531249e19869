from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from accounts.imports.outcomes import Unreadable
from accounts.imports.service import import_file
from accounts.models import Client, ImportBatch, Invoice, Mark, Payment
from clienthealth.core.clock import now
from tests.accounts.imports.files import written
from tests.factories import AgencyFactory, ClientFactory, UserFactory

pytestmark = pytest.mark.django_db

HEAD = "Customer,Email,Invoice number,Invoice date,Due date,Settled date,Amount,Disputed,Currency\n"
ACME = "Acme,pay@acme.example,0042,2024-01-31,2024-02-29,2024-03-10,1200.50,No,EUR\n"
OPEN = "Acme,pay@acme.example,0043,2024-02-29,2024-03-31,,900.00,Yes,EUR\n"


@pytest.fixture(autouse=True)
def agency() -> None:
    AgencyFactory()


def past_rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}past")
        return int(cursor.fetchone()[0])


def test_a_list_becomes_clients_invoices_and_payments(tmp_path: Path) -> None:
    report = import_file(written(tmp_path, HEAD + ACME + OPEN))
    client = Client.objects.get()
    invoice = Invoice.objects.get(number="0042")
    payment = Payment.objects.get()
    assert (client.name, client.domains, client.source) == ("Acme", ["acme.example"], "list")
    assert (invoice.client, invoice.amount, invoice.due_on) == (client, Decimal("1200.50"), date(2024, 2, 29))
    assert (payment.invoice, payment.paid_on, payment.amount) == (invoice, date(2024, 3, 10), Decimal("1200.50"))
    assert Invoice.objects.get(number="0043").disputed
    assert (report.created, report.new_clients, report.refused) == (4, 1, 0)
    assert report.totals["invoices"] == {"EUR": [2, "2100.50"]}


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + ACME + OPEN)
    import_file(path)
    Mark.objects.all().delete()
    before = list(Invoice.objects.order_by("pk").values())
    report = import_file(path)
    assert (report.created, report.updated, report.same) == (0, 0, 3)
    assert list(Invoice.objects.order_by("pk").values()) == before
    assert (Mark.objects.count(), past_rows("accounts_invoice"), past_rows("accounts_payment")) == (0, 0, 0)


def test_a_dry_run_writes_nothing_and_says_what_would_be_written(tmp_path: Path) -> None:
    Mark.objects.all().delete()
    dry = import_file(written(tmp_path, HEAD + ACME), dry_run=True)
    assert (Client.objects.count(), Invoice.objects.count(), Mark.objects.count()) == (0, 0, 0)
    wet = import_file(written(tmp_path, HEAD + ACME))
    assert (dry.counts, dry.totals, dry.new_client_names) == (wet.counts, wet.totals, wet.new_client_names)


def test_a_changed_row_is_updated_and_its_past_kept(tmp_path: Path) -> None:
    import_file(written(tmp_path, HEAD + ACME + OPEN))
    report = import_file(written(tmp_path, HEAD + ACME + OPEN.replace("900.00,Yes", "950.00,No")))
    invoice = Invoice.objects.get(number="0043")
    assert (report.created, report.updated, report.same) == (0, 1, 2)
    assert (invoice.amount, invoice.disputed) == (Decimal(950), False)
    assert past_rows("accounts_invoice") == 1


def test_the_batch_knows_who_and_what_it_made(tmp_path: Path) -> None:
    person = UserFactory()
    import_file(written(tmp_path, HEAD + ACME), by=person)
    batch = ImportBatch.objects.get()
    invoice = Invoice.objects.get()
    assert (batch.state, batch.by, batch.learnt_at) == ("done", person, invoice.recorded_at)
    assert batch.spans["accounts_invoice"] == [invoice.pk, invoice.pk]


def test_history_is_known_when_it_happened_where_declared(tmp_path: Path) -> None:
    import_file(written(tmp_path, HEAD + ACME), as_known=True)
    invoice, payment = Invoice.objects.get(), Payment.objects.get()
    assert (invoice.known_at.date(), payment.known_at.date()) == (date(2024, 1, 30), date(2024, 3, 9))
    assert invoice.recorded_at > invoice.known_at
    assert Client.objects.get().known_at == invoice.known_at  # or past weeks would have no one to score


def test_without_the_declaration_it_is_known_from_now_on(tmp_path: Path) -> None:
    import_file(written(tmp_path, HEAD + ACME))
    invoice = Invoice.objects.get()
    assert invoice.known_at == invoice.recorded_at
    assert Client.objects.get().known_at == invoice.recorded_at


def test_known_clients_are_found_by_id_then_name_then_domain(tmp_path: Path) -> None:
    by_name = ClientFactory(name="ACME")
    by_domain = ClientFactory(name="Something else", domains=["beta.example"])
    text = HEAD + ACME + ACME.replace("Acme", "Beta").replace("acme.example", "beta.example").replace("0042", "7")
    import_file(written(tmp_path, text))
    assert Client.objects.count() == 2
    assert Invoice.objects.get(number="0042").client == by_name
    assert Invoice.objects.get(number="7").client == by_domain


def test_a_public_mail_hoster_makes_nobody_the_same(tmp_path: Path) -> None:
    ClientFactory(name="Somebody", domains=["gmail.com"])
    import_file(written(tmp_path, HEAD + ACME.replace("acme.example", "gmail.com")))
    assert Client.objects.get(name="Acme").domains == []


def test_a_near_match_is_asked_about_and_its_rows_wait(tmp_path: Path) -> None:
    ClientFactory(name="Acme GmbH")
    report = import_file(written(tmp_path, HEAD + ACME))
    assert Invoice.objects.count() == 0
    assert report.questions[0]["name"] == "Acme"
    assert "Acme GmbH" in report.refusals[0][3]


def test_a_customer_id_is_remembered_for_the_next_file(tmp_path: Path) -> None:
    known = ClientFactory(name="Acme")
    head, row = HEAD.replace("Email", "Customer ID"), ACME.replace("pay@acme.example", "C-7")
    import_file(written(tmp_path, head + row))
    import_file(written(tmp_path, head + row.replace("Acme", "Acme renamed").replace("0042", "0050")))
    assert Invoice.objects.get(number="0050").client == known


def test_two_customers_of_one_name_are_not_made_one(tmp_path: Path) -> None:
    head, row = HEAD.replace("Email", "Customer ID"), ACME.replace("pay@acme.example", "C-7")
    report = import_file(written(tmp_path, head + row + row.replace("C-7", "C-8").replace("0042", "0050")))
    assert (Invoice.objects.count(), report.refused) == (1, 1)


def test_a_number_given_twice_is_left_out_or_refused(tmp_path: Path) -> None:
    report = import_file(written(tmp_path, HEAD + ACME + ACME + ACME.replace("1200.50", "7.00")))
    assert Invoice.objects.get().amount == Decimal("1200.50")
    assert Payment.objects.get().amount == Decimal("1200.50")
    assert [row for row, *_rest in report.refusals] == [4]
    assert sum(report.left_out.values()) == 1


def test_all_rows_or_none(tmp_path: Path) -> None:
    report = import_file(written(tmp_path, HEAD + ACME + OPEN.replace("900.00", "much")), only_whole=True)
    assert (Invoice.objects.count(), Client.objects.count()) == (0, 0)
    assert report.stopped
    assert ImportBatch.objects.get().state == "failed"


def test_amounts_the_book_cannot_hold_are_refused(tmp_path: Path) -> None:
    report = import_file(written(tmp_path, HEAD + ACME.replace("1200.50", "1200.555") + OPEN))
    assert (report.refused, Invoice.objects.count()) == (1, 1)
    assert "two decimals" in report.refusals[0][3]


def test_what_was_paid_without_a_day_counts_until_the_payment_comes(tmp_path: Path) -> None:
    invoices = "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountDue,AccountCode,Currency\n"
    import_file(written(tmp_path, invoices + "Acme,INV-1,2024-01-13,2024-02-13,100,40,200,EUR\n"))
    assumed = Payment.objects.get()
    assert (assumed.amount, assumed.paid_on) == (Decimal(60), date(2024, 2, 13))
    paid = "Payment date,Invoice number,Amount,Currency\n2024-03-01,INV-1,25,EUR\n"
    import_file(written(tmp_path, paid))
    assert sorted(Payment.objects.values_list("amount", flat=True)) == [25, 35]
    import_file(written(tmp_path, invoices + "Acme,INV-1,2024-01-13,2024-02-13,100,40,200,EUR\n"))
    assert sorted(Payment.objects.values_list("amount", flat=True)) == [25, 35]
    import_file(written(tmp_path, paid + "2024-03-02,INV-1,35,EUR\n"))
    assert sorted(Payment.objects.values_list("amount", flat=True)) == [25, 35]
    assert set(Payment.objects.values_list("paid_on", flat=True)) == {date(2024, 3, 1), date(2024, 3, 2)}


def test_credit_notes_and_zeros(tmp_path: Path) -> None:
    import_file(written(tmp_path, HEAD + ACME.replace("1200.50", "-50.00") + OPEN.replace("900.00", "0")))
    credit, zero = Invoice.objects.order_by("number")
    assert (credit.kind, credit.amount, zero.amount) == ("credit", Decimal(50), Decimal(0))
    assert Payment.objects.count() == 0


def test_formulas_and_quotes_survive(tmp_path: Path) -> None:
    nasty = '"=cmd|\' /C calc\'!A0, ""x"" \\. \t;"'
    import_file(written(tmp_path, HEAD + ACME.replace("Acme", nasty, 1)))
    assert Client.objects.get().name == "=cmd|' /C calc'!A0, \"x\" \\. ;"


def test_an_unreadable_file_leaves_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="empty"):
        import_file(written(tmp_path, ""))
    assert "empty" in ImportBatch.objects.get().failure


def test_rows_recorded_now_carry_the_databases_clock(tmp_path: Path) -> None:
    import_file(written(tmp_path, HEAD + ACME))
    assert abs((now() - Invoice.objects.get().recorded_at).total_seconds()) < 60
