"""A hand-over: the checklist from the book, our access last and proved, and how the door is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AccountAccess, Relation
from offboarding.access import ended_on
from offboarding.actions.handover import finish_item, give_item, leave_door, make_checklist, reopen_item
from offboarding.models import HandoverItem, Parting
from offboarding.readiness import access_revoked
from signals.models import Task
from tests.cast import Cast
from tests.factories import AccountAccessFactory, DeliverableFactory, ManagerLinkFactory
from tests.factories.days import DAY, NOON, day
from tests.offboarding.cases import case


@pytest.fixture
def access(cast: Cast) -> AccountAccess:
    return AccountAccessFactory(ad_account__client=cast.client, relation=Relation.OURS, granted_on=day(-300))


@pytest.fixture
def parting(cast: Cast, access: AccountAccess, at: Callable[[dt.datetime], None]) -> Parting:
    """A case in its hand-over that ends today, with its checklist made."""
    at(NOON)
    DeliverableFactory(client=cast.client, title="March report", delivered_on=None)
    found = case(cast, "handover", end_on=DAY, notice_on=DAY)
    make_checklist(by=cast.keeper, parting=found)
    return found


def line_of(access: AccountAccess) -> HandoverItem:
    return HandoverItem.objects.select_related("access", "parting").get(access=access)


def finish_what_comes_before(cast: Cast, parting: Parting) -> None:
    for item in parting.items.exclude(kind="access"):
        finish_item(by=cast.keeper, item=item, on=DAY, proof="Confirmed by Freja")


def test_the_checklist_has_what_the_book_knows_and_is_made_once(
    cast: Cast, parting: Parting, access: AccountAccess
) -> None:
    keys = set(parting.items.values_list("key", flat=True))
    assert {f"account-{access.ad_account_id}", f"access-{access.pk}"} <= keys
    assert any("March report" in title for title in parting.items.values_list("title", flat=True))
    assert set(parting.items.values_list("owner", flat=True)) == {cast.keeper.pk}
    assert line_of(access).due_on == day(1)

    before = list(parting.items.values())
    assert make_checklist(by=cast.keeper, parting=parting) == 0
    assert list(parting.items.values()) == before


def test_our_access_leaves_last_and_the_record_of_it_is_the_proof(
    cast: Cast, parting: Parting, access: AccountAccess
) -> None:
    with pytest.raises(ValidationError, match="leaves last"):
        finish_item(by=cast.keeper, item=line_of(access), on=DAY, proof="Removed")
    access.refresh_from_db()
    assert access.revoked_on is None

    finish_what_comes_before(cast, parting)
    finish_item(by=cast.keeper, item=line_of(access), on=DAY, proof="Removed")

    access.refresh_from_db()
    assert access.revoked_on == DAY


def test_a_manager_account_of_ours_is_an_access_of_ours(cast: Cast, parting: Parting, access: AccountAccess) -> None:
    """Whoever sits in it is in the client's account, whatever single accesses were revoked."""
    link = ManagerLinkFactory(ad_account=access.ad_account, relation=Relation.OURS, linked_on=day(-300))
    ManagerLinkFactory(ad_account=access.ad_account, relation=Relation.AGENCY, manager_number="1")
    assert make_checklist(by=cast.keeper, parting=parting) == 1
    line = HandoverItem.objects.select_related("link", "parting").get(link=link)
    with pytest.raises(ValidationError, match="leaves last"):
        finish_item(by=cast.keeper, item=line, on=DAY, proof="Unlinked")

    finish_what_comes_before(cast, parting)
    finish_item(by=cast.keeper, item=line_of(access), on=DAY, proof="Removed")
    assert access_revoked(parting)
    assert ended_on(cast.client.pk) is None

    finish_item(by=cast.keeper, item=line, on=DAY, proof="Unlinked")
    link.refresh_from_db()
    assert link.unlinked_on == DAY
    assert access_revoked(parting) == ""
    assert ended_on(cast.client.pk) == DAY


def test_needless_does_not_say_that_it_was_revoked(cast: Cast, parting: Parting, access: AccountAccess) -> None:
    finish_item(by=cast.keeper, item=line_of(access), on=DAY, proof="A shared inbox", needless=True)

    access.refresh_from_db()
    assert access.revoked_on is None


def test_done_needs_a_day_that_came_and_what_shows_it(cast: Cast, parting: Parting) -> None:
    item = parting.items.filter(kind="asset").first()
    assert item is not None
    for on, proof in ((day(1), "Sent"), (DAY, " ")):
        with pytest.raises(ValidationError):
            finish_item(by=cast.keeper, item=item, on=on, proof=proof)


def test_taken_back_a_line_is_open_and_the_record_of_the_access_stays(
    cast: Cast, parting: Parting, access: AccountAccess
) -> None:
    finish_what_comes_before(cast, parting)
    finish_item(by=cast.keeper, item=line_of(access), on=DAY, proof="Removed")

    item = reopen_item(by=cast.keeper, item=line_of(access))

    assert (item.state, item.done_on, item.proof) == ("to_do", None, "")
    access.refresh_from_db()
    assert access.revoked_on == DAY


def test_a_line_is_given_to_nobody_who_may_not_see_the_case(cast: Cast, parting: Parting) -> None:
    item = parting.items.first()
    assert item is not None
    with pytest.raises(ValidationError, match="may not see"):
        give_item(by=cast.keeper, item=item, owner=cast.teammate, due_on=DAY)

    assert give_item(by=cast.keeper, item=item, owner=cast.lead, due_on=day(2)).owner == cast.lead


def test_the_door_is_left_open_with_one_task_to_get_in_touch(cast: Cast, parting: Parting) -> None:
    for _ in range(2):
        leave_door(by=cast.keeper, parting=parting, door="terms", terms="Prepayment", on=day(180))

    assert Task.objects.get(client=cast.client).due_on == day(180)
    assert (parting.door, parting.door_terms) == ("terms", "Prepayment")
    with pytest.raises(ValidationError):
        leave_door(by=cast.keeper, parting=parting, door="terms", terms=" ", on=None)
