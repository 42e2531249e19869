from signals.framing import FrameData
from tests.factories import MessageFactory
from tests.scenarios import Story, ago, learnt, moment, opens, read, sentence, strength

KEY = "sudden_questions"


def hands_off(**how: float) -> Story:
    return Story(**how).writes(per_week=1, since=240, until=28, asking=0.2)  # type: ignore[arg-type]


def test_it_fires_for_a_hands_off_client_who_suddenly_writes_and_asks_much_more() -> None:
    story = hands_off().writes(per_week=5, since=27, asking=1.0)

    told = read(KEY, story)

    assert told.strengths[KEY] > 0.9  # type: ignore[operator]
    assert opens(KEY, story)
    assert told.reading["asked"] == told.reading["y"] == 20


def test_more_messages_without_more_questions_stay_below_an_alert() -> None:
    story = hands_off().writes(per_week=5, since=27, asking=0.2)

    assert 0.2 < strength(KEY, story) < 0.5  # type: ignore[operator]


def test_more_questions_in_as_many_messages_are_no_surge() -> None:
    assert strength(KEY, hands_off().writes(per_week=1, since=27, asking=1.0)) == 0.0


def test_benign_launch_explains_it() -> None:
    story = hands_off().writes(per_week=5, since=27, asking=1.0).period("launch", 20)

    assert not opens(KEY, story)
    assert read(KEY, story).reading["excused"] == 1


def test_benign_onboarding_explains_it() -> None:
    assert not opens(KEY, hands_off().writes(per_week=5, since=27, asking=1.0).period("onboarding", 20))


def test_a_launch_of_long_ago_does_not() -> None:
    story = hands_off().writes(per_week=5, since=27, asking=1.0).period("launch", 60, 28)

    assert strength(KEY, story) > 0.9  # type: ignore[operator]


def test_benign_new_contact_who_learns_explains_it() -> None:
    story = hands_off()
    story.writes(per_week=5, since=27, asking=1.0, contact=story.contact("New", joined=40))

    assert not opens(KEY, story)
    assert strength(KEY, story) == 0.0


def test_a_new_contact_who_does_not_write_explains_nothing() -> None:
    story = hands_off().writes(per_week=5, since=27, asking=1.0)
    story.contact("New", joined=40)

    assert strength(KEY, story) > 0.9  # type: ignore[operator]


def test_a_new_client_asks_while_they_begin() -> None:
    story = hands_off(started=59).writes(per_week=5, since=27, asking=1.0)

    assert strength(KEY, story) == 0.0


def test_too_little_history_cannot_be_told() -> None:
    assert strength(KEY, Story().writes(per_week=5, since=50, asking=1.0)) is None


def test_when_mail_is_no_longer_read_nothing_can_be_told_after_a_while() -> None:
    story = hands_off().writes(per_week=5, since=27, asking=1.0)
    frame = FrameData(spoke={"message": ago(0).isoformat()})

    assert strength(KEY, story, frame=frame, day=ago(-30)) > 0.9  # type: ignore[operator]
    assert strength(KEY, story, frame=frame, day=ago(-61)) is None


def test_a_question_learnt_later_does_not_count_before() -> None:
    story = hands_off().writes(per_week=1, since=27)
    with learnt(0):
        for n in range(1, 27):
            MessageFactory(client=story.client, occurred_at=moment(ago(n)), questions=2)

    assert strength(KEY, story, day=ago(1)) == 0.0
    assert strength(KEY, story) > 0.9  # type: ignore[operator]


def test_evidence_counts_the_messages_and_those_that_ask() -> None:
    story = hands_off().writes(per_week=5, since=27, asking=0.5)

    told = read(KEY, story)

    assert len(told.evidence) == told.reading["y"] == 20
    assert sum(told.figures) == told.reading["asked"] == 10
    assert "asked 1 question" in told.evidence[0].text


def test_the_sentence_says_how_many_ask_and_what_would_be_usual() -> None:
    story = hands_off().writes(per_week=5, since=27, asking=0.5)

    assert sentence(KEY, story).startswith("20 messages in four weeks, 10 of them ask something; up to ")
