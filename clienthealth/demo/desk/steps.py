"""What the demo's people did, in the order of days: days before today, whose client, about which sign."""

from __future__ import annotations

from dataclasses import dataclass

HAVNHOLM, TINDRA, MUEHLBACH, BERGMANN, VALMONT = (f"c{number:05d}" for number in (0, 1, 2, 5, 6))
CASA_LINDO, BOXWERK, LUMIQ, RUTINI, VELO, TERRA_VITA = (f"c{number:05d}" for number in range(7, 13))
PRAXIS, BRUECKNER, PAPETERIE, ABEL, OBERLAND = (f"c{number:05d}" for number in range(14, 19))


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing done by whoever looks after the client, on the first day from `ago` on on which the alert stands."""

    ago: int
    client: str
    sign: str
    does: str  # "takes", "snoozes", "resolves" or "plays"
    says: str = ""
    outcome: str = ""  # of a resolve
    days: int = 0  # of a snooze: how long
    playbook: str = ""
    rescuer: str = ""  # an address
    stuck: int = 0  # the number of the play's step that nobody gets round to


STEPS = (
    Step(ago=16, client=OBERLAND, sign="growing_debt", does="plays", playbook="dunning"),
    Step(ago=60, client=VALMONT, sign="growing_debt", does="plays", playbook="dunning"),
    Step(ago=48, client=BOXWERK, sign="haggling", does="plays", playbook="firm_price"),
    Step(
        ago=40, client=MUEHLBACH, sign="growing_debt", does="resolves", outcome="benign",
        says="The group pays once a month, four weeks after the date. It always did.",
    ),
    Step(
        ago=40, client=MUEHLBACH, sign="late_payments", does="resolves", outcome="benign",
        says="The group's monthly payment run.",
    ),
    Step(ago=16, client=TINDRA, sign="scope_creep", does="plays", playbook="scope_limits", stuck=4),
    Step(ago=30, client=PAPETERIE, sign="ignores_advice", does="takes"),
    Step(ago=26, client=VALMONT, sign="disrespect", does="takes"),
    Step(
        ago=20, client=ABEL, sign="unresponsive", does="snoozes", days=12,
        says="Dr. Abel is at a congress; the practice manager promised everything for the week after.",
    ),
    Step(
        ago=13, client=VELO, sign="contact_departed", does="plays", playbook="successor_briefing",
        rescuer="maja@nordlys.example",
    ),
    Step(
        ago=20, client=CASA_LINDO, sign="deliverables_unopened", does="resolves", outcome="benign",
        says="Lucía reads the figures in the sheet we share; she only stopped opening the mails.",
    ),
    Step(
        ago=14, client=BRUECKNER, sign="micromanagement", does="snoozes", days=21,
        says="One report a week agreed with Stefan. Look again when the first month of it is over.",
    ),
    Step(
        ago=6, client=HAVNHOLM, sign="new_account_user", does="plays", playbook="open_talk", stuck=3,
        rescuer="owner@nordlys.example",
    ),
    Step(ago=12, client=HAVNHOLM, sign="contact_departed", does="takes"),
    Step(ago=9, client=LUMIQ, sign="results_down", does="takes"),
    Step(
        ago=8, client=PAPETERIE, sign="unclear_goals", does="resolves", outcome="mended",
        says="One goal and one date written down with Laura: forty orders a month by Easter.",
    ),
    Step(ago=8, client=RUTINI, sign="sudden_questions", does="takes"),
    Step(ago=5, client=TERRA_VITA, sign="unethical_request", does="plays", playbook="refusal"),
    Step(
        ago=4, client=PRAXIS, sign="low_nps", does="plays", playbook="save_mode", stuck=2,
        rescuer="owner@nordlys.example",
    ),
)  # fmt: skip
"""The earliest first. What is not here waits in the inbox."""

ENDED = {
    ("firm_price", BOXWERK): (21, "partly", "No more discounts after the invoice. They still ask for them before."),
    ("dunning", VALMONT): (26, "not", "A plan in writing held for one month. It goes into the case about parting."),
}
"""Plays that came to an end: days before today, outcome, what was learnt."""
OVERRIDE = (VELO, 70, "Marco said on the phone that he will compare three agencies in the new year.", 60)
"""Client, churn risk set by hand, why, and for how many days."""
FOLLOW_UPS = (
    (5, LUMIQ, "Send Lumiq the figures for their board", "email", -2),
    (5, CASA_LINDO, "Agree what the value review is about", "meeting", 1),
    (4, HAVNHOLM, "Call Mikkel Toft before the day for giving notice", "call", 0),
    (3, OBERLAND, "Look whether the first half has come", "work", 0),
    (3, RUTINI, "Bring the numbers to the meeting", "meeting", 2),
)
"""Noted so many days before today: client, what, kind, due so many days from today."""
NOTES = ("Done.", "Done, and they were glad that we called.", "Done; the answer comes next week.", "", "Sent.")
