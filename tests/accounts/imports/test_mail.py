import mailbox
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.imports.mail_messages import read_message
from accounts.imports.mail_text import count_questions, count_words, new_text, text_of_html
from accounts.imports.mailboxes import Mailbox
from accounts.imports.outcomes import Refusal, Unreadable
from accounts.imports.reading import read_file
from accounts.imports.records import MessageRecord

PLAIN = (
    "From: Eva <Eva@Acme.example>\nTo: ann@us.example\nDate: Mon, 4 Mar 2024 10:00:00 +0100\n"
    "Subject: Ads\nMessage-ID: <1@acme.example>\n"
)


def message(text: str, encoding: str = "utf-8") -> MessageRecord:
    result = read_message(text.encode(encoding), 1, UTC)
    assert isinstance(result, MessageRecord)
    return result


def test_a_mail_becomes_who_when_and_how_much() -> None:
    mail = message(
        PLAIN + ("Cc: bo@us.example\nReferences: <0@us.example> <00@us.example>\n\nHow much did we spend?\nThanks\n")
    )
    assert (mail.sender, mail.recipients) == ("eva@acme.example", ("ann@us.example", "bo@us.example"))
    assert (mail.sent_at, mail.thread) == (datetime(2024, 3, 4, 9, tzinfo=UTC), "0@us.example")
    assert (mail.words, mail.questions, mail.automatic) == (6, 1, False)


@pytest.mark.parametrize(
    "date", ["Date: yesterday\n", "", "Date: Mon, 4 Mar 1904 10:00:00 +0000\n", "Date: Mon, 99 Mar 2024 10:00\n"]
)
def test_a_mail_without_a_day_is_refused_with_its_number(date: str) -> None:
    text = PLAIN.replace("Date: Mon, 4 Mar 2024 10:00:00 +0100\n", date) + "\nHi\n"
    result = read_message(text.encode(), 7, UTC)
    assert isinstance(result, Refusal)
    assert (result.row, result.column) == (7, "Date")


def test_a_date_without_zone_is_the_agencys() -> None:
    text = PLAIN.replace(" +0100", "") + "\nHi\n"
    result = read_message(text.encode(), 1, ZoneInfo("America/New_York"))
    assert isinstance(result, MessageRecord)
    assert result.sent_at == datetime(2024, 3, 4, 15, tzinfo=UTC)


def test_a_missing_id_is_made_from_the_headers_and_stays() -> None:
    text = PLAIN.replace("Message-ID: <1@acme.example>\n", "")
    first, again, other = (
        message(text + "\nHi\n"),
        message(text + "\nHi again\n"),
        message(text.replace("Ads", "Adz") + "\nHi\n"),
    )
    assert first.external_id == again.external_id != other.external_id


@pytest.mark.parametrize(
    "line",
    ["Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <news.x.example>", "List-Unsubscribe: <https://x.example>",
     "Return-Path: <>", "X-Autoreply: yes"],
)  # fmt: skip
def test_machines_are_told_from_people(line: str) -> None:
    assert message(f"{line}\n{PLAIN}\nHi\n").automatic


@pytest.mark.parametrize(
    "subject", ["Automatic reply: Ads", "Abwesenheitsnotiz", "=?utf-8?q?R=C3=A9ponse_automatique_=3A?="]
)
def test_away_messages_are_automatic(subject: str) -> None:
    assert message(PLAIN.replace("Subject: Ads", f"Subject: {subject}") + "\nHi\n").automatic


def test_robots_are_automatic() -> None:
    assert message(PLAIN.replace("Eva <Eva@Acme.example>", "no-reply@acme.example") + "\nHi\n").automatic


@pytest.mark.parametrize(
    "quoted",
    [
        "On Mon, Apr 2, 2012 at 6:26 PM, Megan <m@x.example> wrote:\n> Is it? Really?",
        "On Mon, Apr 2, 2012 at 6:26 PM, Megan Longname\n<m@x.example> wrote:\n\n> Is it?",
        "Am 02.04.2024 um 10:00 schrieb Eva Öst <eva@x.example>:\n> Geht das?",
        "Le lun. 2 avr. 2024 à 10:00, Eva <eva@x.example> a écrit :\nAlors ?",
        "El lun, 2 abr 2024 a las 10:00, Eva escribió:\n> ¿Sí?",
        "-----Ursprüngliche Nachricht-----\nVon: Eva\nGesendet: Montag\nGeht das?",
        "________________________________\nFrom: Eva\nSent: Monday\nIs it?",
        "From: Eva <eva@x.example>\nSent: Monday\nTo: Ann\nSubject: ?\n\nIs it?",
        "Von: Eva\nGesendet: Montag\nGeht das?",
        "De : Eva\nEnvoyé : lundi\nÇa va ?",
        "-- \nAnn\nWhy not call? https://x.example/?a=1",
        "Sent from my iPhone\n\n> Is it?",
        "Mit freundlichen Grüßen\nAnn\nFragen?",
        "Best regards,\nAnn Bo\nAny questions? Call us",
        "> Is it?\n>> Really?",
    ],
)
def test_only_the_new_text_counts(quoted: str) -> None:
    assert new_text(f"Hello there\n\n{quoted}\n") == "Hello there"


def test_answers_between_the_lines_count() -> None:
    text = "On Mon, 2 Apr 2024, Ann wrote:\n> Shall we?\nYes. And when?\n> Budget?\nThe same\n"
    assert (count_words(new_text(text)), count_questions(new_text(text))) == (5, 1)


def test_questions_in_addresses_are_none() -> None:
    assert count_questions("See https://x.example/?q=1 ok") == 0
    assert count_questions("Really?? Why? (sure?)") == 3


def test_html_is_read_where_there_is_no_plain_text() -> None:
    html = (
        "<style>p{}</style><p>Hello&nbsp;there?</p><div class='gmail_quote'>On x wrote:<"
        "blockquote>Old? text</blockquote></div><p>Bye</p>"
    )
    assert text_of_html(html).split() == ["Hello", "there?", "Bye"]
    mail = message(PLAIN + "Content-Type: text/html; charset=utf-8\n\n" + html)
    assert (mail.words, mail.questions) == (3, 1)


def test_plain_text_is_preferred_and_attachments_are_not_read() -> None:
    letter = (
        "Content-Type: text/plain; charset=iso-8859-1\n"
        "Content-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe an alle\n"
    )
    attached = "Content-Type: text/plain\nContent-Disposition: attachment; filename=x.txt\n\nmuch more text\n"
    body = f"--b\n{letter}--b\n{attached}--b--\n"
    mail = message(f'{PLAIN}Content-Type: multipart/mixed; boundary="b"\n\n{body}')
    assert mail.words == 3


def test_an_unknown_charset_does_no_harm() -> None:
    assert message(PLAIN + "Content-Type: text/plain; charset=martian\n\nHello wörld\n").words == 2


@given(st.binary(max_size=400))
def test_any_bytes_are_a_message_or_a_refusal(noise: bytes) -> None:
    read_message(noise, 1, UTC)
    read_message(PLAIN.encode() + noise, 1, UTC)
    read_message(PLAIN.encode() + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + noise, 1, UTC)


@given(st.text(max_size=300))
def test_any_text_can_be_stripped(text: str) -> None:
    new_text(text_of_html(text))
    new_text(text)


def mbox_of(path: Path, *bodies: str) -> Path:
    path.write_text(
        "".join(
            f"From eva@acme.example Mon Mar  4 10:00:00 2024\n{PLAIN.replace('<1@', f'<{n}@')}\n{body}\n\n"
            for n, body in enumerate(bodies)
        )
    )
    return path


def numbers(path: Path) -> list[str]:
    box = read_file(path)
    assert isinstance(box, Mailbox)
    found = (read_message(raw, number, UTC) for number, raw in enumerate(box.messages(), start=1))
    return [each.external_id for each in found if isinstance(each, MessageRecord)]


def test_an_mbox_gives_every_message(tmp_path: Path) -> None:
    path = mbox_of(tmp_path / "all.txt", "Hi", "One\n\n>From here on\nFrom me too", "Bye")
    assert numbers(path) == ["0@acme.example", "1@acme.example", "2@acme.example"]


def test_a_long_attachment_is_not_held_in_memory(tmp_path: Path) -> None:
    path = mbox_of(tmp_path / "all.mbox", "Hi\n" + "QUJD\n" * 600_000, "Bye")
    box = read_file(path)
    assert isinstance(box, Mailbox)
    assert [len(raw) < 1_100_000 for raw in box.messages()] == [True, True]


def test_a_maildir_as_folder_zip_and_tar(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    for number in range(3):
        box.add((PLAIN.replace("<1@", f"<{number}@") + "\nHi\n").encode())
    with zipfile.ZipFile(tmp_path / "box.zip", "w") as packed:
        for file in sorted((tmp_path / "box").rglob("*")):
            packed.write(file, file.relative_to(tmp_path))
    with tarfile.open(tmp_path / "box.tgz", "w:gz") as tar:
        tar.add(tmp_path / "box", "box")
    expected = {f"{number}@acme.example" for number in range(3)}
    for name in ("box", "box.zip", "box.tgz"):
        assert set(numbers(tmp_path / name)) == expected


def test_a_folder_without_mail_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("nothing")
    with pytest.raises(Unreadable, match="no mail"):
        read_file(tmp_path)
