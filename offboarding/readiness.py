"""What a case still lacks for a step: each condition of the table of states, as a question to the case.

A condition answers with a sentence that says what is missing and where to do it, or with nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.models import Agency, Client
from offboarding.access import standing_accesses, standing_links
from offboarding.letters.ready import confirmation_sent, letter_ready, notice_sent, script_ready
from offboarding.models import (
    ASSESSMENTS,
    GAP,
    EvidenceItem,
    HandoverItem,
    Outcome,
    Parting,
    Repair,
    Review,
    WrittenWarning,
)
from offboarding.states import Step
from signals.wording import day_text

REASONS = 3
Condition = Callable[[Parting], str]


def missing(parting: Parting, step: Step, *, why: str = "") -> list[str]:
    """What keeps a step from being taken, in the table's order; empty when it may be taken."""
    sentences = []
    for name in step.needs:
        sentence = _reason(why) if name == "why" else CONDITIONS[name](parting)
        if sentence:
            sentences.append(sentence)
    return sentences


def _reason(why: str) -> str:
    return "" if why.strip() else _("Say why.")


def evidence_agreed(parting: Parting) -> str:
    items = latest_evidence(parting)
    if not items:
        return _("No evidence is kept with this case yet.")
    still = sum(item.verdict == EvidenceItem.Verdict.OPEN for item in items)
    if still:
        return _("Look at every sign: %(count)s are neither agreed nor disputed.") % {"count": still}
    if not any(item.verdict == EvidenceItem.Verdict.AGREED for item in items):
        return _("No sign is agreed. Without evidence there is no case: keep the client.")
    return ""


def latest_evidence(parting: Parting) -> list[EvidenceItem]:
    """The signs of the newest round, the strongest first."""
    items = list(parting.evidence.all())
    last = max((item.round for item in items), default=0)
    return sorted((item for item in items if item.round == last), key=lambda item: (-item.points, item.factor))


def fault_computed(parting: Parting) -> str:
    return "" if parting.known_on else _("Our own fault was not computed with the evidence. Keep the evidence anew.")


def three_reasons(parting: Parting) -> str:
    found = parting.reasons.count()
    if found >= REASONS:
        return ""
    return _("Name three reasons why the fault could be ours, with what shows them; %(count)s are named.") % {
        "count": found
    }


def their_view(parting: Parting) -> str:
    return "" if parting.their_view else _("Write down the client's view, in their own words.")


def talk_held(parting: Parting) -> str:
    held = parting.repairs.filter(kind=Repair.Kind.TALK).exists()
    return "" if held else _("Hold an open talk first, and note what was said.")


def warned_and_waited(parting: Parting) -> str:
    """A written warning arrived, its time is over, and what came of it was judged."""
    today = Agency.objects.get().today().date
    sent = [one for one in parting.warnings.all() if one.sent_on]
    if not sent:
        return _("Send a written warning that says what must change and by when.")
    return next((why for why in (_unfinished(one, today) for one in sent) if why), "")


def _unfinished(warning: WrittenWarning, today: dt.date) -> str:
    values = {"topic": warning.topic, "day": day_text(warning.cure_by)}
    if not warning.received_on:
        return _("Prove that the warning “%(topic)s” arrived: a day and what shows it.") % values
    if today <= warning.cure_by and warning.outcome != Outcome.MENDED:
        return _("The warning “%(topic)s” leaves them until %(day)s. Wait for that day.") % values
    if warning.outcome == "":
        return _("Judge what came of the warning “%(topic)s”.") % values
    return ""


def warned_or_skipped(parting: Parting) -> str:
    if parting.skipped_why or parting.origin != Parting.Origin.AGENCY:
        return ""
    return warned_and_waited(parting)


def blind_round(parting: Parting) -> int:
    """The round in which views are blind now: 1, and 3 after new terms were tried, and so on."""
    return 1 + 2 * sum(step.key == "restructure" for step in parting.steps.all())


def reviews_now(parting: Parting) -> list[Review]:
    """The views that count: those since the terms were last changed."""
    blind = blind_round(parting)
    return [review for review in parting.reviews.all() if review.round >= blind]


def reviews_in(parting: Parting) -> str:
    """Two blind views, one of them from outside the account, and everything that was asked for."""
    reviews, blind = reviews_now(parting), blind_round(parting)
    first = [review for review in reviews if review.round == blind]
    if len(first) < 2 or not any(review.is_outside for review in first):
        return _("Ask two people for a review, one of them from outside the account.")
    waiting = [review for review in reviews if not review.is_in]
    if waiting:
        return _("%(count)s reviews are not handed in yet.") % {"count": len(waiting)}
    return ""


def gaps(parting: Parting) -> list[str]:
    """The assessments on which the newest handed-in views lie too far apart; a round with one view has no gap."""
    newest: dict[int, Review] = {}
    for review in sorted(reviews_now(parting), key=lambda one: one.round):
        if review.is_in:
            newest[review.reviewer_id] = review
    if len(newest) < 2:
        return []
    return [name for name in ASSESSMENTS if _spread(newest, name) >= GAP]


def _spread(newest: dict[int, Review], name: str) -> int:
    values: list[int] = [getattr(review, name) for review in newest.values()]
    return max(values) - min(values)


def gaps_discussed(parting: Parting) -> str:
    if not gaps(parting) or parting.gaps_discussed:
        return ""
    return _("The reviews lie two or more apart: talk it over, note what was said, and score again.")


def worth_known(parting: Parting) -> str:
    return "" if parting.worth else _("Compare what keeping, changing the terms and parting are worth.")


def not_the_only_client(parting: Parting) -> str:
    others = Client.objects.served().exclude(pk=parting.client_id).exists()
    return "" if others else _("They are the only client. The only client is never let go.")


def date_chosen(parting: Parting) -> str:
    return "" if parting.end_on and parting.notice_on and parting.ending else _("Choose the date on which it ends.")


def report_ready(parting: Parting) -> str:
    """What was achieved is written down for them before they learn that it ends."""
    kept = parting.reports.exists()
    return "" if kept else _("Read the performance report and keep it with the case.")


def checklist_ready(parting: Parting) -> str:
    items = [item for item in parting.items.all() if item.is_required]
    if not items:
        return _("Prepare the checklist of the hand-over.")
    loose = sum(item.owner_id is None or item.due_on is None for item in items)
    return _("%(count)s lines of the hand-over have no owner or no day.") % {"count": loose} if loose else ""


def checklist_done(parting: Parting) -> str:
    items = list(parting.items.all())
    if not items:
        return _("Prepare the checklist of the hand-over.")
    left = sum(item.is_required and item.state == HandoverItem.State.TO_DO for item in items)
    return _("%(count)s lines of the hand-over are open.") % {"count": left} if left else ""


def access_revoked(parting: Parting) -> str:
    """By the account-access records themselves, whatever the checklist says."""
    client = parting.client_id
    still = standing_accesses(client).count() + standing_links(client).count()
    return _("%(count)s accesses of ours are not revoked on record.") % {"count": still} if still else ""


def end_reached(parting: Parting) -> str:
    if parting.end_on is None:
        return _("Say on which day the agreement ends.")
    today = Agency.objects.get().today().date
    return _("The agreement runs until %(day)s.") % {"day": day_text(parting.end_on)} if today < parting.end_on else ""


CONDITIONS: dict[str, Condition] = {
    "evidence_agreed": evidence_agreed,
    "fault_computed": fault_computed,
    "three_reasons": three_reasons,
    "their_view": their_view,
    "talk_held": talk_held,
    "warned_and_waited": warned_and_waited,
    "warned_or_skipped": warned_or_skipped,
    "reviews_in": reviews_in,
    "gaps_discussed": gaps_discussed,
    "worth_known": worth_known,
    "not_the_only_client": not_the_only_client,
    "date_chosen": date_chosen,
    "report_ready": report_ready,
    "checklist_ready": checklist_ready,
    "checklist_done": checklist_done,
    "access_revoked": access_revoked,
    "end_reached": end_reached,
    "letter_ready": letter_ready,
    "notice_sent": notice_sent,
    "script_ready": script_ready,
    "confirmation_sent": confirmation_sent,
}
