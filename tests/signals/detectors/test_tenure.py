import pytest

from accounts.models import Client
from signals.detection import day_number
from tests.factories import InvoiceFactory
from tests.scenarios import Story, ago, learnt, read, sentence, strength

KEY, NEW, MATURE = "tenure", "tenure_new", "tenure_mature"


@pytest.mark.parametrize(
    ("days", "new", "mature"), [(0, 1, 0), (243, 1, 0), (244, 0, 0), (731, 0, 0), (1096, 0, 0.5), (1500, 0, 1)]
)
def test_the_first_eight_months_and_the_years_after_two(days: int, new: float, mature: float) -> None:
    told = read(KEY, Story(started=days))

    assert told.strengths[NEW] == new
    assert told.strengths[MATURE] == pytest.approx(mature, abs=0.002)


def test_an_unknown_start_cannot_be_told() -> None:
    told = read(KEY, Story(started=None))

    assert told.strengths == {NEW: None, MATURE: None}
    assert sentence(KEY, Story(started=None)) == ""


def test_an_old_invoice_proves_a_settled_client() -> None:
    story = Story(started=None).invoice(1430, terms=30, late=0)

    told = read(KEY, story)

    assert told.strengths[NEW] == 0.0
    assert told.strengths[MATURE] == pytest.approx(1.0, abs=0.002)


def test_a_recent_invoice_proves_no_new_one() -> None:
    story = Story(started=None).contract(since=60)

    assert strength(KEY, story, NEW) is None
    assert sentence(KEY, story) == "With us at least since 1 Jan 2026."


def test_a_written_start_beats_a_trace() -> None:
    assert read(KEY, Story(started=100).contract(since=900)).strengths == {NEW: 1.0, MATURE: 0.0}


def test_a_trace_learnt_later_does_not_count_before() -> None:
    story = Story(started=None)
    with learnt(2):
        InvoiceFactory(client=story.client, issued_on=ago(1500), due_on=ago(1470))

    assert strength(KEY, story, MATURE, day=ago(3)) is None
    assert strength(KEY, story, MATURE) == 1.0


def test_a_corrected_start_counts_as_it_was_known_then() -> None:
    story = Story(started=100)
    with learnt(2):
        Client.objects.update(started_on=ago(900))

    assert (strength(KEY, story, NEW, day=ago(3)), strength(KEY, story, NEW)) == (1.0, 0.0)


@pytest.mark.parametrize("story", [lambda: Story(started=400), lambda: Story(started=None).contract(since=60)])
def test_evidence_is_the_day_that_is_read(story) -> None:  # type: ignore[no-untyped-def]
    told = read(KEY, story())

    (record,) = told.evidence
    start = told.reading["started"] if told.reading["started"] is not None else told.reading["trace"]
    assert record.figure == start == day_number(record.on)


def test_sentences_tell_the_new_from_the_settled() -> None:
    assert sentence(KEY, Story(started=100)) == "With us since 22 Nov 2025. Newer relationships end more often."
    assert sentence(KEY, Story(started=1461)) == "With us for 4 years. Long relationships end less often."
