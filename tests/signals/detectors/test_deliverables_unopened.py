import pytest

from accounts.models import Click, Message
from tests.factories import ClickFactory, ContactFactory, LinkFactory
from tests.scenarios import Story, ago, learnt, moment, read, sentence, strength

KEY = "deliverables_unopened"
BEFORE, NOW = range(80, 350, 30), (20, 35, 65)


def reader(**how: float) -> Story:
    """A report a month, opened the day after, until ten weeks ago."""
    story = Story(**how)  # type: ignore[arg-type]
    for made in BEFORE:
        story.delivers(made, opened=1)
    return story


def sends(story: Story, **how: int | bool | None) -> Story:
    for made in NOW:
        story.delivers(made, **how)  # type: ignore[arg-type]
    return story


def test_it_fires_when_nobody_opens_reports_any_more() -> None:
    story = sends(reader())

    assert strength(KEY, story) == 1.0
    assert sentence(KEY, story) == "3 of 3 deliverables in eight weeks were not opened; before it was 0 of 9."


def test_reports_that_are_opened_as_ever_are_fine() -> None:
    assert strength(KEY, sends(reader(), opened=3)) == 0.0


def test_one_report_missed_is_none() -> None:
    story = reader().delivers(20).delivers(35, opened=1).delivers(65, opened=1)

    assert strength(KEY, story) == 0.0


def test_an_opening_by_a_machine_is_none() -> None:
    story = sends(reader(), opened=0, automatic=True)

    assert strength(KEY, story) == 1.0
    assert sentence(KEY, story).endswith("3 were opened by a machine only.")


def test_an_opening_after_a_fortnight_is_too_late() -> None:
    assert read(KEY, sends(reader(), opened=15)).reading["unopened"] == 3


def test_a_report_of_this_week_may_still_be_opened() -> None:
    assert read(KEY, sends(reader(), opened=1).delivers(13)).reading["sent"] == 3


def test_several_links_to_one_report_are_one() -> None:
    story = sends(reader(), opened=1)
    first = story.client.links.get(made_on=ago(20))
    with learnt(15):
        LinkFactory(client=story.client, deliverable=first.deliverable, made_on=ago(18))

    assert read(KEY, story).reading["sent"] == 3


def test_benign_meeting() -> None:
    story = sends(reader())
    for made in NOW:
        story.says(made - 5, Message.Direction.OUT, channel=Message.Channel.MEETING)

    assert strength(KEY, story) == 0.0
    assert read(KEY, story).evidence[0].text == "Report 20: not opened, but there was a meeting"


def test_benign_never_opened() -> None:
    story = Story()
    for made in BEFORE:
        story.delivers(made)

    assert strength(KEY, sends(story)) < 0.3  # type: ignore[operator]


@pytest.mark.parametrize("kind", ["holiday", "pause"])
def test_benign_away(kind: str) -> None:
    story = sends(reader()).period(kind, 40, 5).delivers(60, opened=1)

    assert read(KEY, story).reading["sent"] == 2
    assert strength(KEY, story) == 0.0


def test_without_tracked_links_or_a_baseline_it_cannot_be_told() -> None:
    assert strength(KEY, Story()) is None
    assert strength(KEY, sends(Story())) is None
    assert strength(KEY, reader().delivers(20)) is None


def test_an_opening_learnt_later_does_not_count_before() -> None:
    story = sends(reader())
    with learnt(2):
        for link in story.client.links.filter(made_on__gte=ago(65)):
            ClickFactory(client=story.client, link=link, occurred_at=moment(link.made_on))

    assert strength(KEY, story, day=ago(3)) == 1.0
    assert strength(KEY, story) == 0.0
    assert Click.objects.filter(automatic=False).count() == 12


def test_evidence_adds_up_to_what_was_not_opened() -> None:
    story = reader().delivers(20).delivers(35, opened=1).delivers(65)

    told = read(KEY, story)

    assert sum(told.figures) == told.reading["unopened"] == 2
    assert len(told.evidence) == told.reading["sent"] == 3
    texts = [r.text for r in told.evidence]
    assert texts == ["Report 20: not opened", "Report 35: opened 1 time", "Report 65: not opened"]


def test_benign_untracked() -> None:
    """Known from the day on which they asked; before, their links told what they told."""
    story = sends(reader())
    with learnt(2):
        story.client.links.update(contact=ContactFactory(client=story.client, untracked=True))

    assert strength(KEY, story) is None
    assert strength(KEY, story, day=ago(3)) == 1.0
