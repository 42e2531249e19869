"""Valmont Immobilien: warned twice; one review is in and Maja's is asked for, so the scores are sealed to her."""

from __future__ import annotations

from clienthealth.demo.partings.tools import Case, Warned

CLIENT = "c00006"
BERND, SIMONE = "Bernd Valmont", "Simone Valmont"
REASONS = {
    "We sold them leads in the pitch, not a plan for a year.": "Proposal of the first month, page 6: “from the start”.",
    "Three account managers in two years.": "Lena, Oskar, Jonas: the last change is on record as our own lapse.",
    "We let the first late invoices pass.": "No reminder went out before the third invoice was overdue.",
}
VIEW = "You promised leads. I pay for leads, not for reports. When the phone rings, I pay on the same day."
FIRST = Warned(
    sent=35, topic="Unpaid invoices", received=33, reply_by=28, cure_by=24,
    items=[
        "All invoices that are due are paid.", "From then on each invoice is paid before the month begins, as agreed.",
    ],
    standard="Payment at the start of the month, within 14 days",
    how="Registered post", proof="Return receipt signed by Simone Valmont.",
)  # fmt: skip
SECOND = Warned(
    sent=21, topic="Unpaid invoices, and how our people are spoken to", received=19, reply_by=11, cure_by=7,
    items=[
        "The invoices of the last three months are paid.",
        "Our people are not insulted, on the phone or before others.",
        "Wishes about who works on the account come to Jonas, in writing.",
    ],
    standard="Nobody is shouted at, insulted or threatened",
    how="Registered post and e-mail", proof="Return receipt signed by Bernd Valmont.",
)  # fmt: skip


def tell(case: Case) -> None:
    case.begin(41, "Nothing is paid on its day, promises are not kept, and two people asked to leave the account.")
    case.agree(40)
    case.look_at_ourselves(38, REASONS, VIEW, BERND)
    case.tried(
        37,
        "talk",
        "What they expect, what we agreed, what must change on both sides. Simone was there.",
        BERND,
        held=75,
    )
    plan = case.tried(37, "plan", "The open sum in three parts, each on the first of a month.", SIMONE, held=130)
    case.judge(36, plan, "not", "The first part came, the second did not.")
    first = case.warn(FIRST)
    case.judge(23, first, "not", "No payment by the day; one more promise.")
    second = case.warn(SECOND)
    case.replied(14, second, f"“{VIEW} The rest is your problem.”", BERND)
    case.judge(6, second, "not", "The answer came, the money did not. One insult since.")
    case.step(6, "end_repair")
    case.ask(6, inside="Aylin", outside="Maja", due=0)
    case.hand_in(
        3, "Aylin", (5, 4, 4, 4, 2, 4), "part",
        "They were warned twice and paid nothing. We should have said no to daily leads at the start, but that was put"
        " right in spring. I do not see what a third warning would change.",
    )  # fmt: skip
