from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.accounts.imports.files import read, written


def test_a_google_ads_report_with_its_preamble_and_totals(tmp_path: Path) -> None:
    text = (
        'Account report\n"January 1, 2024 - January 31, 2024"\n'
        "Day,Account,Customer ID,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value\n"
        '2024-01-01,Acme,123-456-7890,EUR,"1,234.50","12,000",40,2.00, --\n'
        "2024-01-01,Acme,123-456-7890,EUR,10.50,100,1, --,5.00\n"
        'Total: Account, --, --, --,"1,245.00","12,100",41,2.00,5.00\n'
    )
    found = read(written(tmp_path, text, "utf-16"))
    (result,) = found.outcome.records
    assert (found.source.key, found.table.header_row) == ("google-ads", 3)
    assert (result.account, result.day, result.cost, result.clicks) == (
        "1234567890",
        date(2024, 1, 1),
        Decimal("1245.00"),
        41,
    )
    assert (result.impressions, result.conversions, result.value) == (12100, 2, 5)
    assert [left.row for left in found.outcome.left_out] == [6]


def test_a_german_report(tmp_path: Path) -> None:
    text = (
        "Bericht\n1. Januar 2024\nTag\tKonto\tWährungscode\tKosten\tImpressionen\tKlicks\n"
        "01.01.2024\tBäcker\tEUR\t1.234,50\t12.000\t40\n"
        "Gesamt: Konto\t--\t--\t1.234,50\t12.000\t40\n"
    )
    found = read(written(tmp_path, text, "utf-16"))
    assert (found.outcome.records[0].cost, found.outcome.records[0].impressions) == (Decimal("1234.50"), 12000)
    assert len(found.outcome.left_out) == 1


def test_micros_only_where_the_heading_says_so(tmp_path: Path) -> None:
    micros = read(
        written(tmp_path, ("customer_id,date,clicks,cost_micros,conversions_value\n77,2024-01-13,5,20836690,0\n"))
    )
    plain = read(written(tmp_path, "account id,date,clicks,cost\n77,2024-01-13,5,20836690\n"))
    assert micros.outcome.records[0].cost == Decimal("20.83669")
    assert plain.outcome.records[0].cost == 20836690


def test_a_day_in_two_currencies_is_refused(tmp_path: Path) -> None:
    text = "account id,date,cost,currency\n77,2024-01-13,5,EUR\n77,2024-01-13,5,USD\n"
    assert read(written(tmp_path, text)).outcome.refused[0].row == 3


def test_budgets(tmp_path: Path) -> None:
    text = (
        "Client,Account ID,From,Monthly budget,Currency,Set by\n"
        "Acme,77-1,2024-01-01,5000,EUR,client\nAcme,77-1,2024-02-01,0,EUR,us\n"
        "Acme,77-1,2024-03-01,-5,EUR,us\nAcme,77-1,2024-03-01,5,EUR,cat\n"
    )
    outcome = read(written(tmp_path, text)).outcome
    assert [(record.amount, record.made_by, record.account) for record in outcome.records] == [
        (5000, "them", "771"),
        (0, "us", "771"),
    ]
    assert [refusal.row for refusal in outcome.refused] == [4, 5]


def test_account_users(tmp_path: Path) -> None:
    text = (
        "Account ID,Email,Access level,Granted on,Revoked on\n"
        "77,Eve@Rival.example,Admin,2024-01-13,\n77,nobody,Admin,2024-01-13,\n"
    )
    outcome = read(written(tmp_path, text)).outcome
    assert (outcome.records[0].email, outcome.records[0].revoked_on) == ("eve@rival.example", None)
    assert outcome.refused[0].reason == "This is not an e-mail address."
