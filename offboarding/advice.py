"""What the comparison suggests, and what forbids it. Pure: whole numbers in, words' keys out.

Parting is suggested only where it is the best way in four draws of five and beats new terms by more than a month's
fee. How much of our revenue hangs on the client decides the manner: below a tenth it is simple; up to a fifth somebody
must be in sight to take the place; above that the exit is staged; and the only client is never left.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from offboarding.worth import Worth

ENOUGH = 8_000  # ten-thousandths of the draws
SIMPLE_BELOW, STAGED_ABOVE = 1_000, 2_000  # ten-thousandths of our monthly revenue
COVERED = 100  # per cent of their monthly revenue that is in the pipeline


class Manner(StrEnum):
    SIMPLE = "simple"
    COVER = "cover"
    STAGED = "staged"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Standing:
    """How we depend on them: share of monthly revenue in ten-thousandths, monthly fee in whole units (None where
    nobody can tell), number of other running clients, and pipeline in per cent of their monthly revenue."""

    share: int | None
    fee: int | None
    others: int
    pipeline: int = 0

    @property
    def manner(self) -> Manner:
        if self.others < 1:
            return Manner.NEVER
        if self.share is None or self.share > STAGED_ABOVE:
            return Manner.STAGED
        return Manner.SIMPLE if self.share < SIMPLE_BELOW else Manner.COVER


@dataclass(frozen=True, slots=True)
class Advice:
    """The way suggested, the manner of a parting, and the keys of what speaks for and against it."""

    option: str
    manner: Manner
    reasons: tuple[str, ...]


def advise(worth: Worth, standing: Standing) -> Advice:
    """Part, or the better of the two ways to stay."""
    part, new_terms, keep = worth.of("part"), worth.of("restructure"), worth.of("keep")
    against = []
    if standing.others < 1:
        against.append("only_client")
    if part.p_best < ENOUGH:
        against.append("not_sure_enough")
    if standing.fee is None:
        against.append("fee_unknown")
    elif part.mean - new_terms.mean <= standing.fee:
        against.append("new_terms_as_good")
    if standing.manner is Manner.COVER and standing.pipeline < COVERED:
        against.append("pipeline_too_thin")
    if not against:
        return Advice("part", standing.manner, ("sure_enough", f"manner_{standing.manner}"))
    stay = "restructure" if new_terms.mean > keep.mean else "keep"
    return Advice(stay, standing.manner, tuple(against))
