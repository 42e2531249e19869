"""Deliverables unopened: tracked links to reports and deliverables are no longer opened by a person.

Share left unopened, eight weeks against their own 44 before (beta-binomial, four pseudo-deliverables); an opening by a
scanner is none, and what was shown in a meeting was seen.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from scipy import special

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.deliverables import BASE, GIVEN, OPEN_WITHIN, RECENT, SENT, openings
from signals.rhythm import surge_strength
from signals.statistics import FloatArray, beta_binomial_mid_tail
from signals.wording import number_text

FEWEST, FEWEST_BASE = 2, 3  # deliverables
PSEUDO, USUALLY_UNOPENED = 4.0, 0.3  # what four deliverables of an ordinary client would have been


def measure(scope: Scope) -> Columns:
    """Deliverables sent and not opened, recently and before; those that only machines opened."""
    found = openings(scope)
    told = (found["sent"] >= FEWEST) & (found["sent_base"] >= FEWEST_BASE)
    return {name: np.where(told, column, np.nan) for name, column in found.items()}


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    alpha = PSEUDO * USUALLY_UNOPENED + columns["unopened_base"]
    beta = PSEUDO * (1.0 - USUALLY_UNOPENED) + columns["sent_base"] - columns["unopened_base"]
    known = ~np.isnan(columns["sent"])
    tail = beta_binomial_mid_tail(
        np.where(known, columns["unopened"], 0.0),
        np.where(known, columns["sent"], 1.0),
        np.where(known, alpha, 1.0),
        np.where(known, beta, 1.0),
    )
    strength = surge_strength(-special.ndtri(tail))
    few = columns["unopened"] < scope.value("deliverables_unopened", "fewest_unopened")
    return {"deliverables_unopened": np.where(known, np.where(few, 0.0, strength), np.nan)}


def sentence(reading: Reading, factor: str) -> str:
    sent, unopened = reading["sent"], reading["unopened"]
    if sent is None or unopened is None:
        return ""
    words = ngettext(
        "%(unopened)s of %(n)s deliverable in eight weeks was not opened",
        "%(unopened)s of %(n)s deliverables in eight weeks were not opened",
        sent,
    ) % {"unopened": number_text(unopened), "n": number_text(sent)}
    if reading["sent_base"] and reading["unopened_base"] is not None:
        words += "; " + _("before it was %(unopened)s of %(n)s.") % {
            "unopened": number_text(reading["unopened_base"]),
            "n": number_text(reading["sent_base"]),
        }
    else:
        words += "."
    if reading["machines"]:
        words += " " + ngettext(
            "%(n)s was opened by a machine only.", "%(n)s were opened by a machine only.", reading["machines"]
        ) % {"n": number_text(reading["machines"])}
    return words


def evidence(scope: Scope) -> list[Evidence]:
    """The deliverables of the recent eight weeks, the newest first; `figure` 1 for one that nobody opened."""
    rows = scope.rows(
        f"""
        {SENT}
        SELECT c.deliverable_id, c.made_on, d.title, c.people, c.machines, c.unopened
        FROM counted c LEFT JOIN [deliverable] d ON d.id = c.deliverable_id
        WHERE c.recent ORDER BY c.made_on DESC, c.deliverable_id
        """,  # noqa: S608 - our own text
        **GIVEN,
    )
    return [_deliverable(row) for row in rows]


def _deliverable(row: tuple) -> Evidence:  # type: ignore[type-arg]
    pk, on, title, people, machines, unopened = row
    if people:
        words = ngettext("opened %(n)s time", "opened %(n)s times", people) % {"n": number_text(people)}
    elif not unopened:
        words = _("not opened, but there was a meeting")
    elif machines:
        words = _("opened by a machine only")
    else:
        words = _("not opened")
    return Evidence(
        on, f"{title or _('A deliverable')}: {words}", _("Tracked links"), "deliverable", pk, float(unopened)
    )


DETECTOR = Detector(
    key="deliverables_unopened",
    title=gettext_lazy("Deliverables unopened"),
    icon="link-off",
    topic=gettext_lazy("whether they open what we send"),
    factors=("deliverables_unopened",),
    measure=measure,
    judge=judge,
    reading=("sent", "unopened", "sent_base", "unopened_base", "machines"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Ask how they want to be kept informed"),
    parameters={"fewest_unopened": 2.0},
    fixed={
        "recent_days": RECENT,
        "baseline_days": BASE,
        "open_within_days": OPEN_WITHIN,
        "fewest_deliverables": FEWEST,
        "fewest_deliverables_before": FEWEST_BASE,
        "pseudo_deliverables": PSEUDO,
    },
    benign=(
        Benign(
            "meeting",
            gettext_lazy("They saw it in a meeting instead"),
            gettext_lazy("A meeting within 14 days of a deliverable counts as having seen it."),
        ),
        Benign(
            "never_opened",
            gettext_lazy("They have never opened such links"),
            gettext_lazy("The share is held against their own 44 weeks before."),
        ),
        Benign(
            "away",
            gettext_lazy("They were on holiday, or paused"),
            gettext_lazy("What was sent into a holiday or pause of theirs is left out."),
        ),
        Benign(
            "untracked",
            gettext_lazy("They asked us not to record their openings"),
            gettext_lazy("Their links are left out. A browser that asks every site not to track is not known to us."),
        ),
        Benign(
            "other_channel",
            gettext_lazy("They read it in the mail, or in a dashboard"),
            gettext_lazy("Only they know: ask how they want to be kept informed."),
            checked=False,
        ),
    ),
)
