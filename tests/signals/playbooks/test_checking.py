"""What a playbook may not say, and that every fault is told at once."""

from __future__ import annotations

from typing import Any

import pytest

from signals.playbooks.checking import InvalidPlaybook, read, secret_words

STEP = {"title": "Call", "kind": "call", "who": "manager", "due": 0}


def given(step: dict[str, Any] | None = None, **head: Any) -> dict[str, Any]:
    return {"key": "ours", "name": "Ours", "signs": ["low_nps"], "side": "churn", "steps": [STEP | (step or {})]} | head


def with_draft(text: str, signs: list[str], language: str = "en") -> dict[str, Any]:
    return given({"draft": "mail"}, signs=signs, drafts={"mail": {language: {"subject": "Hello", "body": text}}})


def fault(wrong: dict[str, Any]) -> str:
    with pytest.raises(InvalidPlaybook) as refusal:
        read(wrong)
    return str(refusal.value)


def test_a_plain_playbook_is_read() -> None:
    assert read(given({"script": "Hello {contact_name}"})).steps[0].script == "Hello {contact_name}"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (given({"script": "{password}"}), "{password} is not a fact"),
        (given({"title": "Call {boss}"}), "{boss} is not a fact"),
        (given({"script": "a { alone"}), "A brace stands alone"),
        (given({"kind": "dance"}), "what kind of step"),
        (given({"who": "nobody"}), "and whose"),
        (given({"due": 999}), "between 0 and 180"),
        (given({"due": "soon"}), "between 0 and 180"),
        (given({"hours": 2}), "a day (24) or more"),
        (given({"draft": "mail"}), "no draft “mail”"),
        (given({"colour": "red"}), "“colour” is not part of a step"),
        (given(weather="fine"), "“weather” is not part of a playbook"),
        (given(steps=[]), "between 1 and 20 steps"),
        (given(side="both"), "one of the two scores"),
        (given(drafts={"mail": {}}), "No step uses the draft"),
        (with_draft("", ["low_nps"]), "needs a subject and a text"),
        (with_draft("Hej", ["low_nps"], "sv"), "we do not write in that language"),
        (with_draft("You are a churn risk", ["low_nps"]), "“churn” is our own judgement"),
    ],
)
def test_what_is_wrong_is_said(wrong: dict[str, Any], said: str) -> None:
    assert said in fault(wrong)


def test_every_fault_is_said_at_once() -> None:
    said = fault(given({"kind": "dance", "script": "{nobody}"}, name=""))

    assert all(words in said for words in ("needs a name", "what kind", "{nobody}"))


def test_amounts_are_named_only_where_money_is_owed() -> None:
    assert "only playbooks for unpaid invoices may" in fault(with_draft("{overdue_total}", ["scope_creep"]))
    assert read(with_draft("{overdue_total}", ["late_payments"])).is_dunning
    assert "{monthly_fee_text} is not a fact" in fault(with_draft("{monthly_fee_text}", ["late_payments"]))


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Your churn score", "en", ["churn", "score"]),
        ("Vi er fire på holdet", "da", []),  # “four”
        ("Der er en Risiko", "da", ["Risiko"]),
        ("您的流失风险", "zh-hans", ["流失", "风险"]),
        ("Scores of clients", "en", []),
    ],
)
def test_words_of_judgement_are_found_in_each_language(text: str, language: str, found: list[str]) -> None:
    assert secret_words(text, language) == found
