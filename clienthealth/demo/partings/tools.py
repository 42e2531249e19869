"""What the stories of partings share: a case's people and its days, counted back from today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from accounts.models import Client, Contact, User
from clienthealth.core import clock
from clienthealth.core.clock import Day
from clienthealth.demo import cast
from offboarding.actions import cases, evidence, letters, repair, reviews
from offboarding.actions.repair import Terms
from offboarding.letters.drafting import draft_of
from offboarding.models import ASSESSMENTS, Letter, Parting, Repair, WrittenWarning

MORNING = dt.time(9, 40)


@dataclass(frozen=True, kw_only=True)
class Warned:
    """A written warning and what came of it; days before today."""

    sent: int
    topic: str
    items: list[str]
    reply_by: int
    cure_by: int
    how: str
    received: int
    proof: str
    standard: str = ""


@dataclass
class Case:
    """One client's case. `ago` is always days before today."""

    client: Client
    today: Day
    people: dict[str, User]
    contacts: dict[str, Contact]
    keeper: User
    _parting: Parting | None = field(default=None)

    @classmethod
    def of(cls, external_id: str, today: Day) -> Case | None:
        client = Client.objects.select_related("owner").filter(external_id=external_id).first()
        people = {user.name.split(" ")[0]: user for user in User.objects.all()}
        known = {person.name.split(" ")[0] for person in cast.PEOPLE} <= set(people)
        if client is None or client.owner is None or not known:
            return None
        return cls(client, today, people, {one.name: one for one in client.contacts.all()}, client.owner)

    @property
    def parting(self) -> Parting:
        assert self._parting is not None
        return self._parting

    @contextmanager
    def on(self, ago: int) -> Iterator[dt.date]:
        """Let it be the morning of a past day (today as it is); the case as it stands by then."""
        day = self.day(ago)
        morning = dt.datetime.combine(day, MORNING, ZoneInfo(self.today.zone))
        with clock.pretend(morning) if ago else nullcontext():
            if self._parting is not None:
                self._parting = Parting.objects.select_related("client__owner").get(pk=self._parting.pk)
            yield day

    def day(self, ago: int) -> dt.date:
        return self.today.plus(-ago).date

    def begin(self, ago: int, why: str) -> None:
        with self.on(ago):
            self._parting = cases.open_case(by=self.keeper, client=self.client, why=why)

    def begin_departure(self, ago: int, why: str, *, end: dt.date | None) -> None:
        with self.on(ago):
            self._parting = cases.open_departure(by=self.keeper, client=self.client, why=why, end_on=end)

    def agree(self, ago: int) -> None:
        """Every sign that was kept is agreed."""
        with self.on(ago):
            for item in self.parting.evidence.all():
                evidence.judge_evidence(by=self.keeper, item=item, verdict="agreed")
            self._step("agree_evidence")

    def look_at_ourselves(self, ago: int, reasons: Mapping[str, str], view: str, contact: str) -> None:
        """Three reasons with what shows them, and the client's own words, heard two days before."""
        with self.on(ago) as day:
            for reason, shown in reasons.items():
                evidence.add_reason(by=self.keeper, parting=self.parting, reason=reason, evidence=shown)
            evidence.note_their_view(
                by=self.keeper, parting=self.parting, words=view, on=day - dt.timedelta(days=2),
                contact=self.contacts.get(contact),
            )  # fmt: skip
            self._step("look_at_ourselves")

    def tried(self, ago: int, kind: str, agreed: str, contact: str, *, held: int | None = None) -> Repair:
        """Noted on a day; `held` is when it was, where that was before the case."""
        with self.on(ago):
            return repair.note_repair(
                by=self.keeper, parting=self.parting, kind=kind, on=self.day(ago if held is None else held),
                agreed=agreed, contact=self.contacts.get(contact),
            )  # fmt: skip

    def judge(self, ago: int, what: Repair | WrittenWarning, outcome: str, note: str) -> None:
        with self.on(ago):
            what.refresh_from_db()
            repair.judge_repair(by=self.keeper, repair=what, outcome=outcome, note=note)

    def warn(self, one: Warned) -> WrittenWarning:
        """Written and sent on one day, delivered on a later one, with proof."""
        with self.on(one.sent) as day:
            terms = Terms(one.topic, one.items, self.day(one.cure_by), self.day(one.reply_by), one.standard)
            warning = repair.write_warning(by=self.keeper, parting=self.parting, terms=terms)
            repair.note_sending(by=self.keeper, warning=warning, on=day, how=one.how)
        with self.on(one.received) as day:
            repair.note_delivery(by=self.keeper, warning=warning, on=day, proof=one.proof)
        return warning

    def replied(self, ago: int, warning: WrittenWarning, words: str, contact: str) -> None:
        with self.on(ago) as day:
            who = self.contacts.get(contact)
            repair.note_reply(by=self.keeper, warning=warning, on=day, words=words, contact=who)

    def ask(self, ago: int, *, inside: str, outside: str, due: int) -> None:
        with self.on(ago):
            reviews.ask_reviews(
                by=self.keeper, parting=self.parting, inside=self.people[inside], outside=self.people[outside],
                due_on=self.day(due),
            )  # fmt: skip

    def hand_in(self, ago: int, who: str, scores: tuple[int, ...], advice: str, why: str) -> None:
        """A review, in the order of `ASSESSMENTS`."""
        with self.on(ago):
            user = self.people[who]
            review = self.parting.reviews.select_related("parting").get(reviewer=user)
            given = dict(zip(ASSESSMENTS, scores, strict=True))
            reviews.save_review(by=user, review=review, scores=given, advice=advice, why=why)
            reviews.hand_in(by=user, review=review)

    def step(self, ago: int, key: str, why: str = "", *, by: str = "") -> None:
        with self.on(ago):
            self._step(key, why, by=self.people.get(by))

    def letter(
        self, ago: int, kind: str, *, contact: str, facts: Mapping[str, str],
        tables: Mapping[str, list[tuple[str, ...]]] | None = None, without: tuple[str, ...] = (),
    ) -> Letter:  # fmt: skip
        """A final letter, signed by the owner: what it asks for is answered as suggested, or by `facts`."""
        with self.on(ago):
            letter = letters.draft_letter(
                by=self.keeper, parting=self.parting, kind=kind, contact=self.contacts.get(contact)
            )
            for key in without:
                letter = letters.switch_piece(by=self.keeper, letter=letter, key=key, on=False)
            for name, rows in (tables or {}).items():
                letter = letters.fill_table(by=self.keeper, letter=letter, name=name, rows=rows)
            answers = {one.name: facts.get(one.name, one.suggestion) for one in draft_of(letter).questions}
            letter = letters.correct_facts(by=self.keeper, letter=letter, facts={**answers, **facts})
            return letters.finalise_letter(by=self.people["Ingrid"], letter=letter)

    def _step(self, key: str, why: str = "", *, by: User | None = None) -> None:
        self._parting = cases.take_step(by=by or self.keeper, parting=self.parting, key=key, why=why)
