"""Pages of playbooks: read by everyone, written by owners and leads, without a line of script."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Client
from signals.models import Playbook, PlaybookRule
from signals.playbooks.library import playbooks
from tests.cast import Cast
from tests.factories import PlaybookFactory, PlaybookRuleFactory, PlayFactory
from tests.factories.days import DAY


def typed(*steps: dict[str, Any], do: str = "save", **head: Any) -> dict[str, Any]:
    """What a browser sends of the form."""
    data = {"name": "Coffee first", "about": "", "signs": ["gone_quiet"], "replaces": "", "steps": len(steps), "do": do}
    for n, step in enumerate(steps):
        whole = {"title": "Call", "kind": "call", "who": "manager", "due": "0"} | step
        data |= {f"step-{n}-{name}": value for name, value in whole.items()}
    return data | head


def titles(answer: Any) -> list[str]:
    return [form["title"].value() for form in answer.context["page"].steps]


def test_the_list_has_every_sign_and_ours_first(cast: Cast) -> None:
    PlaybookFactory(name="Coffee first", signs=["gone_quiet"])
    PlaybookRuleFactory(sign="gone_quiet", playbook="quiet_client")
    page = cast.browser("observer").get("/playbooks/").context["page"]

    (quiet,) = (group for _title, groups in page.sides for group in groups if group.sign == "gone_quiet")
    assert quiet.books[0].name == "Coffee first"
    assert quiet.rule == playbooks()["quiet_client"].name
    assert sum(len(groups) for _title, groups in page.sides) == 31


def test_one_shows_steps_scripts_and_drafts_in_each_language(cast: Cast) -> None:
    text = cast.browser("keeper").get("/playbooks/save_mode/").content.decode()

    assert "Copy and change" not in text
    for language in ("en", "fr", "da", "zh-hans", "de", "es"):
        assert f'lang="{language}"' in text
    assert "within 48 hours" in text


def test_no_playbook_of_that_name_is_404(cast: Cast) -> None:
    for address in ("/playbooks/none/", "/playbooks/none/edit/", "/playbooks/save_mode/edit/"):
        assert cast.browser("boss").get(address).status_code == 404


def test_outcomes_are_counted_and_nothing_is_claimed_of_a_few(cast: Cast) -> None:
    def use() -> Any:
        return cast.browser("keeper").get("/playbooks/save_mode/").context["page"].use

    def ended(client: Client, outcome: str) -> None:
        PlayFactory(playbook="save_mode", client=client, state="done", outcome=outcome, ended_on=DAY)

    PlayFactory(playbook="save_mode", client=cast.client)
    ended(cast.foreign, "mended")  # not theirs to see
    for outcome in ["mended"] * 6 + ["not"] * 3:
        ended(cast.client, outcome)
    assert (use().started, use().running, dict(use().outcomes)["Mended"], use().claim) == (10, 1, 6, "")

    ended(cast.client, "partly")
    assert use().claim == "Mended in 6 of 10."


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        ("add", ["a", "b", "c", None]),
        ("up-1", ["b", "a", "c"]),
        ("down-1", ["a", "c", "b"]),
        ("remove-0", ["b", "c"]),
        ("up-0", ["a", "b", "c"]),
        ("remove-9", ["a", "b", "c"]),
        ("dance", ["a", "b", "c"]),
    ],
)
def test_buttons_move_steps_and_keep_what_was_typed(cast: Cast, do: str, expected: list[str | None]) -> None:
    steps = [{"title": title, "body_da": title * 2} for title in "abc"]
    answer = cast.browser("boss").post("/playbooks/new/", typed(*steps, do=do))

    assert (answer.status_code, titles(answer)) == (200, expected)
    first = answer.context["page"].steps[0]
    assert first["body_da"].value() == first["title"].value() * 2
    assert answer.context["page"].head["name"].value() == "Coffee first"
    assert not Playbook.objects.exists()


def test_one_is_written_and_changed_again(cast: Cast) -> None:
    browser = cast.browser("lead")
    draft = {"subject_da": "Kaffe?", "body_da": "{salutation}"}
    answer = browser.post("/playbooks/new/", typed({"title": "Write", "hours": "48"}, draft))
    assert (answer.status_code, answer.url) == (302, "/playbooks/coffee_first/")  # type: ignore[attr-defined]

    book = playbooks()["coffee_first"]
    assert [(step.title, step.hours) for step in book.steps] == [("Write", 48), ("Call", None)]
    assert book.drafts["step_2"]["da"].body == "{salutation}"

    shown = browser.get("/playbooks/coffee_first/edit/")
    assert titles(shown) == ["Write", "Call"]
    browser.post("/playbooks/coffee_first/edit/", typed({"title": "Only this"}, name="Tea"))
    assert [step.title for step in playbooks()["coffee_first"].steps] == ["Only this"]


@pytest.mark.parametrize(
    ("step", "field", "said"),
    [
        ({"title": ""}, "title", "required"),
        ({"script": "{secret}"}, "script", "not a fact"),
        ({"subject_en": "Hello", "body_en": "You are a risk"}, "body_en", "our own judgement"),
        ({"subject_en": "Pay", "body_en": "{overdue_total}"}, "body_en", "names money"),
        ({"due": "-1"}, "due", "greater than or equal to 0"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(cast: Cast, step: dict[str, Any], field: str, said: str) -> None:
    answer = cast.browser("boss").post("/playbooks/new/", typed(step))

    assert answer.status_code == 422
    assert said in str(answer.context["page"].steps[0].errors[field])


def test_without_a_step_nothing_is_saved(cast: Cast) -> None:
    answer = cast.browser("boss").post("/playbooks/new/", typed())

    assert answer.status_code == 422
    assert "between 1 and 20 steps" in answer.content.decode()


def test_copy_and_change(cast: Cast) -> None:
    answer = cast.browser("boss").post("/playbooks/save_mode/copy/")
    row = Playbook.objects.get()

    assert answer.url == f"/playbooks/{row.key}/edit/"  # type: ignore[attr-defined]
    shown = cast.browser("boss").get(answer.url)  # type: ignore[attr-defined]
    assert len(shown.context["page"].steps) == len(playbooks(everything=True)["save_mode"].steps)
    assert "stands in" in cast.browser("boss").get("/playbooks/save_mode/").content.decode()


def test_switching_off_and_on(cast: Cast) -> None:
    browser = cast.browser("boss")
    browser.post("/playbooks/save_mode/switch/")
    assert "save_mode" not in playbooks()
    assert "Use again" in browser.get("/playbooks/save_mode/").content.decode()

    browser.post("/playbooks/save_mode/switch/", {"on": "1"})
    assert "save_mode" in playbooks()


def rule(n: int, **fields: Any) -> dict[str, Any]:
    return {f"form-{n}-{name}": value for name, value in fields.items()}


def test_rules_are_made_changed_and_removed(cast: Cast) -> None:
    browser = cast.browser("lead")
    management = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0}
    made = rule(0, sign="gone_quiet", playbook="quiet_client", least_loss="1000", active="on")
    assert browser.post("/playbooks/rules/", management | made).status_code == 302
    row = PlaybookRule.objects.get()
    assert (row.sign, row.playbook, row.least_loss, row.active) == ("gone_quiet", "quiet_client", 1000, True)

    management["form-INITIAL_FORMS"] = 1
    browser.post("/playbooks/rules/", management | made | rule(0, id=row.pk, DELETE="on"))
    assert not PlaybookRule.objects.exists()


def test_a_rule_names_a_sign_once_and_a_playbook_in_use(cast: Cast) -> None:
    PlaybookRuleFactory(sign="gone_quiet")
    management = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0}
    for wrong in ({"playbook": "quiet_client"}, {"sign": "low_nps", "playbook": "no_such_book"}):
        data = management | rule(0, **({"sign": "gone_quiet", "active": "on"} | wrong))
        assert cast.browser("boss").post("/playbooks/rules/", data).status_code == 422


def test_a_form_that_never_was_is_harmless(cast: Cast) -> None:
    for nonsense in ({"steps": "many"}, {"steps": "-1", "do": "up-0"}, {"steps": "99999", "do": "add"}):
        answer = cast.browser("boss").post("/playbooks/new/", nonsense)
        assert answer.status_code in {200, 422}
