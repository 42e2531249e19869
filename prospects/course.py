"""From which state a prospect goes where. Pure."""

from __future__ import annotations

NEXT: dict[str, frozenset[str]] = {
    "new": frozenset({"asked", "answered", "accepted", "declined", "more"}),
    "asked": frozenset({"answering", "answered", "accepted", "declined", "more"}),
    "answering": frozenset({"answered", "accepted", "declined", "more"}),
    "answered": frozenset({"accepted", "declined", "more"}),
    "more": frozenset({"answering", "answered", "accepted", "declined"}),
    "accepted": frozenset({"converted", "declined", "more"}),
    "declined": frozenset({"accepted", "more"}),
    "converted": frozenset(),
}
OPEN_TO_ANSWERS = frozenset({"new", "asked", "answering", "more"})  # later saves and copies of old pages change nothing


def may_go(state: str, to: str) -> bool:
    return to in NEXT[state]
