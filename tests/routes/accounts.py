"""The book: what is recorded by hand and by file, who did what, privacy, the standards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import ImportBatch, Link
from tests.cast import Cast
from tests.factories import (
    ApiKeyFactory,
    ContactFactory,
    DeliverableFileFactory,
    LinkFactory,
    NoteFactory,
    StandardsVersionFactory,
)
from tests.routes.table import (
    ACTING,
    ALWAYS_ELSEWHERE,
    ERASING,
    EVERYONE,
    EXPORTING,
    LOGGED_IN,
    NOT_HERE,
    ONE_CLIENT,
    ONLY_POST,
    OWNERS,
    OWNERS_ACT,
    TAKING_PART,
    WRITING,
    Route,
    of_client,
)


def of_notes(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.client.pk, "kind": "notes"}


def of_keepers_note(cast: Cast) -> dict[str, Any]:
    return {**of_notes(cast), "entry": NoteFactory(client=cast.client, by=cast.keeper).pk}


def of_keepers_key(cast: Cast) -> dict[str, Any]:
    return {"pk": ApiKeyFactory(user=cast.keeper).pk}


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


def of_deliverable(cast: Cast) -> dict[str, Any]:
    """A report that is shared with one person, and its file."""
    link = LinkFactory(deliverable__client=cast.client, contact=ContactFactory(client=cast.client))
    DeliverableFileFactory(deliverable=link.deliverable)
    return {"pk": link.deliverable_id}


def of_link(**more: str) -> Callable[[Cast], dict[str, Any]]:
    def args(cast: Cast) -> dict[str, Any]:
        pk = of_deliverable(cast)["pk"]
        return {"pk": pk, "link": Link.objects.get(deliverable=pk).pk, **more}

    return args


A_LINK = {"slug": "their-report", "expires_on": "", "tags": "march"}
A_DELIVERABLE = {"kind": "audit", "title": "What we found", "delivered_on": "2026-03-01"}


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
    Route("keys", LOGGED_IN),
    Route("keys", (422,) * 6 + (302,), post={"name": ""}),
    Route("key_revoke", (302, 404, 302, 404, 404, 404, 302), of_keepers_key, post={}),
    Route("key_revoke", ONLY_POST, of_keepers_key),
    Route("imports", (422, 403, 403, 403, 403, 403, 302), post={}),
    Route("import_commit", ONLY_POST, of_import),
    # Deliverables and their links
    Route("deliverables", LOGGED_IN),
    Route("deliverables_export", LOGGED_IN),
    Route("deliverables_many", (302, 302, 302, 302, 403, 302, 302), post={"do": "archive", "all": "1"}),
    Route("deliverables_many", ONLY_POST),
    Route("deliverables_undo", (302, 302, 302, 302, 403, 302, 302), post={}),
    Route("deliverables_undo", ONLY_POST),
    Route("deliverable_new", TAKING_PART),
    Route("deliverables_bulk", TAKING_PART),
    Route("deliverables_bulk", TAKING_PART, query="?how=same"),
    Route("deliverables_bulk", (422, 422, 422, 422, 403, 422, 302), post={"do": "check", "rows": "nothing"}),
    Route("link_rules", OWNERS),
    Route("link_rules", OWNERS_ACT, post={"visitor_days": "30"}),
    Route("deliverable", ONE_CLIENT, of_deliverable),
    Route("deliverable_edit", WRITING, of_deliverable),
    Route("deliverable_edit", ACTING, of_deliverable, post=A_DELIVERABLE),
    Route("deliverable_archive", ACTING, of_deliverable, post={}),
    Route("deliverable_archive", ONLY_POST, of_deliverable),
    Route("deliverable_restore", ACTING, of_deliverable, post={}),
    Route("deliverable_restore", ONLY_POST, of_deliverable),
    Route("deliverable_file", ONE_CLIENT, of_deliverable),
    Route("deliverable_openings", ONE_CLIENT, of_deliverable),
    Route("deliverable_openings_csv", ONE_CLIENT, of_deliverable),
    Route("deliverable_links", ACTING, of_deliverable, post={}),
    Route("deliverable_links", ONLY_POST, of_deliverable),
    Route("link_edit", WRITING, of_link()),
    Route("link_edit", ACTING, of_link(), post=A_LINK),
    Route("link_archive", ACTING, of_link(), post={}),
    Route("link_archive", ONLY_POST, of_link()),
    Route("link_restore", ACTING, of_link(), post={}),
    Route("link_restore", ONLY_POST, of_link()),
    Route("link_picture", ONE_CLIENT, of_link(kind="svg")),
    Route("link_picture", ONE_CLIENT, of_link(kind="png")),
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
