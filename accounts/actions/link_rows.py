"""Many links at once: every row of a table or none; one thing for many clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.actions.links import Terms, Upload, create_deliverable, create_links, share
from accounts.models import Client, Contact, Deliverable, User
from accounts.sharing.rows import SOURCE, Plan
from clienthealth.core.audit import acting


def create_rows(plans: Sequence[Plan], *, by: User) -> int:
    """Write every new row, in one transaction; how many links were made. ValidationError where a row is refused."""
    if any(one.state == "refused" for one in plans):
        raise ValidationError(_("Nothing was made: mend the refused rows, or take them out."))
    made = 0
    with acting(by=by, why="create links from a table"):
        for one in plans:
            made += _write(one, by) if one.state == "new" else 0
    return made


def _write(one: Plan, by: User) -> int:
    assert one.client is not None
    assert one.delivered_on is not None
    try:
        deliverable = create_deliverable(
            by=by, client=one.client, kind=one.kind, title=one.title, delivered_on=one.delivered_on,
            period=one.period, key=one.key, source=SOURCE,
        )  # fmt: skip
        create_links(
            deliverable, by=by, contacts=[one.contact] if one.contact else [], target=one.target, key=one.link_key,
            terms=Terms(slug=one.slug, expires_on=one.expires_on, tags=one.tags), source=SOURCE,
        )  # fmt: skip
    except ValidationError as refusal:
        words = " ".join(refusal.messages)
        raise ValidationError(_("Row %(n)s: %(words)s") % {"n": one.number, "words": words}) from None
    return 1


def create_for_many(
    clients: Sequence[Client], *, by: User, what: Mapping[str, Any], target: str, file: Upload | None, champions: bool,
    terms: Terms, key: str,
) -> list[Deliverable]:  # fmt: skip
    """The same thing for each of these clients: an own deliverable, an own link. All of them or none."""
    people: dict[int, list[Contact]] = {}
    if champions:
        for person in (
            Contact.objects.filter(client__in=clients).present(what["delivered_on"]).champions().order_by("pk")
        ):
            people.setdefault(person.client_id, []).append(person)
    made = []
    with acting(by=by, why="create deliverables for many"):
        for client in clients:
            one = share(
                by=by, client=client, what=what, contacts=people.get(client.pk, []), terms=terms, target=target,
                file=file, key=f"{key}:{client.pk}",
            )  # fmt: skip
            made.append(one)
    return made
