"""Weighing a case and choosing its date: who may, when, and what is kept."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse

from accounts.models import Agency
from offboarding.actions.date import choose_date
from offboarding.actions.reviews import ask_reviews
from offboarding.actions.worth import weigh
from offboarding.draws import Three
from offboarding.endings import Kind
from offboarding.models import Parting
from offboarding.models.case import Parting as Case
from offboarding.weighing import from_book, inputs_of, worth_of
from offboarding.worth_words import WORDS
from tests.cast import Cast
from tests.factories import FaultReasonFactory, PartingFactory, ReviewFactory
from tests.factories.days import DAY, NOON
from tests.offboarding.weighed import GUESSES, book, case

pytestmark = pytest.mark.django_db
END, NOTICE = dt.date(2026, 6, 3), dt.date(2026, 3, 2)  # three months after the mail is received on the 3rd


@pytest.fixture(autouse=True)
def evening(at: Callable[[dt.datetime], None]) -> None:
    at(NOON + dt.timedelta(hours=8))


def given(cast: Cast, parting: Parting, **own: Three) -> dict[str, Three]:
    inputs = from_book(cast.boss, parting, Agency.objects.get().today())
    known = {name: one.estimate.three for name, one in inputs.of.items() if one.estimate.three is not None}
    return known | GUESSES | own


def compared(cast: Cast, parting: Parting, **own: Three) -> Parting:
    return weigh(by=cast.keeper, parting=parting, given=given(cast, parting, **own), pipeline=50, seed=7)


def posted(cast: Cast, parting: Parting, **changed: Any) -> dict[str, Any]:
    """The form of the page, filled in."""
    data: dict[str, Any] = {"pipeline": 0, "seed": 7}
    for name, three in given(cast, parting).items():
        factor = 100 if WORDS[name].unit == "percent" else 1
        data |= {f"{name}_{point}": factor * getattr(three, point) for point in ("low", "likely", "high")}
    return data | changed


# --- weighing ------------------------------------------------------------------------------------------------------


def test_a_comparison_keeps_what_it_was_made_from(cast: Cast) -> None:
    book(cast)
    made = Parting.objects.get(pk=compared(cast, case(cast)).pk)

    inputs, found = inputs_of(made), worth_of(made)

    assert inputs is not None
    assert found is not None
    assert (inputs.as_of, inputs.seed, inputs.standing.pipeline) == (DAY.isoformat(), 7, 50)
    assert {name for name, one in inputs.of.items() if one.by} == set(GUESSES)
    assert all(one.estimate.source for one in inputs.of.values())
    assert sum(one.p_best for one in found[0].outcomes) == 10_000
    assert made.worth_made_at is not None


def test_the_same_estimates_and_seed_give_the_same_again(cast: Cast) -> None:
    book(cast)
    parting = case(cast)

    assert compared(cast, parting).worth == compared(cast, parting).worth


def test_an_estimate_of_ones_own_names_the_person_and_stays_theirs(cast: Cast) -> None:
    book(cast)
    parting = case(cast)
    own = given(cast, parting, accepting=Three(0.1, 0.1, 0.2))
    made = weigh(by=cast.keeper, parting=parting, given=own, pipeline=0, seed=7)
    again = weigh(by=cast.boss, parting=made, given=own, pipeline=0, seed=7)

    inputs = inputs_of(again)

    assert inputs is not None
    assert (inputs.of["accepting"].by, inputs.of["margin"].by) == (cast.keeper.name, "")


def test_a_later_comparison_goes_on_from_what_is_kept_unless_the_book_is_asked(
    cast: Cast, at: Callable[[dt.datetime], None]
) -> None:
    story = book(cast)
    parting = compared(cast, case(cast))
    at(NOON + dt.timedelta(days=1))
    story.works(9, since=3)
    kept = inputs_of(parting)
    assert kept is not None
    given_again = {name: one.estimate.three for name, one in kept.of.items() if one.estimate.three}

    again = inputs_of(weigh(by=cast.boss, parting=parting, given=given_again, pipeline=50, seed=7))
    anew = inputs_of(weigh(by=cast.boss, parting=parting, given=GUESSES, pipeline=50, seed=7, fresh=True))

    assert again == kept
    assert anew is not None
    assert anew.as_of > kept.as_of
    assert anew.of["margin"] != kept.of["margin"]
    assert anew.of["margin"].by == ""


def test_an_estimate_that_nobody_can_tell_must_be_given(cast: Cast) -> None:
    book(cast)
    parting = case(cast)
    known = given(cast, parting)
    del known["leaving"]

    with pytest.raises(ValidationError, match="leaving is missing"):
        weigh(by=cast.boss, parting=parting, given=known, pipeline=0, seed=7)


@pytest.mark.parametrize("state", ["opened", "fault", "repair", "notice", "handover"])
def test_it_is_weighed_between_the_reviews_and_the_decision_only(cast: Cast, state: str) -> None:
    book(cast)
    parting = case(cast, state)

    with pytest.raises(ValidationError):
        compared(cast, parting)


def test_nobody_weighs_before_both_reviews_are_in(cast: Cast) -> None:
    book(cast)
    parting = PartingFactory(client=cast.client, state="decision")
    ReviewFactory(parting=parting, reviewer=cast.lead)

    with pytest.raises(ValidationError):
        compared(cast, parting)


def test_who_is_not_of_the_case_neither_weighs_nor_chooses(cast: Cast) -> None:
    book(cast)
    parting = case(cast, "notice")
    for stranger in (cast.outsider, cast.teammate):
        with pytest.raises(Http404):
            weigh(by=stranger, parting=parting, given={}, pipeline=0, seed=1)
        with pytest.raises(Http404):
            choose_date(by=stranger, parting=parting, ending=Kind.MUTUAL, end_on=END)


def test_a_reviewer_from_outside_reads_and_does_not_weigh(cast: Cast) -> None:
    book(cast)
    parting = case(cast)

    with pytest.raises(PermissionDenied):
        weigh(by=cast.rival, parting=parting, given={}, pipeline=0, seed=1)
    assert cast.browser("rival").get(reverse("parting_worth", args=[parting.pk])).status_code == 200


# --- its page ------------------------------------------------------------------------------------------------------


def page(cast: Cast, parting: Parting, who: str = "boss", query: str = "") -> str:
    answer = cast.browser(who).get(reverse("parting_worth", args=[parting.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_form_is_filled_from_the_book_with_its_sources(cast: Cast) -> None:
    book(cast)

    shown = page(cast, case(cast))

    assert 'name="margin_likely"' in shown
    assert "bad debt taken off" in shown
    assert Case.objects.get().worth == {}  # reading writes nothing


def test_a_sealed_reviewer_sees_no_figure_of_it(cast: Cast) -> None:
    book(cast)
    parting = PartingFactory(client=cast.client, state="decision")
    ask_reviews(by=cast.boss, parting=parting, inside=cast.lead, outside=cast.rival, due_on=DAY)
    Case.objects.update(worth={"worth": {}}, worth_inputs={"seed": 1})
    for who in ("lead", "rival"):
        shown = page(cast, parting, who)
        assert "Sealed" in shown
        assert "margin_likely" not in shown
        assert "Best in" not in shown


def test_the_page_compares_and_shows_the_result_with_its_seed(cast: Cast) -> None:
    book(cast)
    parting = case(cast)

    answer = cast.browser("boss").post(reverse("parting_worth", args=[parting.pk]), posted(cast, parting))

    assert answer.status_code == 302
    shown = page(cast, parting)
    assert "seed 7" in shown
    assert "2,000 draws" in shown
    assert "Show the figures" in shown


def test_no_advice_before_our_own_reasons_and_a_warning(cast: Cast) -> None:
    book(cast)
    parting = case(cast)
    compared(cast, parting)
    assert "No advice yet" in page(cast, parting)

    FaultReasonFactory(parting=parting)
    for number in range(2):
        FaultReasonFactory(parting=parting, reason=f"Another {number}")
    Case.objects.update(skipped_why="They were rude to our people.", fault=16)

    shown = page(cast, parting)
    assert "No advice yet" not in shown
    assert "Our own share: 0.16 of 1" in shown


def test_estimates_out_of_order_are_shown_at_their_place(cast: Cast) -> None:
    book(cast)
    parting = case(cast)
    wrong = posted(cast, parting, margin_low=5000, leaving_high=140)

    answer = cast.browser("boss").post(reverse("parting_worth", args=[parting.pk]), wrong)

    assert answer.status_code == 422
    assert "Low, likely and high go up in that order." in answer.content.decode()
    assert set(answer.context["form"].errors) == {"margin_likely", "leaving_high"}


def test_numbers_in_pictures_are_for_machines_in_every_language(cast: Cast) -> None:
    book(cast)
    parting = case(cast)
    compared(cast, parting)
    cast.boss.language = "de"
    cast.boss.save()

    shown = page(cast, parting)

    drawn = shown.split('class="ch-ways__mean', 1)[1].split("/>", 1)[0]
    assert "," not in drawn
    assert "." in drawn


# --- its date ------------------------------------------------------------------------------------------------------


def chosen(cast: Cast, parting: Parting, end: dt.date = END, **how: Any) -> Parting:
    return choose_date(by=cast.boss, parting=parting, ending=Kind.CONVENIENCE, end_on=end, **how)


def test_the_recommended_date_needs_no_reason(cast: Cast) -> None:
    book(cast)

    made = chosen(cast, case(cast, "notice"))

    assert (made.ending, made.end_on, made.notice_on) == ("convenience", END, NOTICE)
    [kept] = made.date_candidates
    assert (kept["end"], kept["recommended"]) == (END.isoformat(), True)
    assert kept["reasons"]


def test_another_candidate_needs_one(cast: Cast) -> None:
    book(cast)
    cast.client.contracts.update(cycle_ends=["2026-06-30"])
    parting = case(cast, "notice")

    with pytest.raises(ValidationError, match="say why"):
        chosen(cast, parting)
    assert chosen(cast, parting, why="They asked for it.").date_why == "They asked for it."


def test_a_day_of_ones_own_needs_a_day_to_send_and_a_reason(cast: Cast) -> None:
    book(cast)
    parting, day = case(cast, "notice"), dt.date(2026, 4, 15)

    for how in ({}, {"why": "Our lawyer says so."}, {"notice_on": DAY}):
        with pytest.raises(ValidationError):
            chosen(cast, parting, day, **how)
    made = chosen(cast, parting, day, notice_on=DAY, why="Our lawyer says so.")
    assert (made.end_on, made.notice_on) == (day, DAY)


@pytest.mark.parametrize("notice_on", [DAY - dt.timedelta(1), NOTICE + dt.timedelta(1), END + dt.timedelta(1)])
def test_notice_is_sent_neither_in_the_past_nor_too_late(cast: Cast, notice_on: dt.date) -> None:
    book(cast)

    with pytest.raises(ValidationError):
        chosen(cast, case(cast, "notice"), notice_on=notice_on, why="Because.")


@pytest.mark.parametrize("state", ["opened", "decision", "handover"])
def test_a_date_is_chosen_between_decision_and_notice_only(cast: Cast, state: str) -> None:
    book(cast)

    with pytest.raises(ValidationError):
        chosen(cast, case(cast, state))


def test_the_dates_page_shows_candidates_and_takes_one(cast: Cast) -> None:
    book(cast)
    address = reverse("parting_date", args=[case(cast, "notice").pk])
    browser = cast.browser("keeper")

    shown = browser.get(address).content.decode()
    assert "3 Jun" in shown
    assert "3 months of notice" in shown
    answer = browser.post(address, {"ending": "convenience", "end_on": END.isoformat()})

    assert answer.status_code == 302
    assert Case.objects.get().end_on == END


def test_every_kind_of_ending_has_its_own_dates(cast: Cast) -> None:
    book(cast)
    address = reverse("parting_date", args=[case(cast, "notice").pk])
    shown = {kind: cast.browser("boss").get(f"{address}?ending={kind}").content.decode() for kind in Kind}

    assert "Ask a lawyer" in shown[Kind.CAUSE]
    assert "30 days to put it right" in shown[Kind.NONPAYMENT]
    assert "sign before it" in shown[Kind.MUTUAL]
    assert "No date can be counted" in shown[Kind.EXPIRY]


def test_dates_open_with_the_decision(cast: Cast) -> None:
    book(cast)
    address = reverse("parting_date", args=[case(cast, "repair").pk])

    assert "Not yet" in cast.browser("boss").get(address).content.decode()


def test_a_silent_contract_is_said_and_not_guessed(cast: Cast) -> None:
    book(cast)
    cast.client.contracts.update(notice_length=None)
    parting = case(cast, "notice")

    shown = cast.browser("boss").get(reverse("parting_date", args=[parting.pk])).content.decode()

    assert "says nothing about notice: ask a lawyer" in shown
    assert "No date can be counted" in shown
