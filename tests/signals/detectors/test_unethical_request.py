from accounts.models import Observation
from signals.detectors import BY_KEY
from signals.scorecards import shipped
from tests.scenarios import Story, ago, alert_strength, learnt, opens, read, sentence

KEY = "unethical_request"


def test_it_fires_for_one_dated_case_at_once_and_is_urgent() -> None:
    story = Story().seen(KEY, 0, severity=1)

    assert alert_strength(KEY, story) == 1.0
    assert BY_KEY[KEY].urgent


def test_it_is_averaged_into_no_score() -> None:
    assert read(KEY, Story().seen(KEY, 3)).strengths == {}
    assert BY_KEY[KEY].factors == ()
    assert not any("unethical" in factor.key for factor in shipped())


def test_after_half_a_year_its_flag_is_lowered() -> None:
    story = Story().seen(KEY, 180)

    assert opens(KEY, story, day=ago(1))
    assert alert_strength(KEY, story) == 0.0


def test_a_flag_of_a_client_nobody_writes_about_any_more_ends_too() -> None:
    assert alert_strength(KEY, Story().seen(KEY, 800)) == 0.0


def test_a_case_taken_back_lowers_the_flag() -> None:
    story = Story().seen(KEY, 9).noted(30)
    with learnt(2):
        Observation.objects.all().delete()

    assert opens(KEY, story, day=ago(3))
    assert not opens(KEY, story)


def test_other_cases_raise_no_flag() -> None:
    assert alert_strength(KEY, Story().seen("disrespect", 3, severity=3)) == 0.0


def test_evidence_and_sentence_name_the_days() -> None:
    story = Story().seen(KEY, 3, 40, 200)

    told = read(KEY, story)

    assert [record.on for record in told.evidence] == [ago(3), ago(40)]
    assert sum(told.figures) == told.reading["recent"]
    assert sentence(KEY, story) == "Asked 2 times for something we will not do, the last on 27 Feb 2026."
