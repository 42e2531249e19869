from tests.scenarios import Story, opens, sentence

KEY = "disrespect"


def test_it_fires_for_two_dated_cases() -> None:
    story = Story().seen(KEY, 3, severity=3).seen(KEY, 60)

    assert opens(KEY, story)
    assert sentence(KEY, story) == "2 dated cases, the last on 27 Feb 2026."
