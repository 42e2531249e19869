"""BoxWerk Studios: decided, weighed and dated; the letter is a draft. What is left is an owner's."""

from __future__ import annotations

from clienthealth.demo.partings.tools import Case, Warned
from offboarding.actions import date, handover, letters, worth
from offboarding.book import dates_for
from offboarding.endings import Kind

CLIENT = "c00008"
TOBIAS, GRETA = "Tobias Falk", "Greta Falk"
REASONS = {
    "We gave discounts without being asked why.": "Four credit notes in seven months, none with a reason on it.",
    "We never agreed what a trial week may cost.": "The contract names hours, and no figure for results.",
    "Greta Falk, who decides, hears from us once a quarter.": "The last meeting with her is four months ago.",
}
VIEW = "You do good work. A friend’s agency would do it for half, and nobody could tell me why you cost more."
WARNING = Warned(
    sent=40, topic="Deductions from invoices", received=39, reply_by=33, cure_by=24,
    items=[
        "Invoices are paid in full and on their day.", "Wishes about the price come before the work, not after it.",
    ],
    standard="If that is difficult one month, say so before the date, and we will find a way",
    how="E-mail, as the contract has it", proof="Answered by Greta Falk on the same day.",
)  # fmt: skip
WHY = (
    "The price was held, and the next invoice was haggled over again. Since then another agency administers the account"
    " and the budget is cut. Both reviews say the same. We part in good order, before the term renews."
)


def tell(case: Case) -> None:
    case.begin(55, "Every invoice is haggled over, and an hour for them brings less with each credit note.")
    case.agree(54)
    case.look_at_ourselves(51, REASONS, VIEW, TOBIAS)
    case.tried(50, "talk", "Why the fee is what it is; what they need to show their partners.", GRETA)
    price = case.tried(
        48, "price", "The agreed fee, no credit notes after the work. In return one plan a quarter.", TOBIAS
    )
    warning = case.warn(WARNING)
    case.replied(33, warning, "We will pay in full. We still think it is too much.", GRETA)
    case.judge(21, price, "partly", "No more discounts after the invoice. They still ask for them before.")
    case.judge(21, warning, "not", "The next invoice is open, after one more promise.")
    case.step(20, "end_repair")
    case.ask(20, inside="Oskar", outside="Aylin", due=13)
    case.hand_in(
        15, "Oskar", (3, 3, 3, 4, 2, 4), "part",
        "They do not want what we are good at. The other agency is there already, and cheaper.",
    )  # fmt: skip
    case.hand_in(
        14, "Aylin", (4, 3, 2, 4, 2, 3), "part",
        "Polite, but never content with a price. I would have tried a smaller scope; with another agency in the account"
        " it comes too late.",
    )  # fmt: skip
    _decide(case)
    _prepare(case)


def _decide(case: Case) -> None:
    """Weighed and decided this morning: money and contracts are read as recorded, so on no day before the load."""
    with case.on(0):
        worth.weigh(by=case.people["Ingrid"], parting=case.parting, given={}, pipeline=1, seed=case.parting.pk)
    case.step(0, "decide_to_part", WHY, by="Ingrid")


def _prepare(case: Case) -> None:
    """The recommended date, the checklist, and the letter as far as the records write it."""
    with case.on(0):
        found = dates_for(case.client, Kind.CONVENIENCE, case.today)
        end = next(one.end for one in found.candidates if one.recommended)
        by = case.people["Ingrid"]
        date.choose_date(by=by, parting=case.parting, ending=Kind.CONVENIENCE, end_on=end)
        case.parting.refresh_from_db()
        handover.make_checklist(by=by, parting=case.parting)
        letters.draft_letter(by=by, parting=case.parting, kind="convenience", contact=case.contacts.get(GRETA))
