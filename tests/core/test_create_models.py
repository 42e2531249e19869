"""Migrations create their models together: the same tables as one by one, and the registry is rendered once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel, RunSQL
from django.db.migrations.state import ProjectState

from clienthealth.core.versions import CreateModels, together


def book(name: str, **fields: Any) -> CreateModel:
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *fields.items()])


def shelf_and_books() -> list[Any]:
    on_a_shelf = models.ForeignKey("library.shelf", models.CASCADE, related_name="books")
    return [book("Shelf"), book("Book", shelf=on_a_shelf), book("Page", book=models.ForeignKey("book", models.CASCADE))]


def test_models_in_a_row_are_created_together_and_nothing_changes_places() -> None:
    first, second, third = shelf_and_books()
    between = RunSQL("SELECT 1")

    before, same, after = together([first, second, between, third])
    assert (before.models, same, after.models) == ([first, second], between, [third])


def test_what_was_rendered_before_knows_the_new_models() -> None:
    state = ProjectState()
    book("Shelf").state_forwards("library", state)
    assert not state.apps.get_model("library.shelf")._meta.related_objects

    CreateModels(shelf_and_books()[1:]).state_forwards("library", state)
    (relation,) = state.apps.get_model("library.shelf")._meta.related_objects
    assert relation.related_model is state.apps.get_model("library.book")


@pytest.mark.django_db
def test_tables_come_and_go_in_order() -> None:
    before, after, operation = ProjectState(), ProjectState(), CreateModels(shelf_and_books())
    operation.state_forwards("library", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("library", editor, before, after)
    ours = {"library_shelf", "library_book", "library_page"}
    assert ours <= set(connection.introspection.table_names())

    with connection.schema_editor() as editor:
        operation.database_backwards("library", editor, after, before)
    assert not ours & set(connection.introspection.table_names())
