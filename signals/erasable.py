"""What an erasure takes out of the judgement. Scores are numbers of numbered signs, and stay."""

from __future__ import annotations

from clienthealth.core.erasure import Plan, blank, stand_in

APP = "signals"


def ours(model: str, *kept: str) -> Plan:
    """A model that is of no client, or holds no words about one."""
    return Plan(f"{APP}.{model}", {}, frozenset(kept), client="")


ERASABLE = (
    Plan(f"{APP}.Alert", {"why": blank}, frozenset({"sign", "factor", "reading"})),  # reading: numbers
    Plan(f"{APP}.AlertEvent", {"said": blank}, frozenset({"detail"}), client="alert__client"),  # detail: keys, numbers
    Plan(f"{APP}.Override", {"reason": stand_in}, frozenset({"token"})),
    Plan(f"{APP}.Seal", {"reason": stand_in}),
    Plan(f"{APP}.Play", {"note": blank}, frozenset({"playbook", "name", "side"})),  # names of playbooks
    Plan(
        f"{APP}.Task",
        {"title": stand_in, "help": blank, "script": blank, "subject": blank, "body": blank, "note": blank},
        frozenset({"language", "token"}),
        person="contact",
    ),
    ours(
        "Snapshot", "code", "churn_rows", "churn_state", "fire_rows", "fire_state", "strengths", "points", "readings",
        "digest",
    ),
    ours("Frame", "data", "code"),
    ours("FrameRequest"),
    ours("Backfill"),
    ours("Notice"),
    ours("NoticePreference"),
    ours("Scorecard", "factors", "parameters", "segments", "notes"),
    ours("Playbook", "key", "name", "about", "signs", "steps", "replaces"),
    ours("PlaybookRule", "sign", "playbook"),
)  # fmt: skip
