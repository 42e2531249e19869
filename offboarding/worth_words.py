"""The words of the comparison: what each estimate is called, in which unit, and what the advice says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Unit = Literal["money", "percent", "months", "hours"]


@dataclass(frozen=True, slots=True)
class Word:
    label: str | Promise
    unit: Unit


@dataclass(frozen=True, slots=True)
class Group:
    """Estimates that belong together on the page."""

    key: str
    title: str | Promise
    words: dict[str, Word]


GROUPS = (
    Group(
        "stay",
        gettext_lazy("If all stays as it is"),
        {
            "margin": Word(gettext_lazy("What they leave us a month, after our hours"), "money"),
            "leaving": Word(gettext_lazy("Chance in a month that they leave by themselves"), "percent"),
        },
    ),
    Group(
        "terms",
        gettext_lazy("If the terms change"),
        {
            "new_terms_margin": Word(gettext_lazy("What they would leave us a month then"), "money"),
            "new_terms_leaving": Word(gettext_lazy("Chance in a month that they leave then"), "percent"),
            "accepting": Word(gettext_lazy("Chance that they accept the new terms"), "percent"),
            "talks": Word(gettext_lazy("Cost of the talks, once"), "money"),
        },
    ),
    Group(
        "part",
        gettext_lazy("If we part"),
        {
            "notice_months": Word(gettext_lazy("Months until it ends"), "months"),
            "exit_fee": Word(gettext_lazy("Fee for ending it; below zero if we pay it"), "money"),
            "write_off": Word(gettext_lazy("Receivables we would lose by parting"), "money"),
            "reputation": Word(gettext_lazy("What their telling others costs us, once"), "money"),
        },
    ),
    Group(
        "instead",
        gettext_lazy("What comes instead"),
        {
            "new_margin": Word(gettext_lazy("What the successor leaves us a month"), "money"),
            "refill_months": Word(gettext_lazy("Months until the place is filled, on average"), "months"),
            "winning": Word(gettext_lazy("Cost of winning the successor"), "money"),
            "freed_hours": Word(gettext_lazy("Hours freed in a month"), "hours"),
            "freed_hour": Word(gettext_lazy("Worth of a freed hour beyond its cost, until it is sold"), "money"),
        },
    ),
)
WORDS = {name: word for group in GROUPS for name, word in group.words.items()}

OPTIONS = {
    "keep": gettext_lazy("Keep as it is"),
    "restructure": gettext_lazy("Change the terms"),
    "part": gettext_lazy("Part"),
}
ADVICE = {
    "keep": gettext_lazy("The figures speak for keeping them as it is."),
    "restructure": gettext_lazy("The figures speak for changing the terms."),
    "part": gettext_lazy("The figures speak for parting."),
}
REASONS = {
    "sure_enough": gettext_lazy("Parting is best in four draws of five or more, and by more than a month's fee."),
    "not_sure_enough": gettext_lazy("Parting is not best in four draws of five: too unsure for a step like this."),
    "new_terms_as_good": gettext_lazy("Parting is not worth a month's fee more than changed terms: try those."),
    "fee_unknown": gettext_lazy("Their monthly fee is not known, so nothing shows that parting beats new terms."),
    "only_client": gettext_lazy("They are our only client. The only client is never let go."),
    "pipeline_too_thin": gettext_lazy(
        "They pay a tenth to a fifth of our revenue: somebody must be in sight to take the whole place first."
    ),
    "manner_simple": gettext_lazy("They pay less than a tenth of our revenue: a parting is simple."),
    "manner_cover": gettext_lazy("They pay a tenth to a fifth of our revenue, and the pipeline covers it."),
    "manner_staged": gettext_lazy(
        "They pay more than a fifth of our revenue, or nobody can tell: part in stages, service by service."
    ),
}
