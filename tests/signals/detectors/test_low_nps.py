import pytest

from accounts.models import SurveyResponse
from tests.factories import SurveyResponseFactory
from tests.scenarios import Story, Told, ago, learnt, opens, read, sentence

DETRACTOR, DROP, MUTE, PROMOTER = "nps_detractor", "nps_drop", "nps_mute", "nps_promoter"


def told_of(story: Story) -> Told:
    return read("low_nps", story)


def test_zero_is_an_answer() -> None:
    story = Story().answers(0, 0)

    told = told_of(story)

    assert told.reading["worst"] == 0
    assert told.strengths == {DETRACTOR: 1.0, DROP: 0.0, MUTE: None, PROMOTER: 0.0}
    assert sentence("low_nps", story) == "Gave us 0 on 2 Mar 2026."


def test_it_fires_for_a_detractor_a_drop_and_one_who_stopped_answering() -> None:
    assert opens("low_nps", Story("A").answers(6, 60))
    assert opens("low_nps", Story("B").answers(10, 90).answers(7, 0))
    assert opens("low_nps", used_to_answer("C", 600, 480).surveyed(200, 100))


def used_to_answer(name: str, *surveys: int) -> Story:
    story = Story(name).surveyed(*surveys)
    for sent in surveys:
        story.answers(8, sent - 3)
    return story


def test_benign_never_answers() -> None:
    never = Story("A").surveyed(300, 200, 100)
    once = used_to_answer("B", 480).surveyed(200, 100)
    now_and_then = used_to_answer("C", 600, 360).surveyed(480, 200, 100)

    assert [read("low_nps", story).strengths[MUTE] for story in (never, once, now_and_then)] == [1.0, 1.0, 1.0]
    assert not any(opens("low_nps", story) for story in (never, once, now_and_then))


def test_a_promoter_opens_nothing() -> None:
    assert not opens("low_nps", Story().answers(10, 1))


def test_blank_is_none() -> None:
    assert set(told_of(Story()).strengths.values()) == {None}


@pytest.mark.parametrize(("score", "detractor", "promoter"), [(6, 1, 0), (7, 0, 0), (8, 0, 0), (9, 0, 1), (10, 0, 1)])
def test_scores_are_split_as_everywhere(score: int, detractor: float, promoter: float) -> None:
    told = told_of(Story().answers(score, 0))

    assert (told.strengths[DETRACTOR], told.strengths[PROMOTER]) == (detractor, promoter)


def test_an_answer_halves_every_four_months() -> None:
    assert told_of(Story().answers(3, 122)).strengths[DETRACTOR] == pytest.approx(0.5)


def test_a_year_later_an_answer_says_nothing() -> None:
    assert told_of(Story().answers(3, 365)).strengths[DETRACTOR] is None


def test_a_drop_is_from_the_same_persons_earlier_answer() -> None:
    story = Story()
    ann, bo = story.contact("Ann"), story.contact("Bo")
    story.answers(10, 90, contact=ann).answers(7, 60, contact=bo).answers(8, 0, contact=ann)

    told = told_of(story)

    assert (told.reading["drop_from"], told.reading["drop_to"]) == (10, 8)
    assert told.strengths[DROP] == pytest.approx(1 / 3)
    assert sentence("low_nps", story, DROP) == "Gave us 8 on 2 Mar 2026, after 10."


def test_one_point_less_is_no_drop() -> None:
    assert told_of(Story().answers(9, 90).answers(8, 0)).strengths[DROP] == 0.0


def test_the_worst_of_several_people_speaks_and_leaves_no_promoter() -> None:
    story = Story()
    story.answers(10, 0, contact=story.contact("Ann")).answers(2, 0, contact=story.contact("Bo"))

    told = told_of(story)

    assert (told.strengths[DETRACTOR], told.strengths[PROMOTER]) == (1.0, 0.0)


def test_a_better_answer_later_replaces_the_same_persons_bad_one() -> None:
    assert told_of(Story().answers(2, 60).answers(9, 0)).strengths[DETRACTOR] == 0.0


def test_two_surveys_without_an_answer_are_mute() -> None:
    assert told_of(Story().surveyed(120, 30)).strengths[MUTE] == 1.0


def test_one_is_not() -> None:
    assert told_of(Story().surveyed(30)).strengths[MUTE] == 0.0


def test_the_last_answer_ends_the_count() -> None:
    story = Story().surveyed(200, 120).answers(8, 115).surveyed(30)

    told = told_of(story)

    assert told.reading["unanswered"] == 1
    assert told.strengths[MUTE] == 0.0


def test_an_invitation_has_two_weeks() -> None:
    assert told_of(Story().surveyed(120, 13)).strengths[MUTE] == 0.0


def test_a_client_who_was_never_asked_is_not_mute() -> None:
    assert told_of(Story().answers(8, 0)).strengths[MUTE] is None


def test_an_answer_learnt_later_does_not_count_before() -> None:
    story = Story()
    with learnt(5):
        SurveyResponseFactory(client=story.client, score=1, answered_on=ago(20))

    assert read("low_nps", story, day=ago(6)).strengths[DETRACTOR] is None
    assert told_of(story).reading["worst"] == 1


def test_a_corrected_answer_counts_as_it_was_known_then() -> None:
    story = Story().answers(1, 20)
    with learnt(10):
        SurveyResponse.objects.update(score=9)

    assert read("low_nps", story, day=ago(11)).reading["worst"] == 1
    assert told_of(story).reading["worst"] == 9


def test_evidence_holds_the_answers_and_the_silence_behind_the_reading() -> None:
    story = Story().answers(9, 200).answers(3, 150, comment="Too slow.").surveyed(100, 50)

    told = told_of(story)

    scores = [r.figure for r in told.evidence if r.record == "surveyresponse"]
    assert scores == [told.reading["drop_to"], told.reading["drop_from"]] == [3, 9]
    assert told.figures.count(-1.0) == told.reading["unanswered"] == 2
    assert told.evidence[0].text == "Someone there gave us 3: “Too slow.”"


def test_sentences_speak_of_the_factor_they_are_asked_for() -> None:
    story = Story().answers(9, 0).surveyed(60, 40)

    assert sentence("low_nps", story, PROMOTER) == "Gave us 9 on 2 Mar 2026."
    assert sentence("low_nps", story, MUTE) == "2 surveys in a row without an answer."
