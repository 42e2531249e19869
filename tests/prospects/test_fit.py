from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prospects.content import Field, Question, Questionnaire, join
from prospects.facts import facts_of, fee_edges, kindest
from prospects.fit import Fit, figure_of, fit, is_within, span
from prospects.library import built_in
from prospects.reading import choices
from tests.prospects.replies import MARKS, PLAIN

BASE = built_in()["base"]
EVERYTHING = join(list(built_in().values()))
FLOOR = Decimal(3000)


def judged(data: dict[str, Any], marks: dict[str, int] | None = None, *, form: Questionnaire = BASE,
           points: dict[str, int] | None = None, floor: Decimal | None = FLOOR) -> Fit:  # fmt: skip
    facts = facts_of(form, data, marks or {}, fee_edges(floor), floor)
    return fit(form, facts, data, points or {})


def values_for(one: Field) -> st.SearchStrategy[Any]:
    if one.kind == "many":
        return st.lists(st.sampled_from(one.options), max_size=one.most or None, unique=True)
    known = choices(one)
    return st.sampled_from(["", *known]) if known else st.sampled_from(["", "something"])


ANSWERS = st.fixed_dictionaries({name: values_for(one) for name, one in EVERYTHING.fields.items()})
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
ALL_MARKS = st.dictionaries(st.sampled_from([rubric.key for rubric in BASE.rubrics]), st.integers(0, 2))


@unhurried
@given(ANSWERS, ALL_MARKS)
def test_the_points_shown_add_up_and_explain_the_figure(data: dict[str, Any], marks: dict[str, int]) -> None:
    found = judged(data, marks, form=EVERYTHING)

    assert sum(row.points for row in found.rows) == found.total
    assert found.figure is None or found.figure == figure_of(found.total)
    assert sum((points for _kind, points in found.kinds), Decimal(0)) == sum(
        row.points for row in found.rows if row.kinds
    )


@unhurried
@given(ANSWERS, ALL_MARKS)
def test_nothing_is_ever_clipped(data: dict[str, Any], marks: dict[str, int]) -> None:
    assert 1 <= figure_of(judged(data, marks, form=EVERYTHING).total) <= 89


def test_the_best_and_the_worst_form() -> None:
    low, high = span(BASE.rules, {})

    assert (figure_of(low), figure_of(high)) == (1, 89)
    assert is_within(BASE.rules, {})
    assert not is_within(BASE.rules, {"goal_agreed": 80})


@unhurried
@given(ANSWERS, ALL_MARKS, st.sampled_from(BASE.questions))
def test_what_is_not_answered_costs_nothing(data: dict[str, Any], marks: dict[str, int], question: Question) -> None:
    """Without the answers to one question it has no points, and no other one has fewer."""
    gone = {name for one in question.fields for name in one.names}
    before, after = judged(data, marks), judged({k: v for k, v in data.items() if k not in gone}, marks)

    assert points_of(after, question.key) == 0
    assert all(points_of(after, other.key) >= min(0, points_of(before, other.key)) for other in BASE.questions)


def points_of(found: Fit, question: str) -> int:
    return sum(row.points for row in found.rows if row.question == question)


def test_the_plain_reply_of_the_guide() -> None:
    found = judged(PLAIN, MARKS)

    assert (found.total, found.figure, found.coverage, found.advice) == (47, 74, 1, "go")
    assert found.flags == ()


def test_under_half_of_the_questions_there_is_no_figure() -> None:
    six = {"goal_firm": "help", "pace": "3m", "value_known": "no", "approvers": "many", "settle": "open",
           "fee_range": "a"}  # fmt: skip

    assert judged(six).figure is None
    assert judged(six).advice == "first"
    assert judged({**six, "terms": "result"}).figure is not None


def test_a_tick_alone_answers_no_question() -> None:
    assert judged({"read_standards": "yes"}).answered == 0


@pytest.mark.parametrize(
    ("data", "points"),
    [
        ({"pace": "1m", "tried_seo": "now"}, -8),
        ({"pace": "1m", "tried_seo": "before"}, -8),
        ({"pace": "1m", "tried_ppc": "now"}, 0),
        ({"fee_range": "a", "goal_target": "200 orders"}, -12),
        ({"fee_range": "a"}, -4),
        ({"fee_range": "b", "goal_target": "200 orders"}, -4),
    ],
)
def test_combinations_count_as_such(data: dict[str, Any], points: int) -> None:
    assert judged(data).total == points


def test_who_is_asked_about_search_aims_at_it() -> None:
    both = join([BASE, built_in()["seo"]])

    assert [row.also for row in judged({"pace": "1m"}, form=both).rows] == ["channels"]


@pytest.mark.parametrize(
    ("choice", "floor", "fact"),
    [("a", 3000, "far"), ("b", 3000, "below"), ("c", 3000, "at"), ("d", 3000, "at"), ("open", 3000, None)],
)
def test_the_price_floor(choice: str, floor: int, fact: str | None) -> None:
    facts = facts_of(BASE, {"fee_range": choice}, {}, fee_edges(Decimal(floor)), Decimal(floor))
    assert facts.get("fee") == (frozenset({fact}) if fact else None)


def test_a_floor_that_was_raised_afterwards_is_judged_by_the_amounts_they_saw() -> None:
    edges = fee_edges(Decimal(3000))

    assert facts_of(BASE, {"fee_range": "c"}, {}, edges, Decimal(4000))["fee"] == {"near"}
    assert "fee" not in facts_of(BASE, {"fee_range": "c"}, {}, edges, None)


def test_a_flag_is_said_and_never_averaged_in() -> None:
    plain, flagged = judged(PLAIN, MARKS), judged(PLAIN, {**MARKS, "claims": 0, "product": 0})

    assert (flagged.flags, flagged.advice) == (("claims_unproven", "product_refused"), "people")
    assert flagged.figure == plain.figure


def test_add_on_parts_change_neither_figure_nor_coverage() -> None:
    extra = {**PLAIN, "seo_links": "buying", "ppc_owner": "agency", "soc_crisis": "none"}
    found = judged(extra, MARKS, form=join([BASE, built_in()["ppc"], built_in()["social"]]))

    assert (found.total, found.asked) == (47, 14)
    assert {"ppc_owned_by_agency", "soc_no_plan"} <= {row.rule for row in found.rows}
    assert "seo_links_buying" in judged(extra, MARKS, form=EVERYTHING).flags


def test_published_points_take_the_place_of_ours() -> None:
    assert judged({"goal_firm": "help"}, points={"goal_help": 5}).total == 5


def test_a_row_of_two_kinds_gives_each_half() -> None:
    found = judged({"agencies_count": "3", "agencies": "All fools"}, {"agencies": 0})

    assert found.kinds == [("deb", Decimal(-4)), ("mud", Decimal(-4))]


def test_of_two_marks_the_kinder_one_counts() -> None:
    assert kindest([("goal", 0), ("goal", 2), ("keep", 1)]) == {"goal": 2, "keep": 1}
