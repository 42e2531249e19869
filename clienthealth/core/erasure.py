"""Erasure: words about people go from live and past rows; ids, dates, amounts and counts stay.

Each app says in a module `erasable` what becomes of every field that can hold words: `ERASABLE` is a tuple of plans,
one a model, and `STEPS` (where there is one) of what no plan can say, such as stored files. A contract test fails for
a field that stands in neither list of its plan. The past table of a model follows the model's plan.

An erasure is no news about a client: it renews no time that a score reads, marks nobody and keeps no past version.
That is why its updates pass by the triggers named in `SILENT`, and nothing else in the product does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import MD5, Cast, Concat
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clienthealth.core.history import past_models
from clienthealth.core.models import OutboxEvent

SILENT = frozenset({"stamp", "mark_update", "update_update", "kept", "fixed"})
PAST_KEPT = frozenset({"pgh_label", "pgh_context"})  # insert, update, delete; who, where and in the course of what
WAS = "erased:"  # how a digest begins, so that it is not made twice
LOG = "log"
AT_ONCE = 5000  # rows of one transaction
SOMETHING = "–"  # stands where a score or a constraint asks whether there were any words

Eraser = Callable[[str, str], Any]  # (field, the column of the record's id) -> what the field becomes


def blank(field: str, key: str) -> Any:
    return Value("")


def empty_list(field: str, key: str) -> Any:
    return Value([], models.JSONField())


def blank_bytes(field: str, key: str) -> Any:
    return Value(b"", models.BinaryField())


def empty_table(field: str, key: str) -> Any:
    return Value({}, models.JSONField())


def without(*keys: str) -> Eraser:
    """A list of records as JSON, without the words under some of their keys; how many there are stays."""
    taken = " ".join(f"- '{key}'" for key in keys)
    each = f"(SELECT coalesce(jsonb_agg(e {taken}), '[]') FROM jsonb_array_elements(%(expressions)s) e)"  # noqa: S608

    def eraser(field: str, key: str) -> Any:
        return Func(F(field), template=each, output_field=models.JSONField())

    return eraser


def stand_in(field: str, key: str) -> Any:
    """A dash for any words, nothing for none: whether there were some is still known."""
    return Case(When(**{f"{field}__regex": "[^ ]"}, then=Value(SOMETHING)), default=Value(""))


def digest(field: str, key: str) -> Any:
    """Words that only tell rows apart: equal ones stay equal, and nobody reads them."""
    kept = Q(**{field: ""}) | Q(**{f"{field}__startswith": WAS})
    return Case(When(kept, then=F(field)), default=Concat(Value(WAS), MD5(F(field))))


def own_number(field: str, key: str) -> Any:
    """A name of another system becomes our own number, which is as unique."""
    return Concat(Value(WAS), Cast(F(key), models.CharField()))


def numbered(word: str) -> Eraser:
    """“Contact 12”: people can be told apart, and not known."""

    def eraser(field: str, key: str) -> Any:
        return Concat(Value(f"{word} "), Cast(F(key), models.CharField()))

    return eraser


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of the words of one model.

    `client` is the path from a row to its client (`pk` for the client itself, empty for a model that is of no client,
    whose words all stay); `person` the path to a contact, where rows of one person can be erased by themselves.
    Fields with a fixed set of choices hold nobody's words and need not be named. `spared` finds what the law keeps.
    """

    model: str
    erased: Mapping[str, Eraser]
    kept: frozenset[str] = frozenset()
    client: str = "client"
    person: str = ""
    spared: Callable[[], Q] | None = None

    @property
    def tracked(self) -> type[models.Model]:
        return apps.get_model(self.model)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose words go: a client's and their people's, or one person's alone."""

    client: int
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What no plan can say. Both functions answer with a number of rows or files."""

    key: str
    name: str | Promise
    count: Callable[[Subject], int]
    erase: Callable[[Subject], int]


Counts = dict[str, int]  # the key of a step or the name of a model -> rows


@cache
def plans() -> tuple[Plan, ...]:
    return tuple(plan for module in _modules() for plan in module.ERASABLE)


@cache
def steps() -> tuple[Step, ...]:
    """The steps of the apps above come first: those of the book still need the addresses and links they follow."""
    own = tuple(step for module in reversed(_modules()) for step in getattr(module, "STEPS", ()))
    return (*own, Step("events", _("events for other systems"), _count_events, _erase_events))


def _modules() -> list[Any]:
    found = [
        config for config in apps.get_app_configs() if config.module and module_has_submodule(config.module, "erasable")
    ]
    return [import_module(f"{config.name}.erasable") for config in found]


def preview(subject: Subject) -> Counts:
    """How many rows an erasure would change, by what they are; a fixed number of queries."""
    counts: Counts = {}
    for step in steps():
        _add(counts, step.key, step.count(subject))
    for plan, model in _tables(subject):
        _add(counts, plan.model, _rows(plan, model, subject).count())
    return counts


def erase(subject: Subject) -> Counts:
    """Erase, in one transaction: a killed worker leaves all or nothing. Repeating it changes nothing.

    1. The steps, while names and addresses can still be looked up.
    2. What the admin's own log calls the records.
    3. The plans: one statement a table, live and past.
    """
    counts: Counts = {}
    with transaction.atomic(), _silently():
        for step in steps():
            _add(counts, step.key, step.erase(subject))
        _add(counts, LOG, sum(_erase_log(plan, subject) for plan in plans()))
        for plan, model in _tables(subject):
            _add(counts, plan.model, _rows(plan, model, subject).update(**_values(plan, model)))
    return counts


def forget(tracked: type[models.Model], which: Q, **values: Any) -> int:
    """Blank words whose time is over, in live and past rows, as an erasure does it: silently. The rows of `which`
    must not be in it any more afterwards. Returns how many rows."""
    done = 0
    for model in [tracked, *filter(None, [past_models().get(tracked)])]:
        while rows := list(model._base_manager.filter(which).values_list("pk", flat=True)[:AT_ONCE]):
            with transaction.atomic(), _silently():
                done += model._base_manager.filter(pk__in=rows).update(**values)
    return done


@contextmanager
def _silently() -> Iterator[None]:
    """The one door past the triggers that keep records as they were: for erasures and what is forgotten in time, until
    the block ends.

    Every trigger of pgtrigger asks the setting `pgtrigger.ignore` whether to stand aside. It is set for this
    transaction alone, and names only the triggers in `SILENT` of tables that have something to erase. Every other
    trigger, and every other session, goes on as before.
    """
    tables: set[Any] = {model for plan in plans() if plan.erased for model in _live_and_past(plan)}
    aside = [t.get_pgid(model) for model, t in pgtrigger.registered() if model in tables and t.name in SILENT]
    with transaction.atomic():
        _set_aside(aside)
        yield
        _set_aside([])


def _set_aside(triggers: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(triggers) + "}"])


def _tables(subject: Subject) -> list[tuple[Plan, type[models.Model]]]:
    wanted = [plan for plan in plans() if plan.erased and (plan.person if subject.contact else plan.client)]
    return [(plan, model) for plan in wanted for model in _live_and_past(plan) if _values(plan, model)]


def _live_and_past(plan: Plan) -> list[type[models.Model]]:
    past = past_models().get(plan.tracked)
    return [plan.tracked, past] if past else [plan.tracked]


def _rows(plan: Plan, model: type[models.Model], subject: Subject) -> models.QuerySet[Any]:
    """The rows of a subject in which something is left to erase."""
    left = Q()
    for field, value in _values(plan, model).items():
        left |= ~Q(**{field: value})
    rows = model._base_manager.filter(_whose(plan, model, subject)).filter(left)
    return rows.exclude(plan.spared()) if plan.spared else rows


def _whose(plan: Plan, model: type[models.Model], subject: Subject) -> Q:
    """Rows of the client, or of the person; of the record itself in its past."""
    path, key = (plan.person, subject.contact) if subject.contact else (plan.client, subject.client)
    if path == "pk":
        path = _key(plan, model)
    return Q(**{path: key})


def _values(plan: Plan, model: type[models.Model]) -> dict[str, Any]:
    """What each field becomes; some pasts leave out what names people."""
    there = {field.name for field in model._meta.concrete_fields}
    return {field: eraser(field, _key(plan, model)) for field, eraser in plan.erased.items() if field in there}


def _key(plan: Plan, model: type[models.Model]) -> str:
    return "pk" if model is plan.tracked else "pgh_obj_id"


def named(counts: Counts) -> list[tuple[str, int]]:
    """The counts in the reader's words, the largest first."""
    names: dict[str, Any] = {step.key: step.name for step in steps()} | {LOG: _("entries of the panel's log")}
    names |= {plan.model: plan.tracked._meta.verbose_name_plural for plan in plans()}
    told = [(str(capfirst(names.get(key, key))), rows) for key, rows in counts.items()]
    return sorted(told, key=lambda item: (-item[1], item[0]))


def _add(counts: Counts, name: str, rows: int) -> None:
    if rows:
        counts[name] = counts.get(name, 0) + rows


def _count_events(subject: Subject) -> int:
    return 0 if subject.contact else OutboxEvent.objects.filter(client=subject.client).count()


def _erase_events(subject: Subject) -> int:
    """Events are of the client as a whole; none names a person."""
    return 0 if subject.contact else OutboxEvent.objects.filter(client=subject.client).delete()[0]


def _erase_log(plan: Plan, subject: Subject) -> int:
    """Django's log of the panel calls a record by its name at the time."""
    path = plan.person if subject.contact else plan.client
    if not plan.erased or not path:
        return 0
    ids: list[models.QuerySet[Any]] = [
        model._base_manager.filter(_whose(plan, model, subject)).values_list(
            Cast(_key(plan, model), models.TextField())
        )
        for model in _live_and_past(plan)
    ]
    kind = ContentType.objects.get_for_model(plan.tracked)
    entries = LogEntry.objects.filter(content_type=kind).exclude(object_repr="", change_message="")
    return sum(entries.filter(object_id__in=each).update(object_repr="", change_message="") for each in ids)
