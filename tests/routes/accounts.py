"""The book: what is recorded by hand and by file, who did what, privacy, the standards."""

from __future__ import annotations

from typing import Any

from accounts.models import ImportBatch
from tests.cast import Cast
from tests.factories import ContactFactory, LinkFactory, NoteFactory, StandardsVersionFactory
from tests.routes.table import (
    ACTING,
    ALWAYS_ELSEWHERE,
    ERASING,
    EVERYONE,
    EXPORTING,
    LOGGED_IN,
    NOT_HERE,
    ONLY_POST,
    OWNERS,
    OWNERS_ACT,
    WRITING,
    Route,
    of_client,
)


def of_notes(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.client.pk, "kind": "notes"}


def of_keepers_note(cast: Cast) -> dict[str, Any]:
    return {**of_notes(cast), "entry": NoteFactory(client=cast.client, by=cast.keeper).pk}


def of_import(cast: Cast) -> dict[str, Any]:
    return {"pk": ImportBatch.objects.create(by=cast.boss, name="list.csv", state=ImportBatch.State.CHECKED).pk}


def of_contact(cast: Cast) -> dict[str, Any]:
    return {**of_client(cast), "contact": ContactFactory(client=cast.client).pk}


def of_standards(cast: Cast) -> dict[str, Any]:
    return {"number": StandardsVersionFactory().number}


def with_standards(cast: Cast) -> dict[str, Any]:
    of_standards(cast)
    return {}


def in_danish(cast: Cast) -> dict[str, Any]:
    return {"language": "da"}


def of_tracked_link(cast: Cast) -> dict[str, Any]:
    return {"slug": LinkFactory(deliverable__client=cast.client).slug}


A_NOTE = {"text": "They open a shop", "occurred_on": "2026-03-02"}


ACCOUNTS = [
    # The book
    Route("entry_log", WRITING, of_notes),
    Route("entry_log", ACTING, of_notes, post=A_NOTE),
    Route("entry_undo", (403, 403, 302, 403, 403, 404, 302), of_keepers_note, post={}),
    Route("entry_undo", ONLY_POST, of_keepers_note),
    Route("imports", OWNERS),
    Route("import", OWNERS, of_import),
    Route("import_commit", (302, 403, 403, 403, 403, 403, 302), of_import, post={}),
    Route("import_refused", OWNERS, of_import),
    Route("profile", LOGGED_IN),
    Route("audit", OWNERS),
    Route("imports", (422, 403, 403, 403, 403, 403, 302), post={}),
    Route("import_commit", ONLY_POST, of_import),
    # Privacy and standards
    Route("privacy", OWNERS),
    Route("privacy", OWNERS, query="?q=anna"),
    Route("privacy", OWNERS_ACT, post={"months": "24"}),
    Route("privacy_client", ERASING, of_client),
    Route("privacy_client", (422, 403, 403, 403, 403, 404, 302), of_client, post={"sure": "on"}),  # still served
    Route("privacy_contact", ERASING, of_contact),
    Route("privacy_contact", (302, 403, 403, 403, 403, 404, 302), of_contact, post={"sure": "on"}),
    Route("client_export", EXPORTING, of_client),
    Route("client_export", EXPORTING, of_client, post={}),
    Route("standards", NOT_HERE),
    Route("standards", EVERYONE, with_standards),
    Route("standards_version", EVERYONE, of_standards),
    Route("standards_version", NOT_HERE, lambda cast: {"number": 99}),
    Route("standards_start", OWNERS_ACT),
    Route("standards_edit", OWNERS, in_danish),
    Route("standards_edit", OWNERS_ACT, in_danish, post={"text": "# Sådan"}),
    Route("standards_edit", (404, 403, 403, 403, 403, 403, 302), lambda cast: {"language": "tlh"}),
    Route("standards_begin", OWNERS_ACT, in_danish, post={}),
    Route("standards_begin", ONLY_POST, in_danish),
    Route("standards_publish", (422, 403, 403, 403, 403, 403, 302), in_danish, post={}),
    Route("standards_publish", ONLY_POST, in_danish),
    # Tracked links, as everybody meets them
    Route("link_open", ALWAYS_ELSEWHERE, of_tracked_link),
    Route("link_open", NOT_HERE, lambda cast: {"slug": "nothing-here"}),
    Route("link_about", EVERYONE, of_tracked_link),
    Route("link_about", NOT_HERE, lambda cast: {"slug": "nothing-here"}),
]
