"""Deliverables and links are made once, changed by those who may, archived and never deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actions import links as actions
from accounts.actions.links import Terms, Upload
from accounts.models import Deliverable, DeliverableFile, Link, LinkTerms
from clienthealth.core.history import past_models
from tests.cast import Cast
from tests.factories import ContactFactory, DeliverableFactory, LinkFactory, LinkTermsFactory
from tests.factories.days import DAY, NOON, day

PDF = Upload("March.pdf", b"%PDF-1.7 the report")


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


def report(cast: Cast, **more: Any) -> Deliverable:
    given: dict[str, Any] = {"by": cast.keeper, "client": cast.client, "kind": "report", "title": "Report of February",
                             "delivered_on": DAY, "key": "form-1"}  # fmt: skip
    return actions.create_deliverable(**{**given, **more})


def test_a_form_sent_twice_makes_one_of_everything(cast: Cast) -> None:
    petra = ContactFactory(client=cast.client)
    for _time in range(2):
        made = report(cast, file=PDF)
        actions.create_links(made, by=cast.keeper, contacts=[petra], key="form-1")

    assert (Deliverable.objects.count(), DeliverableFile.objects.count(), Link.objects.count()) == (1, 1, 1)


def test_a_key_that_was_used_for_something_else_is_refused(cast: Cast) -> None:
    report(cast)

    with pytest.raises(ValidationError, match="used already"):
        report(cast, title="Another one")


def test_a_file_is_kept_as_it_came_and_not_overwritten(cast: Cast) -> None:
    made = report(cast, file=PDF)
    report(cast, file=Upload("other.pdf", b"%PDF-1.7 another"))

    kept = DeliverableFile.objects.get(deliverable=made)
    assert bytes(kept.content) == PDF.content
    assert (kept.name, kept.kind, kept.size) == ("March.pdf", "application/pdf", len(PDF.content))


@pytest.mark.parametrize("content", [b"<html>", b"MZ\x90\0", b"%PDF-" + b"x" * (25 * 1024 * 1024)])
def test_files_that_may_not_be_shared_leave_nothing_behind(cast: Cast, content: bytes) -> None:
    with pytest.raises(ValidationError):
        report(cast, file=Upload("x.pdf", content))

    assert not Deliverable.objects.exists()


def test_each_recipient_gets_a_link_that_nobody_can_guess(cast: Cast) -> None:
    people = [ContactFactory(client=cast.client) for _n in range(3)]

    links = actions.create_links(
        report(cast, file=PDF), by=cast.keeper, contacts=people, terms=Terms(slug="march", tags=[" a ", "a", ""])
    )

    assert [link.contact for link in links] == people
    assert all(link.slug.startswith("march-") and len(link.slug) >= 13 for link in links)
    assert len({link.slug for link in links}) == 3
    assert links[0].tags == ["a"]


def test_whoever_has_an_open_link_keeps_it_and_an_archived_one_is_made_anew(cast: Cast) -> None:
    petra, made = ContactFactory(client=cast.client), report(cast, file=PDF)
    (first,) = actions.create_links(made, by=cast.keeper, contacts=[petra])
    (again,) = actions.create_links(made, by=cast.keeper, contacts=[petra])
    actions.archive(Link.objects.filter(pk=first.pk), by=cast.keeper)
    (anew,) = actions.create_links(made, by=cast.keeper, contacts=[petra])

    assert again.pk == first.pk
    assert anew.pk != first.pk


def test_an_own_address_is_taken_once_and_said_so(cast: Cast) -> None:
    LinkFactory(slug="march")

    with pytest.raises(ValidationError, match=r"Another link has this name|taken"):
        actions.create_links(report(cast, file=PDF), by=cast.keeper, terms=Terms(slug="march"))


def test_a_link_without_a_place_to_lead_to_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="where the link leads"):
        actions.create_links(report(cast), by=cast.keeper)


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "ftp://x.example/a", "https://a:b@x.example/", "//x.example"]
)
def test_only_addresses_of_the_web_are_targets(cast: Cast, target: str) -> None:
    with pytest.raises(ValidationError):
        actions.create_links(report(cast), by=cast.keeper, target=target)


def test_links_end_as_the_rules_say_unless_somebody_says_otherwise(cast: Cast) -> None:
    LinkTermsFactory(expire_days=30)
    made = report(cast, file=PDF)
    people = [ContactFactory(client=cast.client) for _n in range(3)]

    def end(person: Any, **more: Any) -> dt.date | None:
        return actions.create_links(made, by=cast.keeper, contacts=[person], terms=Terms(**more))[0].expires_on

    assert end(people[0]) == day(30)
    assert end(people[1], expires_on=day(7)) == day(7)
    assert end(people[2], forever=True) is None


def test_a_password_is_kept_as_a_hash_alone(cast: Cast) -> None:
    (link,) = actions.create_links(report(cast, file=PDF), by=cast.keeper, terms=Terms(password="blåbær"))

    assert "blåbær" not in link.password
    assert check_password("blåbær", link.password)


def test_a_link_is_changed_and_its_past_kept(cast: Cast) -> None:
    link = LinkFactory(deliverable__client=cast.client, slug="old-one")

    actions.change_link(link, by=cast.keeper, slug="New-One", expires_on=day(3), tags=["a"], utm={}, password="x")

    link.refresh_from_db()
    assert (link.slug, link.expires_on, link.tags) == ("new-one", day(3), ["a"])
    assert past_models()[Link].objects.filter(slug="old-one").exists()


def test_archiving_is_undone_for_those_alone_that_it_closed(cast: Cast) -> None:
    open_one, closed = (LinkFactory(deliverable__client=cast.client, archived_at=at) for at in (None, NOON))

    ids = actions.archive(Link.objects.all(), by=cast.keeper)
    assert ids == [open_one.pk]
    assert actions.restore(ids, by=cast.keeper) == 1

    assert Link.objects.get(pk=open_one.pk).archived_at is None
    assert Link.objects.get(pk=closed.pk).archived_at == NOON


def test_tags_go_on_and_off(cast: Cast) -> None:
    link = LinkFactory(deliverable__client=cast.client, tags=["a"])

    assert actions.tag(Link.objects.all(), by=cast.keeper, word="b") == [link.pk]
    assert actions.tag(Link.objects.all(), by=cast.keeper, word="b") == []
    assert actions.tag(Link.objects.all(), by=cast.keeper, word="a", off=True) == [link.pk]
    assert Link.objects.get().tags == ["b"]


@pytest.mark.parametrize("who", ["teammate", "observer", "outsider", "rival"])
def test_only_those_who_may_write_about_the_client_share(cast: Cast, who: str) -> None:
    made, link = DeliverableFactory(client=cast.client), LinkFactory(deliverable__client=cast.client)
    by = getattr(cast, who)

    with pytest.raises(PermissionDenied):
        report(cast, by=by)
    with pytest.raises(PermissionDenied):
        actions.create_links(made, by=by, target="https://x.example/")
    with pytest.raises(PermissionDenied):
        actions.change_link(link, by=by, slug="abc", expires_on=None, tags=[], utm={})
    if who != "observer":
        assert actions.archive(Link.objects.all(), by=by) == []
        assert actions.tag(Link.objects.all(), by=by, word="a") == []


def test_another_clients_person_is_no_recipient(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="not this client"):
        actions.create_links(report(cast, file=PDF), by=cast.keeper, contacts=[ContactFactory(client=cast.foreign)])


def test_what_has_not_come_yet_was_not_delivered(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="not come yet"):
        report(cast, delivered_on=day(1))
    with pytest.raises(ValidationError, match="before the beginning"):
        report(cast, period=(day(0), day(-1)))


def test_the_rules_are_the_owners(cast: Cast) -> None:
    actions.set_terms(by=cast.boss, disclosed=False, expire_days=90, visitor_days=7)

    assert LinkTerms.of_agency().expire_days == 90
    with pytest.raises(PermissionDenied):
        actions.set_terms(by=cast.lead, disclosed=True, expire_days=None, visitor_days=30)
