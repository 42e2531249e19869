"""Deliverables and the tracked links to them: made, changed, archived. Nothing is ever deleted: clicks are evidence.

Everything can be sent twice: a form carries a key, and what was made under it is found again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.links.checks import clean_target
from accounts.links.slugs import clean_slug, random_slug
from accounts.links.targets import UTM
from accounts.models import Agency, Client, Contact, Deliverable, DeliverableFile, Link, LinkTerms, User
from accounts.models.base import own_id
from accounts.permissions import Permission, editable_clients_for, require, require_edit
from accounts.sharing.files import MOST_BYTES, kept_name, kind_of
from clienthealth.core import clock
from clienthealth.core.audit import acting

SOURCE = "hand"
LONGEST_TAG, MOST_TAGS, BATCH = 40, 10, 500
OWN_PART = 50  # letters of an own slug before a random ending


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Terms:
    """How links behave. `expires_on` None: as the agency's rules say; `forever` turns those off."""

    slug: str = ""
    expires_on: dt.date | None = None
    forever: bool = False
    password: str = ""
    tags: Sequence[str] = ()
    utm: Mapping[str, str] = field(default_factory=dict)


# --- deliverables -----------------------------------------------------------------------------------------------------


def create_deliverable(
    *,
    by: User,
    client: Client,
    kind: str,
    title: str,
    delivered_on: dt.date,
    period: tuple[dt.date | None, dt.date | None] = (None, None),
    due_on: dt.date | None = None,
    file: Upload | None = None,
    key: str = "",
    source: str = SOURCE,
) -> Deliverable:
    """Note what was delivered, and keep its file if there is one. The same key twice is the same deliverable."""
    _may_write(by, client)
    made = Deliverable(
        client=client, kind=kind, title=title.strip(), delivered_on=delivered_on, due_on=due_on,
        period_from=period[0], period_to=period[1], source=source, external_id=key or own_id(),
    )  # fmt: skip
    _check_days(made)
    with acting(by=by, why="create deliverable"):
        known = Deliverable.objects.identified(source, made.external_id).first()
        if known is None:
            made.full_clean()
            known = _insert(made)
        if (known.client_id, known.title) != (client.pk, made.title):
            raise ValidationError(_("This form was used already. Load the page again."))
        if file is not None and not DeliverableFile.objects.filter(pk=known.pk).exists():
            keep_file(known, file, by)
    return known


def change_deliverable(deliverable: Deliverable, *, by: User, **changes: object) -> Deliverable:
    """Its kind, title, days and the time it is about. What was shared stays what it was."""
    _may_write(by, deliverable.client)
    if unknown := set(changes) - {"kind", "title", "delivered_on", "due_on", "period_from", "period_to"}:
        raise TypeError(f"change_deliverable() does not set {', '.join(sorted(unknown))}")
    for name, value in changes.items():
        setattr(deliverable, name, value)
    _check_days(deliverable)
    with acting(by=by, why="change deliverable"):
        deliverable.full_clean()
        deliverable.save()
    return deliverable


def checked(upload: Upload) -> tuple[str, str]:
    """The name and media type a file is kept under; ValidationError for one that may not be shared."""
    if len(upload.content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than %(size)s MB.") % {"size": MOST_BYTES // 1024**2})
    kind = kind_of(upload.content)
    if kind is None:
        raise ValidationError(
            _("This kind of file is not shared: send a PDF, a picture, a recording, plain text, or an office document "
              "without macros.")
        )  # fmt: skip
    return kept_name(upload.name, kind), kind.media


def keep_file(deliverable: Deliverable, upload: Upload, by: User) -> DeliverableFile:
    """Keep a file as it is now; it is never overwritten."""
    name, media = checked(upload)
    return DeliverableFile.objects.create(
        deliverable=deliverable, name=name, kind=media, content=upload.content, size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(), made_by=by,
    )  # fmt: skip


def place(deliverable: Deliverable, *, by: User, target: str, file: Upload | None) -> str:
    """Say where something lies that was only on record: at an address, or (empty) as a file with us."""
    _may_write(by, deliverable.client)
    if file is not None:
        with acting(by=by, why="keep file"):
            if not DeliverableFile.objects.filter(pk=deliverable.pk).exists():
                keep_file(deliverable, file, by)
        return ""
    return clean_target(target)


def share(
    *, by: User, client: Client, what: Mapping[str, Any], contacts: Sequence[Contact], terms: Terms, key: str,
    target: str = "", file: Upload | None = None,
) -> Deliverable:  # fmt: skip
    """A deliverable with its links, both or neither."""
    with acting(by=by, why="share deliverable"):
        deliverable = create_deliverable(by=by, client=client, file=file, key=key, **what)
        create_links(deliverable, by=by, contacts=contacts, target=target, terms=terms, key=key)
    return deliverable


# --- links ------------------------------------------------------------------------------------------------------------


def create_links(
    deliverable: Deliverable,
    *,
    by: User,
    contacts: Sequence[Contact] = (),
    target: str = "",
    terms: Terms | None = None,
    key: str = "",
    source: str = SOURCE,
) -> list[Link]:
    """One link for each of these people, or one for everybody. Whoever has an open one already keeps it.

    No target: the file that is kept. With several people an own slug gets a random ending for each: nobody can guess
    another's link, so an opening says whose it was.
    """
    terms, key = terms or Terms(), key or own_id()
    _may_write(by, deliverable.client)
    if any(contact.client_id != deliverable.client_id for contact in contacts):
        raise ValidationError(_("That person is not this client’s."))
    target = clean_target(target) if target else ""
    if not target and not DeliverableFile.objects.filter(pk=deliverable.pk).exists():
        raise ValidationError({"target": _("Say where the link leads, or give a file.")})
    today = Agency.objects.get().today().date
    people: Sequence[Contact | None] = contacts or [None]
    with acting(by=by, why="create links"):
        Deliverable.objects.select_for_update(of=("self",)).get(pk=deliverable.pk)  # one form at a time
        having = {link.contact_id: link for link in open_links(deliverable, today)}
        common = {
            "target": target, "password": make_password(terms.password) if terms.password else "",
            "tags": clean_tags(terms.tags), "utm": clean_utm(terms.utm), "expires_on": _expiry(terms, today),
        }  # fmt: skip
        return [
            having.get(person.pk if person else None)
            or _link(deliverable, person, _slug(terms.slug, len(people) > 1), today, common, source, key)
            for person in people
        ]


def change_link(
    link: Link, *, by: User, slug: str, expires_on: dt.date | None, tags: Sequence[str], utm: Mapping[str, str],
    password: str | None = None,
) -> Link:  # fmt: skip
    """A link's address, end, tags; a password where one is given, none where it is empty, the same for None."""
    _may_write(by, link.client)
    if slug != link.slug:
        link.slug = clean_slug(slug, of=link)
    link.expires_on, link.tags, link.utm = expires_on, clean_tags(tags), clean_utm(utm)
    if password is not None:
        link.password = make_password(password) if password else ""
    with acting(by=by, why="change link"):
        link.full_clean(exclude=["password"])
        _saved(link)
    return link


def archive(links: QuerySet[Link], *, by: User) -> list[int]:
    """Close these links; the ids of those that were open, which an undo opens again. Openings stay on record."""
    require(by, Permission.LOG)
    reach = links.filter(client__in=editable_clients_for(by), archived_at=None)
    with acting(by=by, why="archive links"):
        ids = sorted(reach.select_for_update(of=("self",)).values_list("pk", flat=True))
        Link.objects.filter(pk__in=ids).update(archived_at=clock.now())
    return ids


def restore(ids: Iterable[int], *, by: User) -> int:
    """Open archived links again."""
    require(by, Permission.LOG)
    with acting(by=by, why="restore links"):
        found = Link.objects.filter(pk__in=list(ids), client__in=editable_clients_for(by), archived_at__isnull=False)
        return found.update(archived_at=None)


def tag(links: QuerySet[Link], *, by: User, word: str, off: bool = False) -> list[int]:
    """Put a tag on links, or take it off; the ids of those that changed."""
    require(by, Permission.LOG)
    (word,) = clean_tags([word]) or [""]
    if not word:
        raise ValidationError(_("Write a tag."))
    with acting(by=by, why="tag links"):
        reach = links.filter(client__in=editable_clients_for(by)).select_for_update(of=("self",)).order_by("pk")
        changed = [link for link in reach if (word in link.tags) == off and (off or len(link.tags) < MOST_TAGS)]
        for link in changed:
            link.tags = [one for one in link.tags if one != word] if off else [*link.tags, word]
        Link.objects.bulk_update(changed, ["tags"], batch_size=BATCH)
    return [link.pk for link in changed]


def set_terms(*, by: User, disclosed: bool, expire_days: int | None, visitor_days: int) -> LinkTerms:
    """The agency's rules for links; they hold for links made from now on."""
    require(by, Permission.ADMIN)
    rules = LinkTerms.of_agency()
    rules.disclosed, rules.expire_days, rules.visitor_days = disclosed, expire_days, visitor_days
    with acting(by=by, why="set rules for links"):
        rules.full_clean()
        rules.save()
    return rules


def open_links(deliverable: Deliverable, today: dt.date) -> QuerySet[Link]:
    found: QuerySet[Link] = Link.objects.filter(deliverable=deliverable, archived_at=None)
    return found.exclude(expires_on__lt=today)


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Each once, in the order they were written."""
    found = list(dict.fromkeys(word for one in tags if (word := " ".join(one.split()))))
    if len(found) > MOST_TAGS or any(len(word) > LONGEST_TAG for word in found):
        raise ValidationError(
            {"tags": _("At most %(n)s tags of %(size)s letters.") % {"n": MOST_TAGS, "size": LONGEST_TAG}}
        )
    return found


def clean_utm(utm: Mapping[str, str]) -> dict[str, str]:
    return {name: utm[name].strip()[:100] for name in UTM if utm.get(name, "").strip()}


# --- what they have in common -----------------------------------------------------------------------------------------


def _may_write(by: User, client: Client) -> None:
    require(by, Permission.LOG)
    require_edit(by, client)


def _check_days(made: Deliverable) -> None:
    if made.delivered_on and made.delivered_on > Agency.objects.get().today().date:
        raise ValidationError({"delivered_on": _("This day has not come yet.")})
    if made.period_from and made.period_to and made.period_to < made.period_from:
        raise ValidationError({"period_to": _("The end is before the beginning.")})


def _insert(made: Deliverable) -> Deliverable:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        known = Deliverable.objects.identified(made.source, made.external_id).first()
        if known is None:
            raise
        return known  # the other half of a double click was quicker
    return made


def _expiry(terms: Terms, today: dt.date) -> dt.date | None:
    if terms.forever:
        return None
    if terms.expires_on:
        if terms.expires_on < today:
            raise ValidationError({"expires_on": _("This day is over already.")})
        return terms.expires_on
    days = LinkTerms.of_agency().expire_days
    return today + dt.timedelta(days=days) if days else None


def _slug(own: str, several: bool) -> str:
    if not own.strip():
        return random_slug()
    slug = own.strip()[:OWN_PART].strip("-") + f"-{random_slug()}" if several else own
    return clean_slug(slug)


def _link(
    deliverable: Deliverable, person: Contact | None, slug: str, today: dt.date, common: Mapping[str, object],
    source: str, key: str,
) -> Link:  # fmt: skip
    external_id = f"{key}:{person.pk if person else 0}"
    known = Link.objects.identified(source, external_id).first()
    if known is not None:
        return known
    link = Link(
        client=deliverable.client, deliverable=deliverable, contact=person, slug=slug, made_on=today, source=source,
        external_id=external_id, **common,
    )  # fmt: skip
    link.full_clean(exclude=["password"])
    return _saved(link)


def _saved(link: Link) -> Link:
    """Somebody else may take the same address at the same moment."""
    try:
        with transaction.atomic():
            link.save()
    except IntegrityError:
        raise ValidationError({"slug": _("This address is taken. Choose another one.")}) from None
    return link
