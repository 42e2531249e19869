"""What a playbook must keep to, for our files and for the agency's own alike.

Drafts go to clients: they name only facts of a closed list, amounts only where money is owed, and no word of scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from django.utils.translation import gettext as _

from signals.playbooks.content import DUNNING_SIGNS, KINDS, LANGUAGES, WHO, Draft, Playbook, Side, Step

FACTS = frozenset({
    "client_name", "contact_name", "salutation", "manager_name", "agency_name", "last_win", "last_report_date",
    "notice_deadline", "meeting_choice_1", "meeting_choice_2", "goals_line",
})  # fmt: skip
MONEY_FACTS = frozenset({"overdue_total", "oldest_invoice", "days_overdue", "promise_date"})
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
MOST_STEPS, LATEST_DUE = 20, 180

# Words of our own judgement, which no client should ever read. “Fire” is four in Danish, so each language has its own.
SECRET_WORDS = {
    "en": r"churn|risk|fire pressure|detractor|health score|score|red flag|difficult client",
    "da": r"churn|risiko|fyre jer|sundhedsscore|score|problemkunde",
    "de": r"churn|risiko|abwanderung|gesundheitswert|score|problemkunde",
    "fr": r"churn|risque|attrition|score|client difficile",
    "es": r"churn|riesgo|fuga de clientes|score|cliente difícil",
    "zh-hans": r"churn|流失|风险|评分|问题客户",
}
_BOUNDED = {
    language: re.compile(words if language == "zh-hans" else rf"\b(?:{words})\b", re.IGNORECASE)
    for language, words in SECRET_WORDS.items()
}
_HEAD = {"key", "name", "about", "signs", "side", "steps", "drafts"}
_STEP = {"title", "kind", "who", "due", "hours", "help", "script", "draft"}


class InvalidPlaybook(ValueError):  # noqa: N818 - said to people
    """Every fault at once, one sentence each."""

    def __init__(self, key: str, faults: list[str]) -> None:
        super().__init__(f"{key}: " + " ".join(faults))
        self.faults = faults


def read(given: Mapping[str, Any], *, row: int | None = None, **more: Any) -> Playbook:
    """A playbook of a parsed file. Raises InvalidPlaybook with every fault."""
    faults = list(_faults(given))
    if faults:
        raise InvalidPlaybook(str(given.get("key", "?")), faults)
    return Playbook(
        key=given["key"],
        name=given["name"],
        about=given.get("about", ""),
        side=given["side"],
        signs=tuple(given["signs"]),
        steps=tuple(_step(number, step) for number, step in enumerate(given["steps"], start=1)),
        drafts={
            key: {language: Draft(text["subject"], text["body"]) for language, text in texts.items()}
            for key, texts in given.get("drafts", {}).items()
        },
        row=row,
        **more,
    )


def names_in(text: str) -> list[str]:
    """The placeholders of a text, in order."""
    return PLACEHOLDER.findall(text)


def text_faults(text: str, *, dunning: bool) -> Iterator[str]:
    """What is wrong with the placeholders of a script or draft."""
    for name in dict.fromkeys(names_in(text)):
        if name in MONEY_FACTS and not dunning:
            yield _("{%(name)s} names money: only playbooks for unpaid invoices may.") % {"name": name}
        elif name not in FACTS | MONEY_FACTS:
            yield _("{%(name)s} is not a fact we can fill in.") % {"name": name}
    if {"{", "}"} & set(PLACEHOLDER.sub("", text)):
        yield _("A brace stands alone: facts are written like {client_name}.")


def secret_words(text: str, language: str) -> list[str]:
    """Words of our judgement in a text for a client."""
    return _BOUNDED[language].findall(text) if language in _BOUNDED else []


def draft_faults(subject: str, body: str, language: str, *, dunning: bool) -> Iterator[str]:
    """What is wrong with an e-mail to a client."""
    if not subject.strip() or not body.strip():
        yield _("An e-mail needs a subject and a text.")
    if "\n" in subject.strip():
        yield _("A subject is one line.")
    yield from text_faults(f"{subject}\n{body}", dunning=dunning)
    for word in dict.fromkeys(secret_words(f"{subject}\n{body}", language)):
        yield _("“%(word)s” is our own judgement and must not reach a client.") % {"word": word}


def _faults(given: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(set(given) - _HEAD):
        yield _("“%(name)s” is not part of a playbook.") % {"name": name}
    if not given.get("name"):
        yield _("A playbook needs a name.")
    if given.get("side") not in get_args(Side):
        yield _("A playbook is for one of the two scores: churn or fire.")
    steps, drafts = given.get("steps") or [], given.get("drafts", {})
    if not 0 < len(steps) <= MOST_STEPS:
        yield _("A playbook has between 1 and %(most)d steps.") % {"most": MOST_STEPS}
    dunning = bool(DUNNING_SIGNS.intersection(given.get("signs") or []))
    for number, step in enumerate(steps, start=1):
        for fault in step_faults(step, dunning=dunning, drafts=set(drafts)):
            yield _("Step %(number)d: %(fault)s") % {"number": number, "fault": fault}
    for key in sorted(set(drafts) - {step.get("draft") for step in steps}):
        yield _("No step uses the draft “%(key)s”.") % {"key": key}
    for key, texts in drafts.items():
        for language, text in texts.items():
            yield from _language_faults(f"{key}.{language}", language, text, dunning)


def step_faults(step: Mapping[str, Any], *, dunning: bool, drafts: set[str]) -> Iterator[str]:
    """What is wrong with one step."""
    for name in sorted(set(step) - _STEP):
        yield _("“%(name)s” is not part of a step.") % {"name": name}
    if not str(step.get("title", "")).strip() or len(step["title"]) > 300:
        yield _("Say in a line what to do.")
    if step.get("kind") not in KINDS or step.get("who") not in WHO:
        yield _("Say what kind of step it is, and whose.")
    due, hours = step.get("due"), step.get("hours")
    if not isinstance(due, int) or not 0 <= due <= LATEST_DUE:
        yield _("It is due between 0 and %(most)d working days after the start.") % {"most": LATEST_DUE}
    if hours is not None and (not isinstance(hours, int) or hours < 24):
        yield _("The limit in hours is a day (24) or more.")
    if step.get("draft") and step["draft"] not in drafts:
        yield _("There is no draft “%(key)s”.") % {"key": step["draft"]}
    ours = "\n".join(str(step.get(name, "")) for name in ("title", "help", "script"))
    yield from text_faults(ours, dunning=dunning)


def _language_faults(where: str, language: str, text: Mapping[str, str], dunning: bool) -> Iterator[str]:
    if language not in LANGUAGES:
        yield _("%(where)s: we do not write in that language.") % {"where": where}
        return
    for fault in draft_faults(text.get("subject", ""), text.get("body", ""), language, dunning=dunning):
        yield f"{where}: {fault}"


def _step(number: int, given: Mapping[str, Any]) -> Step:
    return Step(number=number, **{name: given[name] for name in _STEP if name in given})
