"""From measures to strength of evidence in [0, 1], one short formula a sign.

Pure. Arguments are columns (n,), results too. NaN is "cannot tell", 0 is "looked at and fine". Formulas are those of
the design's Measures; where the design leaves a choice the docstring says what was chosen and why. Figures that a
scorecard may change are arguments; their defaults are as shipped.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from signals.statistics import MILLIONTHS, BoolArray, Fetched, Figure, FloatArray, clip01, column, half_life

NPS_HALF_LIFE = 122.0  # days: four months
OBSERVATION_HALF_LIFE = 90.0
FAULT_HALF_LIFE = 60.0
PAYMENT_HALF_LIFE = 60.0
DEPARTURE_HALF_LIFE = 90.0
ACCESS_HALF_LIFE = 60.0
SEVERITY_LOAD = {1: 300_000, 2: 700_000, 3: 1_400_000}  # millionths of −ln(1 − x) of one fresh case
MISS_LOAD = {1: 100_000, 2: 250_000, 3: 500_000}  # millionths of fault of one fresh lapse of ours
MONTH = 30.4375  # days
HALF, JUST_UNDER = 0.5, 0.49  # an alert opens at one half


# --- money ---------------------------------------------------------------------------------------------------------


def days_beyond_terms(numerator: npt.ArrayLike | Fetched, denominator: npt.ArrayLike | Fetched) -> FloatArray:
    """Mean days late from SQL's integer sums Σ amount·days·weight and Σ amount·weight; NaN without an invoice.

    Integers of any length and Decimals are taken, so cents times millionths cannot overflow.
    """
    above, below = column(numerator), column(denominator)
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)


def late_strength(
    dbt: npt.ArrayLike, own_median: npt.ArrayLike, *, slack: Figure = 5.0, full: Figure = 30.0
) -> FloatArray:
    """Paying later than they used to: c((DBT − own median − 5)/25), days; for churn."""
    return clip01((column(dbt) - column(own_median) - slack) / (full - slack))


def chronic_lateness_strength(dbt: npt.ArrayLike, *, slack: Figure = 15.0, full: Figure = 60.0) -> FloatArray:
    """Paying late, whatever the habit: c((DBT − 15)/45), days; for fire.

    Chosen: two weeks of slack are common practice, and 60 days beyond terms is full evidence (the usual end of
    patience of a supplier before formal collection).
    """
    return clip01((column(dbt) - slack) / (full - slack))


def debt_strength(
    overdue: npt.ArrayLike,
    monthly_fee: npt.ArrayLike,
    slope: npt.ArrayLike,
    *,
    full_fees: Figure = 1.0,
    full_growth: Figure = 0.25,
) -> FloatArray:
    """Growing debt: c(overdue/fee)·(½ + ½·c(slope/(¼·fee))).

    `overdue` and `monthly_fee` in one currency; `slope` is Theil–Sen's over six month-ends, currency a month. Chosen: a
    full month's fee overdue is half evidence while it stands still and full evidence once it grows by a quarter of the
    fee a month; an unknown slope counts as standing still. No debt is 0 even where the fee is unknown; a debt of a
    client who has no fee any more is a full one.
    """
    debt, fee, growth = column(overdue), column(monthly_fee), np.nan_to_num(column(slope), nan=0.0)
    safe = np.where(fee > 0, fee, 1.0)
    level = np.where(fee > 0, clip01(debt / (full_fees * safe)), np.where(np.isnan(fee), np.nan, 1.0))
    growing = np.where(fee > 0, clip01(growth / (full_growth * safe)), (growth > 0).astype(np.float64))
    strength = level * (0.5 + 0.5 * growing)
    return np.where(np.isnan(debt), np.nan, np.where(debt <= 0, 0.0, strength))


def broken_promise_rate(broken: npt.ArrayLike, made: npt.ArrayLike) -> FloatArray:
    """(1 + broken)/(5 + made): share of promises to pay that were broken, from a start of one in five."""
    return clip01((1.0 + column(broken)) / (5.0 + column(made)))


# --- advertising and access ----------------------------------------------------------------------------------------


def budget_strength(
    d_spend: npt.ArrayLike, d_cpa: npt.ArrayLike, ours: BoolArray, *, slack: Figure = 0.10, over: Figure = 0.40
) -> FloatArray:
    """A cut not explained by cheaper results: c((−Δs − max(0, −Δcpa) − 0.10)/0.40).

    Δ are deseasonalised log changes. A cut made by our own people (`ours`) is 0. Chosen: an unknown Δcpa explains
    nothing, since the cut itself is known.
    """
    cheaper = np.maximum(0.0, -np.nan_to_num(column(d_cpa), nan=0.0))
    strength = clip01((-column(d_spend) - cheaper - slack) / over)
    return np.where(ours & ~np.isnan(strength), 0.0, strength)


def results_strength(d_cpa: npt.ArrayLike, from_change: Any = 0.10, full_over: Any = 0.40) -> FloatArray:
    """Results ever dearer: c((Δcpa − from)/over), shipped c((Δcpa − 0.10)/0.40)."""
    return clip01((column(d_cpa) - from_change) / full_over)


def access_strength(
    age_days: npt.ArrayLike,
    *,
    ours: BoolArray,
    other_agency: BoolArray,
    own_domain_announced: BoolArray,
    agency_factor: Figure = 1.6,
    announced_factor: Figure = 0.4,
) -> FloatArray:
    """A new user on the ad account: ½^(age/60 d), ×1.6 another agency, ×0.4 own domain and announced, 0 our own."""
    factor = np.where(other_agency, agency_factor, np.where(own_domain_announced, announced_factor, 1.0))
    strength = clip01(factor * half_life(age_days, ACCESS_HALF_LIFE))
    return np.where(ours & ~np.isnan(strength), 0.0, strength)


# --- people --------------------------------------------------------------------------------------------------------


def departure_strength(
    age_days: npt.ArrayLike,
    *,
    senior: BoolArray,
    alone: BoolArray,
    introduced: BoolArray,
    senior_factor: Figure = 1.2,
    alone_factor: Figure = 1.2,
    introduced_factor: Figure = 0.5,
) -> FloatArray:
    """The main contact left: ½^(age/90 d), ×1.2 senior, ×1.2 when nobody else is in touch, ×0.5 successor introduced.

    Clipped after the factors, so more weight shows as a longer time at full strength.
    """
    factor = (
        np.where(senior, senior_factor, 1.0)
        * np.where(alone, alone_factor, 1.0)
        * np.where(introduced, introduced_factor, 1.0)
    )
    return clip01(factor * half_life(age_days, DEPARTURE_HALF_LIFE))


def renewal_strength(days_to_deadline: npt.ArrayLike, *, start: Figure = 90.0, full: Figure = 30.0) -> FloatArray:
    """The last day to give notice approaches: 0 at 90 days or more, a ramp to 1 at 30, 1 until the day, then 0."""
    days = column(days_to_deadline)
    return np.where(days < 0, 0.0, clip01((start - days) / (start - full)))


def tenure_new_strength(days: npt.ArrayLike, *, months: Figure = 8.0) -> FloatArray:
    """1 in the first eight months, then 0. Days since the start of the client."""
    since = column(days)
    return np.where(np.isnan(since), np.nan, (since < months * MONTH).astype(np.float64))


def tenure_mature_strength(days: npt.ArrayLike, *, start: Figure = 2.0, full: Figure = 4.0) -> FloatArray:
    """A settled client: 0 up to two years, a ramp to 1 at four (the mean tenure is 3.8 years, ANA/4As 2025)."""
    return clip01((column(days) / (12.0 * MONTH) - start) / (full - start))


def low_pulse_strength(pulse: npt.ArrayLike, *, fine: Figure = 3.0, full: Figure = 1.0) -> FloatArray:
    """A manager's feeling of 1 to 5: c((3 − pulse)/2), so 3 is fine and 1 is full; NaN once expired."""
    return clip01((fine - column(pulse)) / (fine - full))


# --- voice ---------------------------------------------------------------------------------------------------------


def detractor_strength(answer: npt.ArrayLike, age_days: npt.ArrayLike, half: Figure = NPS_HALF_LIFE) -> FloatArray:
    """Last answer 0 to 6 (zero is an answer): ½^(age/4 months), else 0; NaN without an answer."""
    return _voted(column(answer) <= 6, answer, age_days, half)


def promoter_strength(answer: npt.ArrayLike, age_days: npt.ArrayLike, half: Figure = NPS_HALF_LIFE) -> FloatArray:
    """Last answer 9 or 10: ½^(age/4 months), else 0; NaN without an answer."""
    return _voted(column(answer) >= 9, answer, age_days, half)


def nps_drop(
    previous: npt.ArrayLike,
    last: npt.ArrayLike,
    age_days: npt.ArrayLike,
    half: Figure = NPS_HALF_LIFE,
    *,
    slack: Figure = 1.0,
    over: Figure = 3.0,
) -> FloatArray:
    """A drop from the own earlier answer: c((previous − last − 1)/3)·½^(age/4 months); NaN without two answers."""
    drop = clip01((column(previous) - column(last) - slack) / over)
    return clip01(drop * half_life(age_days, half))


def mute_strength(unanswered: npt.ArrayLike, *, fewest: Figure = 2.0) -> FloatArray:
    """Surveys in a row left unanswered: 1 from two on, else 0; NaN for a client who was never asked."""
    surveys = column(unanswered)
    return np.where(np.isnan(surveys), np.nan, (surveys >= fewest).astype(np.float64))


def _voted(side: BoolArray, answer: npt.ArrayLike, age_days: npt.ArrayLike, half: Figure) -> FloatArray:
    known = ~np.isnan(column(answer))
    return np.where(known, np.where(side, half_life(age_days, half), 0.0), np.nan)


# --- effort --------------------------------------------------------------------------------------------------------


def scope_strength(
    hours: npt.ArrayLike, retained: npt.ArrayLike, *, start: Figure = 1.1, full: Figure = 1.6
) -> FloatArray:
    """Hours beyond the retainer over 3 months: c((hours/retained − 1.1)/0.5); NaN where no hours are agreed."""
    agreed = column(retained)
    return clip01((column(hours) / np.where(agreed > 0, agreed, np.nan) - start) / (full - start))


def time_thief_strength(
    of_time: npt.ArrayLike, of_revenue: npt.ArrayLike, *, from_times: Any, full_at_times: Any
) -> FloatArray:
    """Share of the support time over share of the revenue: c((times − from)/(full − from)); shares in one unit.

    Shipped: from 1 (their fair share), full at 3, so that the design's double is ½. Time for no revenue at all is 1.
    """
    time, revenue = column(of_time), column(of_revenue)
    times = time / np.where(revenue == 0, 1.0, revenue)
    strength = clip01((times - from_times) / (full_at_times - from_times))
    return np.where((revenue == 0) & (time > 0), 1.0, strength)


def margin_strength(rate: npt.ArrayLike, cost: npt.ArrayLike, target: npt.ArrayLike, *, cost_share: Any) -> FloatArray:
    """What an hour earns against what it costs: c((middle − rate)/(target − cost)), middle = (cost + target)/2.

    So 0 halfway between cost and target or above, ½ at cost (the margin turns negative), 1 as far below. Chosen: where
    the agency named only one of the two, cost is `cost_share` of the target; a target at or below cost counts as
    missing. NaN where neither is known.
    """
    known_cost = np.where(np.isnan(column(cost)), cost_share * column(target), column(cost))
    goal = np.where(column(target) > known_cost, column(target), known_cost / cost_share)
    return clip01(((known_cost + goal) / 2.0 - column(rate)) / (goal - known_cost))


# --- what people saw -----------------------------------------------------------------------------------------------


def observation_strength(load: npt.ArrayLike, cases: npt.ArrayLike, *, fewest: npt.ArrayLike) -> FloatArray:
    """Observations of one kind: x = 1 − e^(−load), a noisy-or that SQL can sum in integers.

    `load` in millionths is Σ SEVERITY_LOAD[severity]·½^(age/90 d); one fresh case of severity 1, 2, 3 alone gives .26,
    .50, .75, and independent cases combine as 1 − Π(1 − x_k). `cases` counts the dated cases behind it; under `fewest`
    (two for conduct) x is 0. No case at all is 0; pass NaN for a client whom nobody could have observed.
    """
    strength = clip01(-np.expm1(-column(load) / MILLIONTHS))
    enough = column(cases) >= np.maximum(column(fewest), 1.0)
    return np.where(np.isnan(strength), np.nan, np.where(enough, strength, 0.0))


def either_strength(*halves: npt.ArrayLike) -> FloatArray:
    """Independent halves of one sign as 1 − Π(1 − x_k): each speaks alone, together they are stronger.

    A half that is NaN says nothing; NaN only where every half is.
    """
    calm = np.ones(())
    told = np.zeros((), dtype=np.bool_)
    for half in map(column, halves):
        told = told | ~np.isnan(half)
        calm = calm * (1.0 - clip01(np.nan_to_num(half, nan=0.0)))
    return np.where(told, 1.0 - calm, np.nan)


def unopened(strength: npt.ArrayLike, harmless: BoolArray) -> FloatArray:
    """The strength of an alert: just under the half that opens one where it may be `harmless`, else as it is."""
    found = column(strength)
    return np.where(harmless & ~np.isnan(found), np.minimum(found, JUST_UNDER), found)


def fault(misses: npt.ArrayLike, *parts: tuple[npt.ArrayLike, float]) -> FloatArray:
    """How far the fault may be ours: c(misses + Σ weight·part).

    `misses` in millionths is Σ MISS_LOAD[severity]·½^(age/60 d) over our dated lapses. Each further part is a strength
    in [0, 1] and its weight: shift of our reply times, results down, changes of our staff, reports not delivered. What
    cannot be told adds nothing; NaN only where nothing can be told at all.
    """
    known = [column(misses) / MILLIONTHS] + [weight * column(part) for part, weight in parts]
    total = np.zeros(np.broadcast_shapes(*(part.shape for part in known)))
    told = np.zeros(total.shape, dtype=np.bool_)
    for part in known:
        told = told | ~np.isnan(part)
        total = total + np.nan_to_num(part, nan=0.0)
    return np.where(told, clip01(total), np.nan)
