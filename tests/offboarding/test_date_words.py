import ast
import datetime as dt
from pathlib import Path

import pytest

from offboarding.date_words import ASK, WORDS, said
from offboarding.endings import Value, note

SOURCES = ("offboarding/endings.py", "offboarding/dates.py")
VALUES: dict[str, Value] = {
    "contract": "Ads", "end": dt.date(2027, 3, 31), "received": dt.date(2026, 12, 31), "day": dt.date(2027, 3, 31),
    "cured": dt.date(2027, 1, 2), "length": 3, "days": 5, "numbers": "17, 18", "count": 2,
}  # fmt: skip


def keys() -> set[str]:
    """Every key that the calculation gives to `note`, from its source; those it puts together included."""
    calls = (
        node
        for name in SOURCES
        for node in ast.walk(ast.parse(Path(name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "note"
    )
    literal = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    made = {f"notice_{unit}" for unit in ("days", "business", "months")}
    chosen = {"fixed_term", "fixed_term_with_notice", "cycle", "receivables", "settled_cycle", "handover"}
    return {str(key) for key in literal} | made | chosen


def test_everything_that_is_said_of_dates_has_words_and_nothing_else() -> None:
    assert set(WORDS) == keys()
    assert set(WORDS) > ASK


@pytest.mark.parametrize("key", sorted(WORDS))
def test_a_sentence_uses_the_values_it_is_given(key: str) -> None:
    sentence = said(note(key, **VALUES))

    assert "%(" not in sentence
    assert sentence.endswith(".")


def test_a_single_month_is_not_several() -> None:
    assert said(note("notice_months", **{**VALUES, "length": 1})).startswith("1 month of")
