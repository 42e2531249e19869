"""The command palette finds what a person may reach, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast


def found(cast: Cast, who: str, query: str) -> dict[str, list[str]]:
    page: Any = cast.browser(who).get("/find/", {"q": query}).context["page"]
    return {group.key: [one.label for one in group.found] for group in page.groups}


def test_clients_are_those_the_person_sees(cast: Cast) -> None:
    assert found(cast, "keeper", "a")["clients"] == ["Aalborg Bikes"]
    assert found(cast, "outsider", "a")["clients"] == ["Zealand Zips"]
    assert found(cast, "boss", "a")["clients"] == ["Aalborg Bikes", "Zealand Zips"]


def test_things_to_do_are_for_those_who_may(cast: Cast) -> None:
    assert "Log something about Aalborg Bikes" in found(cast, "keeper", "aalborg")["actions"]
    assert "actions" not in found(cast, "observer", "aalborg")
    assert "Data" not in found(cast, "keeper", "")["pages"]
    assert "Data" in found(cast, "boss", "")["pages"]


@pytest.mark.parametrize(("query", "expected"), [("inb", ["Inbox"]), ("TAS", ["Tasks"]), ("qqq", [])])
def test_pages_are_found_by_a_part_of_their_name(cast: Cast, query: str, expected: list[str]) -> None:
    assert found(cast, "keeper", query).get("pages", []) == expected


def test_the_part_is_a_list_of_options(cast: Cast) -> None:
    part = cast.browser("keeper").get("/find/", {"q": "aal"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert 'role="option"' in part
