import pytest

from accounts.models import Contact
from tests.scenarios import Story, ago, alert_strength, learnt, opens, read, sentence, strength

KEY = "contact_departed"


def with_others_in_touch(story: Story) -> Story:
    return story.mails(3, 9, contact=story.contact("Bo"))


def test_it_fires_for_a_champion_who_left_and_fades_with_a_half_life_of_90_days() -> None:
    story = with_others_in_touch(Story())
    story.contact("Ann", left=90, is_champion=True)

    assert strength(KEY, story) == pytest.approx(0.5)
    assert strength(KEY, story, day=ago(90)) == pytest.approx(1.0)
    assert opens(KEY, story, day=ago(90))


def test_a_senior_one_counts_more() -> None:
    story = with_others_in_touch(Story())
    story.contact("Ann", left=90, is_decider=True, is_senior=True)

    assert strength(KEY, story) == pytest.approx(0.6)


def test_it_is_worse_when_nobody_else_is_in_touch() -> None:
    story = Story().mails(70, 80)
    ann = story.contact("Ann", left=90, is_champion=True)
    story.mails(95, 50, contact=ann)

    assert strength(KEY, story) == pytest.approx(0.6)
    assert sentence(KEY, story) == "Our main contact left on 2 Dec 2025. Nobody else there writes to us."


def test_benign_planned_successor_who_was_introduced_opens_no_alert() -> None:
    story = Story()
    story.contact("Ann", left=0, is_champion=True, is_senior=True, introduced=True)

    assert strength(KEY, story) > 0.5  # type: ignore[operator]
    assert alert_strength(KEY, story) == pytest.approx(0.49)


def test_an_introduced_successor_halves_it() -> None:
    story = with_others_in_touch(Story())
    story.contact("Ann", left=90, is_champion=True, introduced=True)

    assert strength(KEY, story) == pytest.approx(0.25)
    assert sentence(KEY, story).endswith("The successor was introduced to us.")


def test_an_announced_leave_is_none_before_its_day() -> None:
    story = with_others_in_touch(Story())
    story.contact("Ann", left=-14, is_champion=True)

    assert strength(KEY, story) == 0.0
    assert sentence(KEY, story) == "Our main contacts are still there."


def test_somebody_else_who_leaves_is_no_main_contact() -> None:
    story = with_others_in_touch(Story())
    story.contact("Trainee", left=10)

    assert strength(KEY, story) == 0.0


def test_a_client_whose_contacts_nobody_knows_cannot_be_told() -> None:
    assert strength(KEY, Story()) is None


def test_an_observation_that_a_contact_leaves_counts_too() -> None:
    story = with_others_in_touch(Story()).seen("contact_departed", 90)

    assert strength(KEY, story) == pytest.approx(0.5)


def test_mails_of_the_one_who_was_seen_to_leave_are_nobody_elses() -> None:
    story = Story()
    ann = story.contact("Ann", is_champion=True)
    story.mails(3, 9, contact=ann).seen("contact_departed", 1, contact=ann)

    assert read(KEY, story).reading["alone"] == 1


def test_a_leave_that_was_seen_and_written_down_is_one() -> None:
    story = with_others_in_touch(Story())
    ann = story.contact("Ann", left=20, is_champion=True)
    story.seen("contact_departed", 25, contact=ann)

    assert len(read(KEY, story).evidence) == 1


def test_after_a_year_it_is_forgotten() -> None:
    story = with_others_in_touch(Story())
    story.contact("Ann", left=365, is_champion=True)

    assert strength(KEY, story) == 0.0


def test_the_departure_that_weighs_most_is_not_hidden_by_a_later_planned_one() -> None:
    story = with_others_in_touch(Story())
    story.contact("Ann", left=10, is_champion=True)
    story.contact("Bea", left=5, is_decider=True, introduced=True)

    assert read(KEY, story).reading["introduced"] == 0


def test_a_leave_learnt_later_does_not_count_before() -> None:
    story = with_others_in_touch(Story())
    ann = story.contact("Ann", is_champion=True)
    with learnt(10):
        Contact.objects.filter(pk=ann.pk).update(left_on=ago(40))

    assert strength(KEY, story, day=ago(11)) == 0.0
    assert strength(KEY, story) == pytest.approx(0.5 ** (40 / 90))


def test_evidence_lists_every_departure_and_holds_the_one_that_is_judged() -> None:
    story = with_others_in_touch(Story()).seen("contact_departed", 60)
    story.contact("Ann", left=30, is_champion=True)

    told = read(KEY, story)

    assert [record.text for record in told.evidence] == ["Ann left", "A main contact left"]
    assert told.figures == [1.0, 1.0]
    assert told.strengths[KEY] == pytest.approx(0.5 ** (30 / 90))
