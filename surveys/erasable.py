"""What an erasure takes out of surveys: words, names and what people asked for; scores, dates and counts stay."""

from __future__ import annotations

from clienthealth.core.erasure import Eraser, Plan, blank, empty_list, own_number


def of_client(model: str, *kept: str, client: str = "client", person: str = "", **erased: Eraser) -> Plan:
    return Plan(f"surveys.{model}", erased, frozenset(kept), client=client, person=person)


def ours(model: str, *kept: str) -> Plan:
    """A model that is of no client: what we ask, and how."""
    return Plan(f"surveys.{model}", {}, frozenset(kept), client="")


ERASABLE = (
    of_client("Ask", "nonce", "round", "language", "mail_key", person="contact"),
    of_client("Bounce", "status", "report", client="ask__client", person="ask__contact"),
    of_client("Answer", "nonce", "language", person="contact", comment=blank, one_thing=blank, name=blank),
    of_client("Attempt", client="ask__client", person="ask__contact", reasons=empty_list, agent=blank, visitor=blank),
    of_client("Loop", cause_note=blank, reply=blank),
    of_client("SurveyEntry", slug=own_number, origins=empty_list),
    of_client("Suppression", "address", client="contact__client", person="contact", note=blank),  # a keyed hash
    ours("Campaign", "name", "segments", "weekdays"),
    ours("CampaignWording", "language", "subject", "intro", "question", "low", "high"),
    ours("SurveyTerms", "address"),
)
