"""From answers and marks to the facts that rules ask for. Pure: no record, no clock.

Facts are values by name: each answer under its field's name, `mark.<rubric>` for what people marked, and three that
are worked out: `fee` (at, near, below, far: the budget against the price floor), `tried` (yes: any channel runs or
ran), `aims_seo` (yes: unpaid search is asked for or runs).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from prospects.content import Questionnaire

Answers = Mapping[str, str | Sequence[str]]
Facts = Mapping[str, frozenset[str]]
FEES = ("a", "b", "c", "d")
RUNS = frozenset({"now", "before"})


def facts_of(
    asked: Questionnaire, answers: Answers, marks: Mapping[str, int], edges: Sequence[Decimal], floor: Decimal | None
) -> dict[str, frozenset[str]]:
    """The facts of one prospect. What was left empty is not among them, nor is a mark of a text that was taken back."""
    facts = {name: values_of(answers.get(name, "")) for name in asked.fields}
    said = [rubric.key for rubric in asked.rubrics if any(facts[name] for name in rubric.texts)]
    facts |= {f"mark.{key}": frozenset({str(mark)}) for key, mark in marks.items() if key in said}
    fee = against_floor(str(answers.get("fee_range", "")), edges, floor)
    tried = [name for name in asked.fields if name.startswith("tried_") and facts[name] & RUNS]
    facts["fee"] = frozenset({fee} if fee else ())
    facts["tried"] = frozenset({"yes"} if tried else ())
    wants_seo = "tried_seo" in tried or any(part.key == "seo" for part in asked.parts)
    facts["aims_seo"] = frozenset({"yes"} if wants_seo else ())
    return {name: values for name, values in facts.items() if values}


def values_of(answer: str | Sequence[str]) -> frozenset[str]:
    given = [answer] if isinstance(answer, str) else answer
    return frozenset(value.strip() for value in given if value.strip())


def fee_edges(floor: Decimal | None) -> tuple[Decimal, Decimal, Decimal]:
    """Where the ranges of fees meet: half the price floor, the floor, twice the floor; a usual one without a floor."""
    middle = floor if floor is not None and floor > 0 else Decimal(3000)
    return middle / 2, middle, middle * 2


def fee_range(choice: str, edges: Sequence[Decimal]) -> tuple[Decimal, Decimal | None] | None:
    """From and up to, a month; None where no range was chosen."""
    if choice not in FEES:
        return None
    bounds: list[Decimal | None] = [Decimal(0), *edges, None]
    place = FEES.index(choice)
    low = bounds[place]
    assert low is not None  # only the last bound is open
    return low, bounds[place + 1]


def against_floor(choice: str, edges: Sequence[Decimal], floor: Decimal | None) -> str:
    """at: all of the range reaches the floor · near: a part · below · far: at most half the floor · empty: unknown."""
    span = fee_range(choice, edges)
    if span is None or floor is None:
        return ""
    low, high = span
    if low >= floor:
        return "at"
    if high is None or high > floor:
        return "near"
    return "far" if high * 2 <= floor else "below"


def kindest(marks: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Of several people's marks of one text, the kindest: until they agree, the doubt is the prospect's."""
    found: dict[str, int] = {}
    for key, mark in marks:
        found[key] = max(mark, found.get(key, 0))
    return found
