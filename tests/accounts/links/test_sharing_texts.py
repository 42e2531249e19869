"""The text that goes with a link: in the recipient's language, true about what is noted."""

from __future__ import annotations

import tomllib

import pytest

from accounts.briefing.words import LANGUAGES
from accounts.models import Deliverable, LinkTerms
from accounts.sharing.texts import FOLDER, language_of, message_of
from tests.cast import Cast
from tests.factories import ContactFactory, LinkFactory
from tests.factories.days import day

DISCLOSED, SILENT = LinkTerms(disclosed=True), LinkTerms(disclosed=False)


def entries(language: str) -> dict[str, object]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_for_every_kind(language: str) -> None:
    own, english = entries(language), entries("en")

    assert own.keys() == english.keys()
    assert set(own["body"]) == set(Deliverable.Kind.values)  # type: ignore[call-overload]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_names_the_thing_the_link_and_how_to_say_no(cast: Cast, language: str) -> None:
    contact = ContactFactory(client=cast.client, name="Petra Holm", language=language)
    link = LinkFactory(deliverable__client=cast.client, contact=contact, slug="march", expires_on=day(30))

    message = message_of(link, agency=cast.agency, sender="Keeper", rules=DISCLOSED)

    assert message.language == language
    assert message.subject == link.deliverable.title
    assert "/r/march/\n" in message.body
    assert "/r/march/about/" in message.body
    assert "Petra Holm" in message.body
    assert "{" not in message.body
    assert message.mailto.startswith("mailto:contact")


@pytest.mark.django_db
def test_nothing_is_said_of_noting_where_nothing_is_noted_or_the_agency_says_it_itself(cast: Cast) -> None:
    asked_not = ContactFactory(client=cast.client, untracked=True)
    quiet = LinkFactory(deliverable__client=cast.client, contact=asked_not, slug="quiet")
    plain = LinkFactory(deliverable__client=cast.client, slug="plain")

    assert "about" not in message_of(quiet, agency=cast.agency, sender="K", rules=DISCLOSED).body
    assert "about" not in message_of(plain, agency=cast.agency, sender="K", rules=SILENT).body


@pytest.mark.django_db
def test_a_password_is_announced_and_not_told(cast: Cast) -> None:
    link = LinkFactory(deliverable__client=cast.client, password="md5$salt$hash")

    body = message_of(link, agency=cast.agency, sender="K", rules=SILENT).body

    assert "password" in body
    assert "hash" not in body


@pytest.mark.django_db
def test_the_language_is_the_recipients_then_the_clients_then_ours(cast: Cast) -> None:
    deliverable = LinkFactory(deliverable__client=cast.client).deliverable
    cast.client.language = "da"

    assert language_of(ContactFactory(client=cast.client, language="fr-FR"), deliverable, cast.agency) == "fr"
    deliverable.client = cast.client
    assert language_of(ContactFactory(client=cast.client, language=""), deliverable, cast.agency) == "da"
    cast.client.language = ""
    assert language_of(None, deliverable, cast.agency) in LANGUAGES
