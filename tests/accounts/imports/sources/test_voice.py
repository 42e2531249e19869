from datetime import UTC, datetime
from pathlib import Path

import pytest

from accounts.imports.outcomes import Unreadable
from tests.accounts.imports.files import read, written


def test_zero_is_an_answer_and_blank_is_none(tmp_path: Path) -> None:
    text = (
        'response id,score,comment,email,responded at,sent at\n1234567890123456789,0,"bad,\n'
        'very",a@x.example,1704067200,1703980800\n1234567890123456790,,,b@x.example,,1703980800\n'
        "3,11,,c@x.example,1704067200,\n4,,,d@x.example,,\n"
    )
    outcome = read(written(tmp_path, text)).outcome
    zero, silent = outcome.records
    assert (zero.external_id, zero.score, zero.comment) == ("1234567890123456789", 0, "bad,\nvery")
    assert zero.answered_at == datetime(2024, 1, 1, tzinfo=UTC)
    assert (silent.score, silent.answered_at) == (None, None)
    assert [refusal.row for refusal in outcome.refused] == [5]
    assert [left.row for left in outcome.left_out] == [6]


def test_the_question_itself_can_be_the_heading(tmp_path: Path) -> None:
    text = (
        "Timestamp,Email address,How likely are you to recommend us to a friend?,Why?\n"
        "13/01/2024 10:00,a@x.example,9,=cmd()\n"
    )
    (answer,) = read(written(tmp_path, text), "nps-answers").outcome.records
    assert (answer.score, answer.comment) == (9, "=cmd()")


def test_clients_with_several_domains(tmp_path: Path) -> None:
    text = (
        "Client name,Website,Status,Client since,Monthly fee\n"
        'Acme,"https://www.acme.example, acme.test",active,2020-05-01,1500\n,x.example,,,\n'
        "Beta,,dormant,,\n"
    )
    outcome = read(written(tmp_path, text)).outcome
    (client,) = outcome.records
    assert (client.domains, client.status, client.monthly_fee) == (("acme.example", "acme.test"), "active", 1500)
    assert [refusal.row for refusal in outcome.refused] == [3, 4]


def test_contacts(tmp_path: Path) -> None:
    text = (
        "Vorname,Nachname,E-Mail,Firma,Rolle,Entscheider,Ausgeschieden\n"
        "Eva,Öst,eva@acme.example,Acme,CEO,ja,2024-03-31\nEva,,,,,,\n"
    )
    found = read(written(tmp_path, text))
    (contact,) = found.outcome.records
    assert (found.source.key, contact.name, contact.decision_maker) == ("contacts", "Eva Öst", True)
    assert found.outcome.refused[0].row == 3


def test_hubspot_exports(tmp_path: Path) -> None:
    companies = read(
        written(
            tmp_path,
            ("Record ID,Company name,Company Domain Name,Create Date\n9007199254740993,Acme,acme.example,45355\n"),
        )
    )
    contacts = read(
        written(
            tmp_path, ("Record ID,First Name,Last Name,Email,Associated Company\n1,Eva,Öst,eva@acme.example,Acme\n")
        )
    )
    assert (companies.source.key, companies.outcome.records[0].external_id) == ("hubspot-companies", "9007199254740993")
    assert (contacts.source.key, contacts.outcome.records[0].client.name) == ("hubspot-contacts", "Acme")


def test_messages_from_a_list(tmp_path: Path) -> None:
    text = (
        "Date,From,To,Subject,Body\n"
        '2024-01-13T10:00:00Z,Ann <ann@us.example>,eva@acme.example; bo@acme.example,Hi,"When? Why?\n'
        '> old?"\n2024-01-13,,eva@acme.example,Hi,\n'
    )
    outcome = read(written(tmp_path, text)).outcome
    (message,) = outcome.records
    assert (message.sender, message.recipients) == ("ann@us.example", ("eva@acme.example", "bo@acme.example"))
    assert (message.words, message.questions) == (2, 2)
    assert outcome.refused[0].row == 4


def test_calls_from_a_list(tmp_path: Path) -> None:
    text = (
        "Date,Client,Channel,Direction\n2024-01-13 10:00,Acme,Anruf,eingehend\n"
        "2024-01-13 10:00,Acme,pigeon,in\n2024-01-13 10:00,Acme,call,up\n"
    )
    outcome = read(written(tmp_path, text)).outcome
    assert (outcome.records[0].channel, outcome.records[0].direction) == ("call", "in")
    assert [refusal.row for refusal in outcome.refused] == [3, 4]


def test_unknown_headings_are_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="kitten, win"):
        read(written(tmp_path, "kitten,win\n1,2\n"))


def test_a_named_source_says_what_the_file_lacks(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="hours"):
        read(written(tmp_path, "date,client\n2024-01-01,Acme\n"), "hours")
    with pytest.raises(Unreadable, match="no source"):
        read(written(tmp_path, "date,client\n2024-01-01,Acme\n"), "nonsense")
