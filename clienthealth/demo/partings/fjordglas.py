"""Fjordglas: they left; handed over line by line, our access last, both letters delivered, the case closed."""

from __future__ import annotations

from clienthealth.demo.partings.tools import Case
from offboarding.actions import handover
from offboarding.actions.lessons import Lesson, keep_lesson
from offboarding.actions.letter_sending import record_delivery
from offboarding.models import HandoverItem

CLIENT = "c00004"
TURID = "Turid Fjord"
NOTICE, END = 158, 96  # days ago
LAST_INVOICE = "2.300,00 € ekskl. moms"  # half a month
LESSON = Lesson(
    cause="rival", cause_note="An agency two streets away that they met at a fair.",
    done_differently="Visit them twice a year; nobody of us had met Turid Fjord since the start.",
    keep_doing="The reports: she praised them on the last day.",
)  # fmt: skip
PROOFS = {
    "asset": "In their own storage, folder “Nordlys”; Ole Brekke wrote that all is there.",
    "ownership": "Checked with Ole Brekke on the screen; the account says so.",
    "information": "Minutes of the meeting went to both sides.",
    "open_work": "On the list that Turid Fjord signed off.",
    "password": "New ones since that day, by Ole Brekke.",
    "confidentiality": "Said again in the letter.",
    "invoice": "On the last invoice; nothing is open between us.",
    "client": "Ole Brekke confirmed it by e-mail.",
    "access": "Removed, and looked at afterwards: the account no longer names us.",
}


def tell(case: Case) -> None:
    case.begin_departure(
        NOTICE - 2, "They gave notice: another agency, nearer to them.", end=case.client.ended_on or case.day(END)
    )
    with case.on(NOTICE - 3):
        handover.make_checklist(by=case.keeper, parting=case.parting)
    _confirm_notice(case)
    _hand_over(case)
    _confirm_handover(case)
    with case.on(END - 5):
        handover.leave_door(
            by=case.keeper, parting=case.parting, door="terms", on=case.day(-60),
            terms="Gladly, with one person who decides, and a talk every quarter.",
        )  # fmt: skip
    case.step(END - 6, "close")
    with case.on(END - 20):
        keep_lesson(by=case.keeper, client=case.client, lesson=LESSON)


def _confirm_notice(case: Case) -> None:
    facts = {"client_notice_received": case.day(NOTICE).isoformat(), "final_invoice_amount": LAST_INVOICE}
    letter = case.letter(NOTICE - 4, "client_notice", contact=TURID, facts=facts)
    with case.on(NOTICE - 4) as day:
        sent = {
            "to": "Turid Fjord",
            "on": day,
            "how": "courier",
            "received_on": day,
            "proof": "Signed for at the desk.",
        }
        record_delivery(by=case.people["Ingrid"], letter=letter, **sent)  # type: ignore[arg-type]


def _hand_over(case: Case) -> None:
    """Everything by the last day; what our access is, on the day after it."""
    for ago, late in ((END + 6, False), (END - 1, True)):
        with case.on(ago) as day:
            for item in case.parting.items.to_do().select_related("parting", "access"):
                if late or item.kind != HandoverItem.Kind.ACCESS:
                    handover.finish_item(by=case.keeper, item=item, on=day, proof=PROOFS.get(item.kind, "Done."))


def _handed_over(case: Case) -> list[tuple[str, ...]]:
    """What, where to, and when, as the letter's table has it; in their language."""
    day = f"{case.day(END + 6):%d.%m.%Y}"
    return [
        ("Annoncekonto med alle kampagner", "Fjordglas’ egen konto", day),
        ("Tekster, billeder og kildefiler", "Mappen “Nordlys” hos Fjordglas", day),
        ("Oversigt over kampagner og resultater", "Ole Brekke, pr. e-mail", day),
    ]


def _confirm_handover(case: Case) -> None:
    """They took their data with them and asked us to erase ours."""
    facts = {
        "handover_date": case.day(END + 6).isoformat(), "data_return_date": case.day(END - 1).isoformat(),
        "final_invoice_amount": LAST_INVOICE,
    }  # fmt: skip
    letter = case.letter(
        END - 3, "handover", contact=TURID, facts=facts, tables={"handover": _handed_over(case)}, without=("returned",)
    )
    with case.on(END - 3) as day:
        record_delivery(
            by=case.people["Ingrid"], letter=letter, how="courier", to="Turid Fjord", on=day, received_on=day,
            proof="Signed for at the desk.",
        )  # fmt: skip
