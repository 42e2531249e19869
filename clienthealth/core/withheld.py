"""Rows that are kept from a person for a while: in the owners' panel and in the audit log, as on every other page.

Each app says in a module `withheld` which: `WITHHELD` maps a model's label to a rule. A rule is given the person and
answers with the rows that they may not see yet; the same rule serves the model and the table of its past.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.module_loading import module_has_submodule

Rule = Callable[[Any], Q]


@cache
def rules() -> dict[str, Rule]:
    found = [
        config for config in apps.get_app_configs() if config.module and module_has_submodule(config.module, "withheld")
    ]
    return {
        label: rule
        for config in found
        for label, rule in getattr(import_module(f"{config.name}.withheld"), "WITHHELD", {}).items()
    }


def shown(rows: QuerySet[Any], model: type[Model], user: Any) -> QuerySet[Any]:
    """Without the rows of `model`, or of its past, that are kept from this person."""
    rule = rules().get(model._meta.label)
    return rows.filter(~rule(user)) if rule else rows
