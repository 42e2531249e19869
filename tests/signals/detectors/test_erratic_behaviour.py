from tests.scenarios import Story, opens, read, sentence, strength

KEY = "erratic_behaviour"


def test_it_fires_for_two_dated_cases() -> None:
    story = Story().seen(KEY, 3, severity=3).seen(KEY, 60)

    assert opens(KEY, story)
    assert sentence(KEY, story) == "2 dated cases, the last on 27 Feb 2026."


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
