"""Guesses about a mailbox: made only where plain, and said."""

from accounts.imports.mail_sides import label_of, label_of_name, mailbox_owner

PUBLIC = frozenset({"gmail.com"})


def mails(*others: str, owner: str = "jo@agency.example") -> list[list[str]]:
    return [[owner, f"anna@{other}"] for other in others]


def test_the_domain_in_every_message_owns_the_mailbox() -> None:
    assert (
        mailbox_owner(mails("a.example", "b.example", "c.example", "d.example", "e.example"), PUBLIC)
        == "agency.example"
    )


def test_a_public_hoster_is_owned_by_the_address() -> None:
    found = mailbox_owner(
        mails("a.example", "b.example", "c.example", "d.example", "e.example", owner="me@gmail.com"), PUBLIC
    )
    assert found == "me@gmail.com"


def test_two_who_are_always_there_are_no_answer() -> None:
    assert mailbox_owner(mails("a.example", "a.example", "a.example", "a.example", "a.example"), PUBLIC) is None


def test_a_handful_of_messages_is_no_answer() -> None:
    assert mailbox_owner(mails("a.example", "b.example"), PUBLIC) is None


def test_the_name_in_a_domain_is_compared_with_the_name_of_a_company() -> None:
    assert label_of("mail.acme-tools.co.uk") == label_of_name("Acme Tools, Ltd.") == "acmetools"
    assert label_of("acme.example") == "acme"
    assert label_of_name("3M") == ""
