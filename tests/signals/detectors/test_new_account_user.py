import pytest

from accounts.models import AccountAccess, Relation
from tests.factories import AccountAccessFactory
from tests.scenarios import Story, ago, alert_strength, learnt, opens, read, sentence, strength

KEY = "new_account_user"


def test_it_fires_for_another_agency_and_fades_with_a_half_life_of_60_days() -> None:
    story = Story().lets_in("eve@rival.example", 60, Relation.AGENCY)

    assert strength(KEY, story) == pytest.approx(0.8)
    assert strength(KEY, story, day=ago(60)) == 1.0
    assert opens(KEY, story)


def test_a_manager_account_of_another_agency_counts_as_one() -> None:
    story = Story().links_manager("Rival MCC", 60)

    assert strength(KEY, story) == pytest.approx(0.8)
    assert sentence(KEY, story) == "Another agency may enter the ad account since 1 Jan 2026."


def test_someone_outside_both_firms_counts_once() -> None:
    assert strength(KEY, Story().lets_in("x@mail.example", 60, Relation.OTHER)) == pytest.approx(0.5)


def test_benign_colleague_opens_no_alert_announced_or_not() -> None:
    story = Story().lets_in("new@client.example", 0, Relation.CLIENT)

    assert alert_strength(KEY, story) == pytest.approx(0.49)
    assert not opens(KEY, Story("B").lets_in("new@client.example", 0, Relation.CLIENT, announced=True))


def test_a_colleague_hides_no_stranger() -> None:
    story = Story().lets_in("x@mail.example", 30, Relation.OTHER).lets_in("new@client.example", 0, Relation.CLIENT)

    assert alert_strength(KEY, story) == pytest.approx(0.5**0.5)


def test_without_an_ad_account_nothing_opens_and_nothing_ends() -> None:
    assert alert_strength(KEY, Story()) is None


def test_a_colleague_who_was_announced_counts_little() -> None:
    story = Story().lets_in("new@client.example", 0, Relation.CLIENT, announced=True)

    assert strength(KEY, story) == pytest.approx(0.4)
    assert "announced to us" in sentence(KEY, story)


def test_a_colleague_nobody_announced_counts_as_a_stranger() -> None:
    assert strength(KEY, Story().lets_in("new@client.example", 0, Relation.CLIENT)) == 1.0


def test_benign_our_staff_is_nobody_new() -> None:
    story = Story().lets_in("kim@agency.example", 1, Relation.OURS)

    assert not opens(KEY, story)
    assert strength(KEY, story) == 0.0
    assert sentence(KEY, story) == "Nobody new may enter the ad account."


def test_who_had_access_from_the_start_is_nobody_new() -> None:
    assert strength(KEY, Story(started=100).lets_in("it@client.example", 71, Relation.CLIENT)) == 0.0
    assert strength(KEY, Story(started=100).lets_in("it@client.example", 69, Relation.CLIENT)) > 0  # type: ignore[operator]


def test_an_access_taken_back_is_over() -> None:
    assert strength(KEY, Story().lets_in("eve@rival.example", 60, Relation.AGENCY, until=10)) == 0.0
    assert strength(KEY, Story().links_manager("Rival", 60, until=10)) == 0.0


def test_the_entry_that_weighs_most_speaks() -> None:
    story = Story().lets_in("eve@rival.example", 30, Relation.AGENCY).lets_in("kim@agency.example", 1, Relation.OURS)
    story.lets_in("new@client.example", 2, Relation.CLIENT, announced=True)

    assert read(KEY, story).reading["agency"] == 1


def test_an_ad_account_with_nobody_new_is_looked_at_and_fine() -> None:
    story = Story()
    story.ad_account()

    assert strength(KEY, story) == 0.0


def test_without_an_ad_account_it_cannot_be_told() -> None:
    assert strength(KEY, Story()) is None


def test_after_a_year_nobody_is_new() -> None:
    assert strength(KEY, Story().lets_in("eve@rival.example", 365, Relation.AGENCY)) == 0.0


def test_an_access_learnt_later_does_not_count_before() -> None:
    story = Story()
    account = story.ad_account()
    with learnt(5):
        AccountAccessFactory(ad_account=account, granted_on=ago(60))

    assert strength(KEY, story, day=ago(6)) == 0.0
    assert strength(KEY, story) == pytest.approx(0.8)


def test_whose_somebody_is_counts_as_it_was_known_then() -> None:
    story = Story().lets_in("eve@rival.example", 60, Relation.OTHER)
    with learnt(10):
        AccountAccess.objects.update(relation=Relation.AGENCY)

    assert read(KEY, story, day=ago(11)).reading["agency"] == 0
    assert read(KEY, story).reading["agency"] == 1


def test_the_strength_can_be_recomputed_from_the_evidence() -> None:
    """`figure` is the factor of whose they are; the strongest today decides."""
    story = Story().lets_in("eve@rival.example", 80, Relation.AGENCY).lets_in("x@mail.example", 50, Relation.OTHER)
    story.lets_in("new@client.example", 3, Relation.CLIENT, announced=True)

    told = read(KEY, story)

    weights = [r.figure * 0.5 ** ((ago(0) - r.on).days / 60) for r in told.evidence]
    assert told.figures == [0.4, 1.0, 1.6]
    assert told.strengths[KEY] == pytest.approx(max(weights), abs=1e-6)
    assert told.evidence[-1].text == "eve@rival.example was let in (another agency)"
