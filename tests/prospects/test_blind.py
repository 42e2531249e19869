"""The fit is sealed until its reader has said what they feel: on the page, in the list, in the panel, in the log."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from clienthealth.core.history import audited_models
from prospects.actions import judging
from prospects.actions.freezing import freeze, last_answers
from prospects.models import FitResult, GutFeeling, Prospect
from prospects.permissions import fits_for
from tests.cast import Cast
from tests.factories import FitResultFactory
from tests.prospects.replies import MARKS, answered, looked_at

TELLING = ("of 14 questions answered", "half of the points", "ch-fit__figure", "ch-answers__worth", "makes 74")


@pytest.fixture
def prospect(cast: Cast) -> Prospect:
    """The keeper's; the keeper has seen the fit, the boss has not."""
    cast.agency.price_floor = 3000
    cast.agency.save()
    return looked_at(answered(owner=cast.keeper, team=cast.team), cast.keeper)


def page(cast: Cast, who: str, prospect: Prospect) -> str:
    return cast.browser(who).get(reverse("prospect", args=[prospect.pk])).content.decode()


def test_the_page_shows_the_fit_to_who_has_felt_and_seals_it_for_the_others(cast: Cast, prospect: Prospect) -> None:
    assert all(word in page(cast, "keeper", prospect) for word in TELLING[:1] + TELLING[2:4])
    for who in ("boss", "lead"):
        found = page(cast, who, prospect)
        assert "Sealed" in found
        assert not [word for word in TELLING if word in found]
        assert "4 · rather yes" in found  # as a choice
        assert "Keeper: <b>" not in found


def test_the_list_seals_it_and_has_no_order_by_it(cast: Cast, prospect: Prospect) -> None:
    figure = FitResult.objects.get().figure
    mine, sealed = (cast.browser(who).get(reverse("prospects")).content.decode() for who in ("keeper", "boss"))

    assert figure == 74
    assert "<b>74</b>" in mine
    assert "<b>74</b>" not in sealed
    assert "Sealed" in sealed


def test_feeling_and_then_looking_opens_it(cast: Cast, prospect: Prospect) -> None:
    browser = cast.browser("boss")
    browser.post(reverse("prospect_reveal", args=[prospect.pk]))
    assert "Sealed" in page(cast, "boss", prospect)

    browser.post(reverse("prospect_feeling", args=[prospect.pk]), {"value": "2", "note": "Cold"})
    assert "Sealed" in page(cast, "boss", prospect)

    browser.post(reverse("prospect_reveal", args=[prospect.pk]))
    assert "Cold" in page(cast, "boss", prospect)
    assert fits_for(cast.boss, [prospect.pk])


def test_a_feeling_may_change_until_the_fit_was_shown_and_never_after(cast: Cast, prospect: Prospect) -> None:
    judging.say_feeling(prospect, by=cast.boss, value=2)
    judging.say_feeling(prospect, by=cast.boss, value=3)
    judging.reveal(prospect, by=cast.boss)

    with pytest.raises(ValidationError):
        judging.say_feeling(prospect, by=cast.boss, value=5)
    with pytest.raises(InternalError), transaction.atomic():
        GutFeeling.objects.filter(by=cast.boss).update(value=5)
    assert GutFeeling.objects.get(by=cast.boss).value == 3


def test_nobody_marks_towards_a_figure(cast: Cast) -> None:
    prospect = answered(owner=cast.keeper)
    judging.say_feeling(prospect, by=cast.keeper, value=4)
    with pytest.raises(ValidationError, match="6 are left"):
        judging.reveal(prospect, by=cast.keeper)

    judging.mark_texts(prospect, by=cast.boss, marks=MARKS)
    assert judging.reveal(prospect, by=cast.keeper).figure is not None


def test_a_mark_after_the_fit_says_so_and_the_figure_is_frozen_anew(cast: Cast, prospect: Prospect) -> None:
    first = FitResult.objects.get()
    judging.mark_texts(prospect, by=cast.keeper, marks={"goal": 0})

    assert prospect.marks.get(rubric="goal").blind is False
    assert FitResult.objects.count() == 2
    assert FitResult.objects.get(pk=first.pk).figure == 74
    assert fits_for(cast.keeper, [prospect.pk])[prospect.pk].figure == 70


def test_a_frozen_fit_is_never_rewritten_and_looking_twice_writes_one(cast: Cast, prospect: Prospect) -> None:
    answers = last_answers(prospect)
    assert answers
    freeze(prospect, answers)

    assert FitResult.objects.count() == 1
    with pytest.raises(InternalError), transaction.atomic():
        FitResult.objects.update(figure=99)


def test_others_marks_stay_hidden_until_ones_own(cast: Cast, prospect: Prospect) -> None:
    assert "Keeper: A kind of customer" not in page(cast, "boss", prospect)
    judging.mark_texts(prospect, by=cast.boss, marks={"customer": 2})

    assert "Keeper: A kind of customer" in page(cast, "boss", prospect)
    assert "Keeper: An outcome, not yet" not in page(cast, "boss", prospect)


@pytest.mark.parametrize("model", ["fitresult", "gutfeeling", "rubricmark"])
def test_the_panel_withholds_it_too(cast: Cast, prospect: Prospect, model: str) -> None:
    browser, row = cast.browser("boss"), getattr(prospect, {"fitresult": "fits", "gutfeeling": "feelings",
                                                            "rubricmark": "marks"}[model]).first()  # fmt: skip
    listed, one = (
        reverse(f"admin:prospects_{model}_changelist"),
        reverse(f"admin:prospects_{model}_change", args=[row.pk]),
    )

    assert f"/{row.pk}/change/" not in browser.get(listed).content.decode()
    assert browser.get(one).status_code == 302
    judging.say_feeling(prospect, by=cast.boss, value=2)
    judging.reveal(prospect, by=cast.boss)
    assert f"/{row.pk}/change/" in browser.get(listed).content.decode()


def test_the_audit_log_holds_no_figure_no_feeling_and_no_address(cast: Cast, prospect: Prospect) -> None:
    log = cast.browser("boss").get(reverse("audit")).content.decode()

    assert FitResult not in audited_models()
    assert GutFeeling not in audited_models()
    assert prospect.email not in log
    assert "small hotels" not in log


def test_one_person_feels_once(cast: Cast, prospect: Prospect) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        GutFeeling.objects.create(prospect=prospect, by=cast.keeper, value=1)


@pytest.mark.parametrize("many", [1, 25])
def test_a_list_costs_the_same_for_one_and_for_many(cast: Cast, many: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _number in range(many):
        prospect = answered(owner=cast.keeper)
        FitResultFactory(prospect=prospect, answers=last_answers(prospect))
        judging.say_feeling(prospect, by=cast.keeper, value=3)
    GutFeeling.objects.update(revealed_at="2026-03-02T12:00Z")
    browser = cast.browser("keeper")
    browser.get(reverse("prospects"))

    with django_assert_num_queries(QUERIES):
        assert browser.get(reverse("prospects")).content.decode().count("<b>73</b>") == many


QUERIES = 13
