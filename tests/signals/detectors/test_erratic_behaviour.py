from accounts.models import Observation
from tests.factories import ObservationFactory
from tests.scenarios import Story, ago, learnt, opens, read, sentence, strength

KEY = "erratic_behaviour"


def test_it_fires_for_two_dated_cases() -> None:
    story = Story().seen(KEY, 3, severity=3).seen(KEY, 60)

    assert opens(KEY, story)
    assert sentence(KEY, story) == "2 dated cases, the last on 27 Feb 2026."


def test_one_bad_day_is_not_counted() -> None:
    story = Story().seen(KEY, 3, 3, severity=3)

    assert strength(KEY, story) == 0.0
    assert sentence(KEY, story).endswith("Fewer than 2 are not counted.")


def test_a_client_nobody_writes_about_cannot_be_told_and_one_who_is_watched_is_fine() -> None:
    assert strength(KEY, Story("A")) is None
    assert strength(KEY, Story("B").noted(5)) == 0.0


def test_what_was_seen_of_another_kind_does_not_count() -> None:
    assert strength(KEY, Story().seen("haggling", 3, 9)) == 0.0


def test_cases_count_as_they_were_known_then() -> None:
    story = Story().noted(30).seen(KEY, 20)
    with learnt(5):
        ObservationFactory(client=story.client, kind=KEY, occurred_on=ago(9))
    with learnt(2):
        Observation.objects.filter(occurred_on=ago(20)).delete()

    assert strength(KEY, story, day=ago(6)) == 0.0
    assert strength(KEY, story, day=ago(4)) > 0.5  # type: ignore[operator]
    assert strength(KEY, story) == 0.0


def test_evidence_lists_the_dated_cases() -> None:
    story = Story().seen(KEY, 3, 40).seen("haggling", 8).seen(KEY, 721)

    told = read(KEY, story)

    assert [record.on for record in told.evidence] == [ago(3), ago(40)]
    assert sum(told.figures) == told.reading["cases"]


def test_the_same_contact_who_says_the_contrary_is_a_case() -> None:
    story = Story()
    jens = story.contact("Jens")
    story.seen("other", 40, contact=jens)
    story.seen("unclear_goals", 12, contact=jens, contradicts=story.last_seen)
    story.seen("unclear_goals", 4, contact=jens, contradicts=story.last_seen)

    told = read(KEY, story)

    assert opens(KEY, story)
    assert told.reading["cases"] == len(told.evidence) == 2


def test_two_contacts_who_say_the_contrary_are_not() -> None:
    story = Story()
    story.seen("other", 40, contact=story.contact("Eva"))
    story.seen("other", 12, 4, contact=story.contact("Jens"), contradicts=story.last_seen)

    assert strength(KEY, story) == 0.0
