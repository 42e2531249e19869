"""Live rows and past rows of a record, as one view: what a score of any day reads.

The view of `accounts_message` is `accounts_message_versions`: every column of the record, and two ends:

- `ceased_at`: when the version was replaced or deleted; null for the live row.
- `known_until`: when that is taken to have been known. A correction that a repeated import declares known when it
  happened replaces the earlier version from then on, not from the import on, so no past day counts a record twice.

A version was known on a day when it was recorded before the day's cut and had not ceased before it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation


def versions_view(model: type[models.Model]) -> str:
    return f"{model._meta.db_table}_versions"


ENDS = {"recorded_at": "ceased_at", "known_at": "known_until"}


def known_by(known: str, of: str = "") -> str:
    """SQL: a version (of a table alias) was known at `%(cut)s`, by when it was recorded or by when it was declared."""
    dot = f"{of}." if of else ""
    end = f"{dot}{ENDS[known]}"
    return f"{dot}{known} < %(cut)s AND ({end} IS NULL OR {end} >= %(cut)s)"


class CreateVersions(Operation):
    """Create (or, when columns were added, renew) the views of some records' versions."""

    reversible = True

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.names], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Views are no part of Django's state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for name in self.names:
            schema_editor.execute(_create(to_state.apps.get_model(app_label, name)))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for name in self.names:
            schema_editor.execute(f"DROP VIEW {versions_view(to_state.apps.get_model(app_label, name))}")

    def describe(self) -> str:
        return f"Create the views of the versions of {', '.join(self.names)}"


class RenewVersions(CreateVersions):
    """Make views anew, with columns that were added since: they stand between others, so nothing can be replaced."""

    def __init__(self, names: list[str], added: list[str]) -> None:
        super().__init__(names)
        self.added = added

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.names, self.added], {})

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._renew(app_label, schema_editor, to_state, ())

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._renew(app_label, schema_editor, to_state, self.added)

    def _renew(self, app_label: str, schema_editor: Any, state: Any, without: Collection[str]) -> None:
        for name in self.names:
            model = state.apps.get_model(app_label, name)
            schema_editor.execute(f"DROP VIEW {versions_view(model)}")
            schema_editor.execute(_create(model, without))

    def describe(self) -> str:
        return f"Make the views of the versions of {', '.join(self.names)} anew"


class CreateModels(Operation):
    """Create many models: one rendering of the models for all.

    One by one, each renders every model anew that is related to it, and by way of the client all of ours are: creating
    the tables took half a minute.
    """

    reversible = True

    def __init__(self, models: list[CreateModel]) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.models], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        vars(state).pop("apps", None)  # rendered when it is next asked for
        for each in self.models:
            each.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in self.models:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in reversed(self.models):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.models)} models"


def together(operations: list[Any]) -> list[Any]:
    """These operations of a migration, with models that are created one after the other created together.

    `makemigrations` writes them one by one: what it writes for many new models goes through this.
    """
    found: list[Any] = []
    for each in operations:
        if not isinstance(each, CreateModel):
            found.append(each)
        elif found and isinstance(found[-1], CreateModels):
            found[-1].models.append(each)
        else:
            found.append(CreateModels([each]))
    return found


class InstallTriggers(Operation):
    """Install triggers on many models, replacing those of the same name: one rendering of the models for all."""

    reversible = True

    def __init__(self, triggers: list[tuple[str, Any]]) -> None:
        self.triggers = triggers

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.triggers], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        for name, trigger in self.triggers:
            options = state.models[app_label, name].options
            others = [each for each in options.get("triggers", []) if each.name != trigger.name]
            options["triggers"] = [*others, trigger]

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for _, trigger in self.triggers:
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for _, trigger in self.triggers:
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return f"Install {len(self.triggers)} triggers"


class ChangeFields(Operation):
    """Add fields to many models, and describe others anew (what only people read), in one step.

    Django renders every related model again at each of its own operations: with a book of a hundred models, twenty
    columns took half a minute. Here the state is rendered once.
    """

    reversible = True

    def __init__(self, added: list[tuple[str, str, Any]], described: list[tuple[str, str, Any]]) -> None:
        self.added, self.described = added, described

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.added, self.described], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        for name, field_name, field in [*self.added, *self.described]:
            state.models[app_label, name].fields[field_name] = field
        for name in {name for name, _, _ in [*self.added, *self.described]}:
            state.reload_model(app_label, name, delay=True)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for name, field_name, _ in self.added:
            model = to_state.apps.get_model(app_label, name)
            schema_editor.add_field(model, model._meta.get_field(field_name))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for name, field_name, _ in reversed(self.added):
            model = from_state.apps.get_model(app_label, name)
            schema_editor.remove_field(model, model._meta.get_field(field_name))

    def describe(self) -> str:
        return f"Add {len(self.added)} fields"


def _create(model: Any, without: Collection[str] = ()) -> str:
    table = model._meta.db_table
    fields = [field for field in model._meta.local_concrete_fields if field.name not in without]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    past = columns.replace('"id"', "pgh_obj_id", 1)  # the same number, with an index
    return f"""
        CREATE OR REPLACE VIEW {table}_versions AS
        SELECT {columns}, NULL::timestamptz AS ceased_at, NULL::timestamptz AS known_until FROM {table}
        UNION ALL
        SELECT {past}, pgh_created_at, least(
            pgh_created_at,
            (SELECT min(later.known_at) FROM {table}past later
             WHERE later.pgh_obj_id = old.pgh_obj_id AND later.pgh_id > old.pgh_id AND later.pgh_label <> 'insert'),
            (SELECT live.known_at FROM {table} live WHERE live.id = old.pgh_obj_id)
        ) FROM {table}past old WHERE pgh_label <> 'insert'
    """  # noqa: S608 - names of our own tables
