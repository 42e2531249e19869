from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from offboarding.draws import Three, certain, triangular, uniform
from offboarding.worth import DISCOUNT, DRAWS, LIMITS, MONTHS, OPTIONS, Estimates, checked, compare

PLAIN: dict[str, Three] = {name: certain(0.0) for name in LIMITS} | {"refill_months": certain(1.0)}
USUAL: dict[str, Three] = {
    "margin": Three(-900, -300, 400),
    "leaving": Three(0.01, 0.02, 0.05),
    "new_terms_margin": Three(200, 600, 1100),
    "new_terms_leaving": Three(0.02, 0.05, 0.1),
    "accepting": Three(0.2, 0.4, 0.6),
    "talks": Three(500, 800, 1500),
    "notice_months": Three(3, 3, 3.5),
    "exit_fee": certain(0),
    "write_off": Three(0, 3000, 9000),
    "reputation": Three(0, 500, 4000),
    "new_margin": Three(500, 1200, 2000),
    "refill_months": Three(2, 4, 12),
    "winning": Three(1000, 2500, 5000),
    "freed_hours": Three(40, 60, 70),
    "freed_hour": Three(-20, 0, 20),
}


def sums(**certainties: float) -> dict[str, float]:
    """Expected sums of the three ways where nothing is in doubt; what is not given is zero."""
    found = compare(PLAIN | {name: certain(value) for name, value in certainties.items()}, seed=1, draws=20)
    return {one.option: one.mean for one in found.outcomes}


def series(ratio: float, terms: int = MONTHS) -> float:
    return terms if ratio == 1 else (1 - ratio**terms) / (1 - ratio)


# --- certain estimates are the closed form ------------------------------------------------------------------------


def test_keeping_is_the_margin_as_long_as_they_stay() -> None:
    assert sums(margin=1000.0, leaving=0.03)["keep"] == round(1000 * series(DISCOUNT * 0.97))


def test_who_leaves_at_once_leaves_one_months_margin() -> None:
    assert sums(margin=1000.0, leaving=1.0)["keep"] == 1000


def test_new_terms_cost_the_talks_and_are_accepted_or_not() -> None:
    found = sums(
        new_terms_margin=1500.0, new_terms_leaving=0.05, accepting=0.4, talks=700.0, write_off=2000.0, margin=1000.0
    )

    assert found["restructure"] == round(-700 + 0.4 * 1500 * series(DISCOUNT * 0.95) + 0.6 * -2000)


def test_a_parting_keeps_the_margin_of_the_notice_and_pays_what_falls_once() -> None:
    found = sums(margin=1000.0, notice_months=3.0, exit_fee=500.0, write_off=2000.0, reputation=300.0)

    assert found["part"] == round(1000 * series(DISCOUNT, 3) + 500 - 2000 - 300)


def test_a_part_of_a_month_counts_as_such() -> None:
    assert sums(margin=1000.0, notice_months=0.25)["part"] == 250


def test_a_successor_comes_by_the_chance_of_each_month_and_is_paid_for_once() -> None:
    found = sums(notice_months=2.0, new_margin=1200.0, refill_months=4.0, winning=900.0)

    expected = sum(1200 * DISCOUNT**t * (1 - 0.75**t) for t in range(2, MONTHS)) - 900 * (1 - 0.75**MONTHS)
    assert found["part"] == round(expected)


def test_hours_freed_are_worth_something_until_they_are_sold_again() -> None:
    found = sums(freed_hours=10.0, freed_hour=-40.0, refill_months=2.0)

    assert found["part"] == round(sum(-400 * DISCOUNT**t * 0.5**t for t in range(MONTHS)))


def test_without_doubt_there_is_no_interval_and_one_way_always_wins() -> None:
    found = compare(PLAIN | {"margin": certain(100.0)}, seed=1)

    keep, _, part = found.outcomes
    assert keep.low == keep.mean == keep.high
    assert (keep.p_best, part.p_best) == (10_000, 0)
    assert (keep.regret, part.regret) == (0, keep.mean - part.mean)


def test_a_tie_goes_to_the_milder_way() -> None:
    assert [one.p_best for one in compare(PLAIN, seed=1).outcomes] == [10_000, 0, 0]


# --- the same seed, the same bytes --------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_figures_on_every_machine() -> None:
    found = compare(USUAL, seed=7)

    assert found == compare(dict(reversed(list(USUAL.items()))), seed=7)
    assert [(one.option, one.mean, one.low, one.high, one.p_best, one.regret) for one in found.outcomes] == [
        ("keep", -4414, -10173, 1595, 30, 15067),
        ("restructure", 8429, 3620, 13350, 2290, 2225),
        ("part", 10321, 2643, 18228, 7680, 333),
    ]


def test_another_seed_tells_the_same_story() -> None:
    first, second = compare(USUAL, seed=7), compare(USUAL, seed=8)

    assert first != second
    for one, other in zip(first.outcomes, second.outcomes, strict=True):
        assert abs(one.mean - other.mean) < 0.05 * (one.high - one.low)
        assert abs(one.p_best - other.p_best) < 400


def test_another_estimate_leaves_the_luck_of_the_others_alone() -> None:
    first, second = compare(USUAL, seed=7), compare({**USUAL, "winning": certain(0)}, seed=7)

    assert first.of("keep").path == second.of("keep").path
    assert first.of("part").mean < second.of("part").mean


# --- by property --------------------------------------------------------------------------------------------------

amounts = st.integers(-5000, 5000)
seeds = st.integers(0, 2**32)


@st.composite
def estimates(draw: st.DrawFn) -> Estimates:
    made = {}
    for name, (low, high) in LIMITS.items():
        within = st.floats(max(low, -5000.0), min(high, 5000.0)) if high != 1.0 else st.floats(0.0, 1.0)
        made[name] = Three(*sorted(draw(st.tuples(within, within, within))))
    return made


@settings(max_examples=40)
@given(estimates(), seeds)
def test_chances_add_up_and_regret_is_never_negative(given_: Estimates, seed: int) -> None:
    found = compare(given_, seed, draws=200)

    assert sum(one.p_best for one in found.outcomes) == 10_000
    for one in found.outcomes:
        assert one.regret >= 0
        assert one.low <= one.high
        assert len(one.path) == MONTHS
        assert one.path[-1] == one.mean
    assert [one.option for one in found.outcomes] == list(OPTIONS)


@settings(max_examples=40)
@given(estimates(), seeds)
def test_the_way_with_the_best_mean_is_regretted_least(given_: Estimates, seed: int) -> None:
    found = compare(given_, seed, draws=200).outcomes

    best = max(found, key=lambda one: one.mean)
    assert best.regret <= min(one.regret for one in found) + 1


BETTER = {
    "margin": "keep", "exit_fee": "part", "new_terms_margin": "restructure", "new_margin": "part", "freed_hour": "part",
}  # fmt: skip
WORSE = {"talks": "restructure", "write_off": "part", "reputation": "part", "winning": "part"}


@settings(max_examples=60)
@given(estimates(), seeds, st.sampled_from(sorted(BETTER | WORSE)), st.floats(0, 3000))
def test_more_to_earn_never_makes_a_way_worse_nor_more_to_pay_better(
    given_: Estimates, seed: int, name: str, more: float
) -> None:
    raised = given_[name]
    raised = replace(raised, low=raised.low + more, likely=raised.likely + more, high=raised.high + more)

    before, after = (compare(one, seed, draws=100) for one in (given_, {**given_, name: raised}))

    option = (BETTER | WORSE)[name]
    change = after.of(option).mean - before.of(option).mean
    assert change >= -1 if name in BETTER else change <= 1


@settings(max_examples=30)
@given(estimates(), seeds, st.floats(1, 12))
def test_who_is_sooner_replaced_by_better_ones_is_sooner_parted_with(
    given_: Estimates, seed: int, months: float
) -> None:
    good = {**given_, "new_margin": Three(100, 500, 900), "freed_hour": certain(0), "winning": certain(0)}

    sooner, later = (
        compare({**good, "refill_months": certain(wait)}, seed, draws=100).of("part").mean
        for wait in (months, months + 3)
    )
    assert sooner >= later - 1


# --- the draws ----------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.tuples(amounts, amounts, amounts), st.integers(0, 999))
def test_drawn_values_lie_within_the_estimate_and_rise_with_their_chance(values: tuple[int, ...], seed: int) -> None:
    given_ = Three(*sorted(values))

    drawn = triangular(given_, np.sort(uniform(seed, 0, 500)))

    assert drawn.min() >= given_.low - 1e-9
    assert drawn.max() <= given_.high + 1e-9
    assert (np.diff(drawn) >= -1e-9).all()


@settings(max_examples=30)
@given(st.tuples(amounts, amounts, amounts))
def test_draws_follow_the_triangle_of_the_textbook(values: tuple[int, ...]) -> None:
    low, mode, high = sorted(values)
    assume(high > low)
    u = np.linspace(0.001, 0.999, 77)

    reference = stats.triang.ppf(u, (mode - low) / (high - low), low, high - low)

    np.testing.assert_allclose(triangular(Three(low, mode, high), u), reference, rtol=1e-9, atol=1e-6)


def test_streams_of_two_places_do_not_go_together() -> None:
    first, second = uniform(7, 0, DRAWS), uniform(7, 1, DRAWS)

    assert abs(np.corrcoef(first, second)[0, 1]) < 0.06
    assert 0.0 <= first.min() < first.max() < 1.0


# --- what is refused ----------------------------------------------------------------------------------------------


def test_an_estimate_that_is_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="from low over likely to high"):
        Three(2, 1, 3)


@pytest.mark.parametrize(
    ("name", "value"),
    [("leaving", 1.1), ("accepting", -0.1), ("refill_months", 0.5), ("notice_months", 25.0), ("margin", float("nan"))],
)
def test_a_value_out_of_range_is_refused_by_name(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        checked({**USUAL, name: Three(value, value, value)} if value == value else {**USUAL, name: _nan()})


def _nan() -> Three:
    made = certain(0.0)
    object.__setattr__(made, "high", float("nan"))
    return made


def test_a_missing_estimate_is_named() -> None:
    with pytest.raises(ValueError, match="margin is missing"):
        checked({name: one for name, one in USUAL.items() if name != "margin"})
