import pytest

from offboarding.advice import Manner, Standing, advise
from offboarding.worth import OPTIONS, Outcome, Worth

SIMPLE = Standing(share=500, fee=1000, others=20)


def worth(keep: int = 0, restructure: int = 5_000, part: int = 20_000, sure: int = 9_000) -> Worth:
    means = (keep, restructure, part)
    return Worth(1, 2000, tuple(Outcome(o, m, m, m, sure, 0, ()) for o, m in zip(OPTIONS, means, strict=True)))


def test_a_clear_case_is_suggested_with_its_manner() -> None:
    assert advise(worth(), SIMPLE).option == "part"
    assert advise(worth(), SIMPLE).reasons == ("sure_enough", "manner_simple")


@pytest.mark.parametrize(("sure", "option"), [(8_000, "part"), (7_999, "restructure")])
def test_four_draws_in_five_are_enough(sure: int, option: str) -> None:
    assert advise(worth(sure=sure), SIMPLE).option == option


@pytest.mark.parametrize(("part", "option"), [(6_000, "restructure"), (6_001, "part")])
def test_it_must_beat_new_terms_by_more_than_a_months_fee(part: int, option: str) -> None:
    assert advise(worth(part=part), SIMPLE).option == option


@pytest.mark.parametrize(
    ("share", "manner"),
    [
        (0, Manner.SIMPLE),
        (999, Manner.SIMPLE),
        (1_000, Manner.COVER),
        (2_000, Manner.COVER),
        (2_001, Manner.STAGED),
        (None, Manner.STAGED),
    ],
)
def test_the_share_of_revenue_says_how_one_may_part(share: int | None, manner: Manner) -> None:
    assert Standing(share=share, fee=1000, others=20).manner is manner


@pytest.mark.parametrize(("pipeline", "option"), [(99, "restructure"), (100, "part")])
def test_a_middling_share_needs_somebody_in_sight(pipeline: int, option: str) -> None:
    assert advise(worth(), Standing(share=1_500, fee=1000, others=20, pipeline=pipeline)).option == option


def test_a_large_share_is_left_in_stages() -> None:
    found = advise(worth(), Standing(share=4_000, fee=1000, others=3))

    assert (found.option, found.manner) == ("part", Manner.STAGED)


def test_without_a_known_fee_nothing_shows_that_it_beats_new_terms() -> None:
    assert advise(worth(), Standing(share=500, fee=None, others=20)).reasons == ("fee_unknown",)


@pytest.mark.parametrize("share", [None, 0, 10_000])
def test_the_only_client_is_never_left(share: int | None) -> None:
    found = advise(worth(part=10**9, sure=10_000), Standing(share=share, fee=1000, others=0, pipeline=900))

    assert (found.option, found.manner, found.reasons) == ("restructure", Manner.NEVER, ("only_client",))


@pytest.mark.parametrize(("keep", "option"), [(4_999, "restructure"), (5_000, "keep")])
def test_otherwise_the_better_way_to_stay_and_the_milder_of_equals(keep: int, option: str) -> None:
    assert advise(worth(keep=keep, sure=100), SIMPLE).option == option
