"""Every template renders with the contract's values, and nothing in it breaks the security policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at:UserWarning")]
PAGES = (
    "/", "/empty/", "/unscored/", "/portfolio/", "/clients/1/", "/clients/sealed/", "/clients/1/timeline/",
    "/clients/1/money/", "/clients/1/communication/", "/clients/1/evidence/any/", "/imports/",
    "/errors/403/", "/errors/404/", "/errors/429/", "/errors/500/", "/account/login/", "/account/password/reset/",
)  # fmt: skip
INLINE_STYLE = re.compile(r"\sstyle\s*=|<style", re.IGNORECASE)
INLINE_HANDLER = re.compile(r"<[^>]+\son[a-z]+\s*=", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*(?:\ssrc=|application/json))", re.IGNORECASE)


@pytest.fixture
def visitor() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF="tests.preview.urls"):
        yield Client()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_inline(visitor: Client, path: str) -> None:
    html = visitor.get(path).content.decode()

    assert "<h1" in html
    assert not INLINE_STYLE.search(html)
    assert not INLINE_HANDLER.search(html)
    assert not INLINE_SCRIPT.search(html)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_and_unique_ids(visitor: Client, path: str) -> None:
    html = visitor.get(path).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert html.count("<h1") == 1
    assert len(ids) == len(set(ids))


def test_a_part_comes_without_the_page(visitor: Client) -> None:
    html = visitor.get("/clients/1/evidence/any/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in html
    assert "automatic reply" in html


def test_a_sealed_side_shows_the_seal_alone(visitor: Client) -> None:
    html = visitor.get("/clients/sealed/").content.decode()
    side = html.split("ch-key--fire", 1)[1].split('<dl class="ch-facts"', 1)[0]

    assert "Sealed" in side
    assert not re.search(r"of 100|in 4 weeks|A good client", side)


def test_the_points_shown_add_up(visitor: Client) -> None:
    html = visitor.get("/clients/1/").content.decode()
    shown = re.findall(r'ch-why__points" title="[^"]*">([+−\d]+)<', html)
    numbers = [int(text.replace("−", "-").replace("+", "")) for text in shown]

    assert sum(numbers[:-1]) == numbers[-1] == 84


def test_a_refused_form_says_why(visitor: Client) -> None:
    answer = visitor.post("/clients/1/log/note/", {}, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
