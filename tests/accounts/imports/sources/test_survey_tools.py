"""Files as the usual survey tools write them: their headings, their dates, their scales."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.accounts.imports.files import read, written

LONG = "7312345678901234567"  # more digits than a float keeps
QUESTION = '"How likely is it that you would recommend Nordlys to a friend or colleague?"'
FILES = {
    "delighted": (
        "Response ID,Survey Type,Score,Comment,Person ID,Name,Email,Company,Created At\n"
        f'{LONG},nps,0,"Nobody calls,\nnobody writes.",11,Eva Holm,eva@acme.example,Acme,1767225600\n'
    ),
    "asknicely": (
        "response_id,name,email,answer,comment,note,sent,responded,segment\n"
        f'{LONG},Eva Holm,eva@acme.example,0,"Nobody calls,\nnobody writes.",call her,1767139200,1767225600,retainer\n'
    ),
    "retently": (
        "Email,First Name,Last Name,Company,Score,Rating Category,Feedback,Response Date,Campaign,Response ID\n"
        'eva@acme.example,Eva,Holm,Acme,0,Detractor,"Nobody calls,\nnobody writes.",2026-01-01T00:00:00Z,Half,'
        f"{LONG}\n"
    ),
    "surveymonkey": (
        f"Respondent ID,Collector ID,Start Date,End Date,Email Address,First Name,Last Name,{QUESTION},Why?\n"
        f"{LONG},400,2025-12-31 23:58:00,2026-01-01 00:00:00,eva@acme.example,Eva,Holm,Not at all likely - 0,"
        '"Nobody calls,\nnobody writes."\n'
    ),
    "typeform": (
        f"#,{QUESTION},What's the main reason for your score?,Email,Response Type,Start Date (UTC),"
        "Submit Date (UTC),Network ID\n"
        'abc,0,"Nobody calls,\nnobody writes.",eva@acme.example,completed,2025-12-31 23:58:00,'
        "2026-01-01 00:00:00,f00\n"
    ),
    "google forms": (
        f"Timestamp,Email Address,{QUESTION},Why?\n"
        '2026-01-01 00:00:00,eva@acme.example,0,"Nobody calls,\nnobody writes."\n'
    ),
    "hubspot": (
        "Response ID,Survey name,Survey type,Rating,Sentiment,Response,Contact email,Submission date\n"
        f'{LONG},Half-year,NPS,0,Detractor,"Nobody calls,\nnobody writes.",eva@acme.example,2026-01-01 00:00\n'
    ),
}


@pytest.mark.parametrize("tool", FILES)
def test_the_answers_of_each_tool_are_read(tmp_path: Path, tool: str) -> None:
    found = read(written(tmp_path, FILES[tool]))

    assert (found.source.key, found.outcome.refused, found.outcome.left_out) == ("nps-answers", [], [])
    (answer,) = found.outcome.records
    assert (answer.score, answer.comment) == (0, "Nobody calls,\nnobody writes.")
    assert (answer.email, answer.answered_at) == ("eva@acme.example", datetime(2026, 1, 1, tzinfo=UTC))
    if LONG in FILES[tool]:
        assert answer.external_id == LONG


def test_the_day_of_sending_makes_an_invitation(tmp_path: Path) -> None:
    (answer,) = read(written(tmp_path, FILES["asknicely"])).outcome.records

    assert answer.invited_at.date() == date(2025, 12, 31)


def test_a_scale_written_with_its_words_is_read(tmp_path: Path) -> None:
    text = "Score,Comment,Email,Response date\n" + "".join(
        f"{cell},,a{number}@x.example,2026-01-01\n"
        for number, cell in enumerate(("10 - Extremely likely", "Extremely likely - 10", "0 (not at all)", "7", ""))
    )
    outcome = read(written(tmp_path, text)).outcome

    assert [record.score for record in outcome.records] == [10, 10, 0, 7]
    assert len(outcome.left_out) == 1


@pytest.mark.parametrize("kind", ["CSAT", "ces", "Customer satisfaction survey"])
def test_answers_to_other_questions_are_left_out(tmp_path: Path, kind: str) -> None:
    """A 2 of 2 is no detractor."""
    text = f"Response ID,Survey type,Rating,Contact email,Submission date\n1,{kind},2,eva@acme.example,2026-01-01\n"
    outcome = read(written(tmp_path, text)).outcome

    assert (outcome.records, len(outcome.left_out)) == ([], 1)


@pytest.mark.parametrize("tool", FILES)
def test_reading_a_file_again_gives_the_same_ids(tmp_path: Path, tool: str) -> None:
    path = written(tmp_path, FILES[tool])

    assert [one.external_id for one in read(path).outcome.records] == [
        one.external_id for one in read(path).outcome.records
    ]
