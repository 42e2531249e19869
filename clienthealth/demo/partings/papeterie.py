"""Papeterie Fuchs: the question was asked, the talk answered it, and they are kept."""

from __future__ import annotations

from clienthealth.demo.partings.tools import Case

CLIENT = "c00016"
LAURA = "Laura Fuchs"
REASONS = {
    "We never asked for a goal.": "The client's record has none, since the first day.",
    "We advise in writing only.": "No meeting is on record in a quarter.",
    "The fee is small, and so is our time.": "Reports come without a word about what to do next.",
}
VIEW = "I do not know what I would measure you by. Tell me what is possible, and I will say yes or no."


def tell(case: Case) -> None:
    case.begin(27, "They do the opposite of what we advise, and there is nothing to measure us by.")
    case.agree(26)
    case.look_at_ourselves(24, REASONS, VIEW, LAURA)
    talk = case.tried(22, "talk", "What the shop has to bring in, and by when. Laura writes down one goal.", LAURA)
    case.judge(8, talk, "mended", "One goal and one date are written down.")
    case.step(7, "keep", "It was ours to ask. Forty orders a month by Easter, and we look again then.")
