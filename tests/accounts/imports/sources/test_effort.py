from datetime import date, timedelta
from pathlib import Path

from tests.accounts.imports.files import read, written

HARVEST = (
    "Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,Invoiced?,Approved?,"
    "First Name,Last Name,Roles,Employee?,Billable Rate,Billable Amount,Cost Rate,Cost Amount,"
    "Currency\n"
)
TOGGL = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,"
    "End time,Duration,Tags,Amount (EUR)\n"
)
CLOCKIFY = (
    "Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,"
    "End Date,End Time,Duration (h),Duration (decimal)\n"
)


def test_harvest_with_european_numbers(tmp_path: Path) -> None:
    found = read(
        written(
            tmp_path,
            HARVEST + ('2024-01-13,Acme,Ads,P1,Design,note,"1,5",Yes,No,Yes,Ann,Bo,,Yes,"100,0","2.000,0",,,EUR\n'),
        )
    )
    (entry,) = found.outcome.records
    assert found.source.key == "harvest-hours"
    assert (entry.duration, entry.person, entry.billable) == (timedelta(minutes=90), "Ann Bo", True)


def test_two_equal_entries_of_a_day_stay_two_and_keep_their_ids(tmp_path: Path) -> None:
    row = "2024-01-13,Acme,Ads,,Design,,1.0,Yes,,,Ann,Bo,,,,,,,EUR\n"
    once = [record.external_id for record in read(written(tmp_path, HARVEST + row * 2)).outcome.records]
    longer = [record.external_id for record in read(written(tmp_path, HARVEST + row * 3)).outcome.records]
    assert len(set(once)) == 2
    assert longer[:2] == once


def test_toggl_with_a_byte_order_mark(tmp_path: Path) -> None:
    text = TOGGL + (
        "Ann,ann@us.example,Acme,Ads,,call,No,2024-01-13,23:30:00,2024-01-14,01:00:00,01:30:00,,0.00\n"
        "Ann,ann@us.example,,Own,,,No,2024-01-13,09:00:00,2024-01-13,10:00:00,01:00:00,,\n"
    )
    outcome = read(written(tmp_path, text, "utf-8-sig")).outcome
    assert [(record.worked_on, record.duration) for record in outcome.records] == [
        (date(2024, 1, 13), timedelta(minutes=90))
    ]
    assert "without a client" in outcome.left_out[0].reason


def test_clockify_trusts_the_times_over_its_decimal(tmp_path: Path) -> None:
    text = CLOCKIFY + (
        "Ads,Acme,x,,Ann,,ann@us.example,,Yes,01/13/2024,09:00:00 AM,01/13/2024,10:00:00 AM,01:00:00,0.00\n"
        "Ads,Acme,x,,Ann,,ann@us.example,,Yes,01/14/2024,11:30:00 PM,01/15/2024,12:15:00 AM,00:45:00,0.75\n"
    )
    found = read(written(tmp_path, text))
    assert [(record.worked_on.day, record.duration) for record in found.outcome.records] == [
        (13, timedelta(hours=1)),
        (14, timedelta(minutes=45)),
    ]


def test_any_list_of_hours(tmp_path: Path) -> None:
    found = read(
        written(tmp_path, ("Datum;Kunde;Mitarbeiter;Stunden\n13.01.2024;Acme;Ann;2,25\n14.01.2024;Acme;Ann;25\n"))
    )
    assert found.outcome.records[0].duration == timedelta(minutes=135)
    assert found.outcome.refused[0].row == 3
