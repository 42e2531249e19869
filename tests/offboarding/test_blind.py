"""From the moment two people are asked until both views are in, nothing leads them: no page, no panel, no log."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client as Browser

from accounts.models import AccountAccess, Relation
from offboarding.actions import reviews as acts
from offboarding.models import ASSESSMENTS, EvidenceItem, Parting, Review
from offboarding.permissions import reviews_for
from signals.models import Alert, Override, Seal, Snapshot
from signals.permissions import scores_for
from tests.cast import Cast, assemble
from tests.factories import AccountAccessFactory, EvidenceItemFactory, RepairFactory, TaskFactory, UserFactory
from tests.factories.days import DAY, NOON, day
from tests.offboarding.cases import VIEW, case, marks, scored
from tests.threads import others

SECRETS = re.compile(r'(csrfmiddlewaretoken" value|nonce|name="token" value|X-CSRFToken)[^>]*')
PAGES = ("evidence/", "us/", "repair/", "review/", "worth/", "decision/", "pause/")
PANEL = (
    "signals/snapshot/", "signals/snapshot/?o=-6", "signals/alert/", "signals/notice/",
    "offboarding/parting/", "offboarding/evidenceitem/", "offboarding/repair/", "offboarding/writtenwarning/",
    "offboarding/review/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


@pytest.fixture
def parting(cast: Cast) -> Parting:
    """A case at the decision whose two reviewers were asked: an owner and somebody of another team."""
    return asked(cast)


def asked(cast: Cast) -> Parting:
    scored(cast)
    found = case(cast, "decision")
    EvidenceItemFactory(parting=found, factor="fire_haggling", title="Haggles", points=300)
    RepairFactory(parting=found, before={"fire_haggling": 300})
    Alert.objects.filter(client=cast.client).update(noticed_at=NOON)
    acts.ask_reviews(by=cast.keeper, parting=found, inside=cast.boss, outside=cast.outsider, due_on=day(7))
    return found


def written(person: object, parting: Parting, value: int = 4) -> Review:
    review = parting.reviews.get(reviewer=person, handed_in_at=None)
    return acts.save_review(by=review.reviewer, review=review, scores=marks(value), **VIEW)


def handed_in(person: object, parting: Parting, value: int = 4) -> Review:
    review = written(person, parting, value)
    return acts.hand_in(by=review.reviewer, review=review)


def rewrite(parting: Parting, value: int) -> None:
    """Every computed figure of the case becomes another one, and so does every order that they make."""
    snapshot = Snapshot.objects.get(client=parting.client_id)
    snapshot.fire, snapshot.fire_band, snapshot.fault = value, 1 + value // 30, value * 10
    snapshot.fire_rows = [value, -value, 0, 0, 0]
    snapshot.save()
    first, second = EvidenceItem.objects.filter(parting=parting).order_by("pk")
    EvidenceItem.objects.filter(pk=first.pk).update(points=value)
    EvidenceItem.objects.filter(pk=second.pk).update(points=100 - value)
    Parting.objects.update(fault=value)
    parting.repairs.update(before={"fire_haggling": value})
    Alert.objects.filter(client=parting.client_id, side="fire").update(score=value, strength=value * 100)


def seen(browser: Browser, parting: Parting, *more: str) -> dict[str, str]:
    found = {}
    client = f"/clients/{parting.client_id}/"
    own = (client, f"{client}?why=fire", f"{client}timeline/", f"{client}override/fire/", f"{client}parting/")
    lists = (
        "/",
        "/portfolio/",
        "/portfolio/?sort=-fire",
        "/portfolio/export/",
        "/inbox/",
        "/tasks/",
        "/disagreements/",
    )
    for address in ("/partings/", *(f"/partings/{parting.pk}/{page}" for page in PAGES), *own, *lists, *more):
        answer = browser.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        found[address] = f"{answer.status_code} " + SECRETS.sub("", body.decode())
    return found


def differing(browser: Browser, parting: Parting, *more: str) -> list[str]:
    rewrite(parting, 31)
    before = seen(browser, parting, *more)
    rewrite(parting, 88)
    after = seen(browser, parting, *more)
    return [address for address in before if before[address] != after[address]]


@pytest.mark.parametrize("name", ["boss", "outsider"])
def test_no_page_depends_on_what_was_computed_until_both_are_in(cast: Cast, parting: Parting, name: str) -> None:
    panel = [f"/admin/{page}" for page in PANEL] if name == "boss" else []
    browser = cast.browser(name)

    assert differing(browser, parting, *panel) == []
    handed_in(getattr(cast, name), parting)
    assert differing(browser, parting, *panel) == []


def test_when_both_are_in_everything_opens(cast: Cast, parting: Parting) -> None:
    handed_in(cast.boss, parting)
    handed_in(cast.outsider, parting)

    changed = differing(cast.browser("boss"), parting, "/admin/signals/snapshot/")

    pages = {f"/partings/{parting.pk}/{page}" for page in ("evidence/", "us/", "repair/", "decision/")}
    assert pages | {f"/clients/{parting.client_id}/?why=fire", "/admin/signals/snapshot/"} <= set(changed)
    score = scores_for(cast.boss).one(parting.client, DAY)
    assert score is not None
    assert score.fire is not None


@pytest.mark.parametrize("name", ["boss", "outsider", "keeper"])
def test_nobody_reads_a_view_before_the_other_is_in(cast: Cast, parting: Parting, name: str) -> None:
    other = cast.outsider if name == "boss" else cast.boss
    review = written(other, parting, 5)
    Review.objects.filter(pk=review.pk).update(why="Quite unmistakable words")
    acts.hand_in(by=other, review=Review.objects.get(pk=review.pk))
    more = ("/audit/", "/admin/offboarding/review/", f"/admin/offboarding/review/{review.pk}/change/")

    answers = seen(cast.browser(name), parting, *more)

    assert [address for address, text in answers.items() if "unmistakable" in text] == []
    assert list(reviews_for(getattr(cast, name), parting).exclude(reviewer=getattr(cast, name))) == []


def test_the_audit_log_waits_as_well(cast: Cast, parting: Parting) -> None:
    Override.objects.create(
        client=cast.client, side="fire", score=91, reason="They shout at us", by=cast.keeper, starts_on=DAY,
        expires_on=day(20),
    )  # fmt: skip
    written(cast.outsider, parting, 5)
    log = "/audit/"
    before = cast.browser("boss").get(log).content.decode()
    assert "They shout at us" not in before
    assert VIEW["why"] not in before

    handed_in(cast.outsider, parting)
    handed_in(cast.boss, parting)
    after = cast.browser("boss").get(log).content.decode()
    assert "They shout at us" in after
    assert VIEW["why"] in after


def test_nobody_lifts_their_own_seal_in_the_panel(cast: Cast, parting: Parting) -> None:
    mine, theirs = (Seal.objects.get(user=person) for person in (cast.boss, cast.outsider))
    browser, lifted = cast.browser("boss"), {"lifted_at_0": "2026-03-02", "lifted_at_1": "12:00"}

    assert browser.post(f"/admin/signals/seal/{mine.pk}/change/", lifted).status_code == 403
    assert browser.get(f"/admin/signals/seal/{theirs.pk}/change/").status_code == 200
    mine.refresh_from_db()
    assert mine.lifted_at is None


# --- asking and writing --------------------------------------------------------------------------------------------


def test_both_are_sealed_with_the_request_and_asked_once(cast: Cast, parting: Parting) -> None:
    assert set(Seal.objects.unbroken().values_list("user", flat=True)) == {cast.boss.pk, cast.outsider.pk}
    with pytest.raises(ValidationError, match="already"):
        acts.ask_reviews(by=cast.keeper, parting=parting, inside=cast.boss, outside=cast.rival, due_on=day(7))


@pytest.mark.parametrize("how", ["looks after them", "opened it", "has a task", "has access", "the same", "observes"])
def test_whoever_touches_the_account_is_not_from_outside(cast: Cast, how: str) -> None:
    parting = case(cast, "decision")
    inside, outside = cast.boss, cast.rival
    match how:
        case "looks after them":
            outside = cast.keeper
        case "opened it":
            Parting.objects.filter(pk=parting.pk).update(opened_by=outside)
        case "has a task":
            TaskFactory(play=None, client=cast.client, assigned_to=outside)
        case "has access":
            ours(cast, outside.email.upper())
        case "the same":
            outside = inside
        case "observes":
            outside = cast.observer
    parting.refresh_from_db()

    with pytest.raises(ValidationError) as refusal:
        acts.ask_reviews(by=cast.keeper, parting=parting, inside=inside, outside=outside, due_on=day(7))

    assert set(refusal.value.message_dict) == {"outside"}
    assert not Seal.objects.exists()


def ours(cast: Cast, email: str) -> AccountAccess:
    return AccountAccessFactory(ad_account__client=cast.client, relation=Relation.OURS, email=email)


def test_a_draft_is_ones_own_and_handed_in_it_stays(cast: Cast, parting: Parting) -> None:
    review = written(cast.boss, parting)
    with pytest.raises(PermissionDenied):
        acts.save_review(by=cast.keeper, review=review, scores=marks(1), **VIEW)
    acts.hand_in(by=cast.boss, review=review)

    for again in (
        lambda: acts.hand_in(by=cast.boss, review=review),
        lambda: acts.save_review(by=cast.boss, review=review, scores=marks(1), **VIEW),
    ):
        with pytest.raises(ValidationError, match="stays as it is"):  # a stale copy in hand helps nobody
            again()


@pytest.mark.parametrize("field", [*ASSESSMENTS, "round"])
def test_the_database_itself_keeps_what_was_handed_in(cast: Cast, parting: Parting, field: str) -> None:
    review = handed_in(cast.boss, parting)

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(**{field: 2})


def test_half_a_view_is_not_handed_in(cast: Cast, parting: Parting) -> None:
    review = parting.reviews.get(reviewer=cast.boss)
    acts.save_review(by=cast.boss, review=review, scores={**marks(3), "mend": None}, **VIEW)

    with pytest.raises(ValidationError, match="1 answers"):
        acts.hand_in(by=cast.boss, review=review)


def test_gaps_are_talked_over_scored_again_and_the_first_round_stays(cast: Cast, parting: Parting) -> None:
    handed_in(cast.boss, parting, 5)
    handed_in(cast.outsider, parting, 2)

    acts.note_gaps(by=cast.keeper, parting=parting, said="We read the invoices together.")
    second = [handed_in(cast.boss, parting, 4), handed_in(cast.outsider, parting, 3)]

    assert [review.round for review in second] == [2, 2]
    assert list(parting.reviews.filter(round=1).values_list("payment", flat=True)) == [5, 2]
    with pytest.raises(ValidationError, match="no gap"):
        acts.note_gaps(by=cast.keeper, parting=parting, said="Again.")


@pytest.mark.django_db(transaction=True)
def test_two_who_hand_in_at_once_lift_the_seals_once(transactional_db: None) -> None:
    cast = assemble()
    parting = asked(cast)
    drafts = [written(person, parting) for person in (cast.boss, cast.outsider)]

    with others() as them:
        twice = [them.start(acts.hand_in, by=review.reviewer, review=review) for review in (*drafts, *drafts)]
        refused = [one.exception(60) for one in twice]

    assert [type(error) for error in refused if error] == [ValidationError, ValidationError]
    assert parting.reviews.filter(handed_in_at=None).count() == 0
    assert not Seal.objects.unbroken().exists()


def test_a_seal_of_another_case_is_not_lifted(cast: Cast, parting: Parting) -> None:
    other = Seal.objects.create(user=UserFactory(), client=cast.client, side="fire", reason="another reason")
    handed_in(cast.boss, parting)
    handed_in(cast.outsider, parting)

    assert list(Seal.objects.unbroken()) == [other]
