"""Every sign has a playbook, every e-mail six languages; the agency's own stand beside or instead of the built-in."""

from __future__ import annotations

import pytest

from signals.playbooks.checking import names_in, secret_words
from signals.playbooks.content import CHURN_SIGNS, FIRE_SIGNS, LANGUAGES, Playbook
from signals.playbooks.library import built_in, free_key, playbook_of, playbooks, playbooks_for, steps_json
from tests.factories import PlaybookFactory

# Both tables of the mission, word for word, and the pattern of a rival agency.
CHURN = (
    "new_account_user", "contact_departed", "low_nps", "gone_quiet", "sudden_questions", "budget_cut", "slow_replies",
    "results_down", "renewal_near", "deliverables_unopened",
)  # fmt: skip
FIRE = (
    "late_payments", "growing_debt", "refuses_prepayment", "haggling", "scope_creep", "time_thief", "unprofitable",
    "micromanagement", "out_of_hours", "disrespect", "ignores_advice", "unrealistic_expectations", "unclear_goals",
    "internal_politics", "grass_is_greener", "erratic_behaviour", "unresponsive", "unethical_request",
)  # fmt: skip
EVERY = pytest.mark.parametrize("book", built_in().values(), ids=lambda book: book.key)


def test_the_tables_are_whole() -> None:
    assert (len(CHURN), len(FIRE)) == (10, 18)
    assert set(CHURN) < set(CHURN_SIGNS)
    assert set(FIRE) < set(FIRE_SIGNS)


@pytest.mark.parametrize("sign", [*CHURN, *FIRE, "rival_agency"])
def test_every_sign_has_a_built_in_playbook_of_its_side(sign: str) -> None:
    fitting = [book for book in built_in().values() if sign in book.signs]

    assert fitting
    assert {book.side for book in fitting} == {"fire" if sign in FIRE else "churn"}


@EVERY
def test_a_playbook_is_named_by_its_file_and_knows_its_signs(book: Playbook) -> None:
    assert built_in()[book.key] is book
    assert set(book.signs) <= {*CHURN_SIGNS, *FIRE_SIGNS}
    assert book.about
    assert [step.number for step in book.steps] == list(range(1, len(book.steps) + 1))


@EVERY
def test_every_email_is_written_in_every_language_with_the_same_facts(book: Playbook) -> None:
    for key, texts in book.drafts.items():
        assert set(texts) == set(LANGUAGES), key
        facts = {language: sorted(set(names_in(text.subject + text.body))) for language, text in texts.items()}
        assert len({tuple(names) for names in facts.values()}) == 1, (key, facts)


@EVERY
def test_no_client_reads_our_judgement(book: Playbook) -> None:
    for texts in book.drafts.values():
        for language, text in texts.items():
            assert secret_words(f"{text.subject}\n{text.body}", language) == []


@EVERY
def test_a_copy_of_a_built_in_says_the_same(book: Playbook, db: None) -> None:
    row = PlaybookFactory(signs=list(book.signs), steps=steps_json(book), replaces=book.key)
    copied = playbooks()[row.key]

    assert [(s.title, s.due, s.hours, s.script) for s in copied.steps] == [
        (s.title, s.due, s.hours, s.script) for s in book.steps
    ]
    assert [copied.draft_of(s, "da") for s in copied.steps] == [book.draft_of(s, "da") for s in book.steps]
    assert copied.side == book.side


def test_save_mode_listens_within_48_hours() -> None:
    steps = built_in()["save_mode"].steps
    call = next(step for step in steps if step.kind == "call")

    assert all(step.hours == 48 for step in steps if step.number <= call.number)


@pytest.mark.django_db
def test_our_own_go_before_the_built_in() -> None:
    ours = PlaybookFactory(signs=["gone_quiet"])

    assert playbooks_for("gone_quiet")[0].key == ours.key
    assert "quiet_client" in [book.key for book in playbooks_for("gone_quiet")]


@pytest.mark.django_db
def test_one_that_stands_in_for_a_built_in_hides_it_and_answers_to_its_key() -> None:
    ours = PlaybookFactory(signs=["gone_quiet"], replaces="quiet_client")

    assert [book.key for book in playbooks_for("gone_quiet")] == [ours.key]
    assert playbook_of("quiet_client") == playbook_of(ours.key)
    assert "quiet_client" in playbooks(everything=True)


@pytest.mark.django_db
def test_what_is_switched_off_is_not_offered() -> None:
    PlaybookFactory(key="save_mode", name="Save mode", steps=[], active=False)
    PlaybookFactory(key="ours", active=False)

    assert not {"save_mode", "ours"} & set(playbooks())
    assert playbooks(everything=True)["save_mode"].steps
    assert playbook_of("save_mode") is None


def test_a_key_is_made_of_the_name_and_is_no_page_of_ours() -> None:
    assert free_key("Coffee first", []) == "coffee_first"
    assert free_key("Coffee first", ["coffee_first"]) == "coffee_first_2"
    assert free_key("Rules", []) == "rules_2"
    assert free_key("咖啡", []) == "playbook"
