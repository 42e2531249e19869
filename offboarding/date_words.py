"""What is said about a date: a sentence for every key of `offboarding.endings` and `offboarding.dates`."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy

from offboarding.endings import Note
from signals.wording import day_text

ASK = frozenset(
    {
        "silent_notice", "silent_renewal", "silent_cure", "no_end", "no_term_found", "no_contract", "breach_claimed",
        "fixed_term_with_notice", "renewal_unsaid", "term_not_month_end",
    }
)  # fmt: skip

WORDS: dict[str, str | Promise] = {
    # why it ends then
    "earliest": gettext_lazy("The first day on which everything can end with the notice kept."),
    "cycle": gettext_lazy("A campaign cycle ends on %(day)s: nothing is broken off half way."),
    "settled_cycle": gettext_lazy("The first campaign cycle that ends with the money in: on %(day)s."),
    "receivables": gettext_lazy("The last money is to be expected on %(day)s: until then they have a reason to pay."),
    "term": gettext_lazy("It ends by itself on %(end)s: nothing is broken off."),
    "handover": gettext_lazy("A month's end that leaves time to hand over in good order."),
    # how one contract ends
    "notice_days": ngettext_lazy(
        "%(length)s day of notice, from its receipt by %(received)s.",
        "%(length)s days of notice, from its receipt by %(received)s.",
        "length",
    ),
    "notice_business": ngettext_lazy(
        "%(length)s business day of notice, from its receipt by %(received)s.",
        "%(length)s business days of notice, from its receipt by %(received)s.",
        "length",
    ),
    "notice_months": ngettext_lazy(
        "%(length)s month of notice, from its receipt by %(received)s.",
        "%(length)s months of notice, from its receipt by %(received)s.",
        "length",
    ),
    "to_month_end": gettext_lazy("The contract asks for the end of a month."),
    "renewal": gettext_lazy("It ends on %(end)s if notice is received by %(received)s; else it renews."),
    "cure": ngettext_lazy(
        "They have %(length)s day to put it right, from the receipt by %(received)s to the end of %(cured)s.",
        "They have %(length)s days to put it right, from the receipt by %(received)s to the end of %(cured)s.",
        "length",
    ),
    "both_sign": gettext_lazy("Both agree on the day and sign before it; no notice has to be kept."),
    # what a person has to know
    "silent_notice": gettext_lazy("%(contract)s says nothing about notice: ask a lawyer how it can be ended."),
    "silent_renewal": gettext_lazy("%(contract)s renews by itself and does not say how that is stopped: ask a lawyer."),
    "silent_cure": gettext_lazy("%(contract)s gives no time to put a breach right: ask a lawyer how long it must be."),
    "silent_delivery": gettext_lazy(
        "%(contract)s does not say how notice is delivered: %(days)s business days are allowed for a registered letter."
    ),
    "no_end": gettext_lazy("%(contract)s has no end, so it does not run out: end it by notice, or by agreement."),
    "no_term_found": gettext_lazy("%(contract)s: no end was found that its notice fits. Ask a lawyer."),
    "no_contract": gettext_lazy("No running contract is on record: ask a lawyer what was agreed, and note it."),
    "no_cycles": gettext_lazy("No campaign cycle is on record: see that nothing is broken off half way."),
    "breach_claimed": gettext_lazy("A breach of %(contract)s is claimed: ask a lawyer before anything is sent."),
    "fixed_term": gettext_lazy(
        "%(contract)s runs to %(end)s and gives no right to end it before. By agreement it can end sooner."
    ),
    "fixed_term_with_notice": gettext_lazy(
        "%(contract)s names a notice and runs to %(end)s all the same. Whether it can end before is a question for a"
        " lawyer."
    ),
    "minimum_term": gettext_lazy(
        "%(contract)s runs to %(end)s at least: it gives no right to end it before. By agreement it can end sooner."
    ),
    "renewal_unsaid": gettext_lazy(
        "%(contract)s does not say for how long it renews; a year is counted. Ask a lawyer before you rely on it."
    ),
    "term_not_month_end": gettext_lazy(
        "%(contract)s ends on %(end)s, and its notice only at the end of a month: ask a lawyer which of the two holds."
    ),
    "receivables_without_a_day": gettext_lazy(
        "Nobody can say when these are paid: %(numbers)s. They are not waited for; agree on a day first."
    ),
}


def said(note: Note) -> str:
    """The sentence of a note, in the reader's language."""
    values = {name: day_text(value) if isinstance(value, dt.date) else value for name, value in note.values}
    return str(WORDS[note.key] % values)
