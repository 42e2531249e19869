"""Names of links, and where links may lead."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.links.checks import REFUSED, clean_target
from accounts.links.slugs import ALPHABET, LENGTH, RESERVED, clean_slug, random_slug
from accounts.links.targets import RefusedTargetError, check_target, host_of, with_utm
from tests.factories import LinkFactory

OWN = "https://health.example"
WORDS = st.text(st.characters(codec="utf-8"), max_size=40)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("javascript:alert(1)", "scheme"),
        ("data:text/html,hello", "scheme"),
        ("ftp://files.example/a", "scheme"),
        ("//files.example/a", "scheme"),
        ("files.example/a", "scheme"),
        ("https:///a", "host"),
        ("https:files.example", "host"),
        ("https://user:secret@files.example/", "credentials"),
        ("https://files.example@evil.example/", "credentials"),
        ("https://files.example\\@evil.example/", "control"),
        ("https://files.example/a\r\nSet-Cookie: a=b", "control"),
        ("https://files.example/a b", "control"),
        ("https://files.example/\u202egpj.exe", "control"),
        ("https://fi\u200bles.example/", "control"),
        ("https://stra\u00dfe.example/", "host"),
        ("https://files..example/", "host"),
        ("https://[::1/", "host"),
        ("https://files.example:99999/", "port"),
        ("https://files.example:0/", "port"),
        (f"{OWN}/r/abc/", "ours"),
        ("HTTPS://HEALTH.example:443/%72/abc", "ours"),
        ("https://files.example/" + "a" * 2000, "too_long"),
        ("https://files.example/" + "é" * 700, "too_long"),
    ],
)
def test_what_two_programs_could_read_differently_is_refused(said: str, code: str) -> None:
    with pytest.raises(RefusedTargetError) as refusal:
        check_target(said, own=OWN)
    assert refusal.value.code == code
    assert code in REFUSED


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (" https://files.example/a?b=c#d ", "https://files.example/a?b=c#d"),
        ("HTTP://Files.Example:8080/A", "http://files.example:8080/A"),
        ("https://bücher.example/größe?q=ü", "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe?q=%C3%BC"),
        ("https://例子.example/报告", "https://xn--fsqu00a.example/%E6%8A%A5%E5%91%8A"),
        ("https://files.example/a%20b?x=%2F", "https://files.example/a%20b?x=%2F"),
        ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443/"),
        (f"{OWN}/reports/1", f"{OWN}/reports/1"),
        ("https://files.example/r/abc", "https://files.example/r/abc"),
    ],
)
def test_a_good_target_is_written_so_that_it_stands_in_a_header(said: str, kept: str) -> None:
    assert check_target(said, own=OWN) == kept
    assert check_target(kept, own=OWN) == kept


@given(WORDS, WORDS, WORDS)
def test_whatever_is_accepted_is_plain_ascii_and_keeps_its_host(host: str, path: str, query: str) -> None:
    try:
        clean = check_target(f"https://{host}/{path}?{query}")
    except RefusedTargetError:
        return
    assert clean.isascii()
    assert clean.isprintable()
    assert " " not in clean
    assert "@" not in host_of(clean)
    assert check_target(clean) == clean


def test_campaign_parameters_join_what_is_there_and_never_override_it() -> None:
    utm = {"utm_source": "report", "utm_medium": "e mail", "utm_term": "", "other": "x"}
    there = with_utm("https://files.example/a?b=1&utm_source=theirs&c=#top", utm)

    assert there == "https://files.example/a?b=1&utm_source=theirs&c=&utm_medium=e+mail#top"
    assert (
        with_utm("https://files.example/a#top", {"utm_source": "r&d"}) == "https://files.example/a?utm_source=r%26d#top"
    )
    assert with_utm("https://files.example/a?UTM_Source=x", utm).count("ource=") == 1
    assert with_utm("https://files.example/a?b#", {}) == "https://files.example/a?b"


@given(st.dictionaries(st.sampled_from(["utm_source", "utm_campaign"]), WORDS))
def test_no_campaign_parameter_changes_the_host(utm: dict[str, str]) -> None:
    there = with_utm("https://files.example/a?b=1#top", utm)

    assert urlsplit(there)[:3] == ("https", "files.example", "/a")
    assert urlsplit(there).fragment == "top"
    assert ("b", "1") in parse_qsl(urlsplit(there).query)


def test_a_refusal_is_said_in_words_for_people() -> None:
    with pytest.raises(ValidationError, match=r"http://"):
        clean_target("javascript:alert(1)")
    with pytest.raises(ValidationError, match="2000"):
        clean_target("https://a.example/" + "a" * 2000)


@pytest.mark.django_db
def test_a_drawn_name_has_seven_letters_that_nobody_mixes_up() -> None:
    drawn = {random_slug() for _ in range(50)}

    assert len(drawn) == 50
    assert {len(slug) for slug in drawn} == {LENGTH}
    assert set("".join(drawn)) <= set(ALPHABET)
    assert not set("01ilouaei") & set(ALPHABET)


@pytest.mark.django_db
def test_an_own_name_is_lower_case_and_new() -> None:
    link = LinkFactory(slug="march-report", archived_at="2026-03-01T12:00:00Z")

    assert clean_slug(" April-Report ") == "april-report"
    assert clean_slug("March-Report", of=link) == "march-report"
    with pytest.raises(ValidationError, match="Old mails"):
        clean_slug("March-Report")
    link.delete()
    with pytest.raises(ValidationError, match="Old mails"):
        clean_slug("march-report")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said", ["ab", "a" * 61, "a b", "-ab", "ab-", "a--b", "rapport_1", "größe", "a/b", *sorted(RESERVED)]
)
def test_what_cannot_be_a_name_is_refused(said: str) -> None:
    with pytest.raises(ValidationError):
        clean_slug(said)
