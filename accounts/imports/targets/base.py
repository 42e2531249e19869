"""What a target is, and what placing a record may ask for."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.imports.directory import Accounts, Directory, Held, Invoices, Ours


@dataclass(frozen=True)
class Target:
    """A table of the book and how staged rows meet its live ones.

    `columns`: column -> SQL type, staged under the same name and compared. `match`: what makes a row the same; with
    `external_id` the source counts too. `derived`: column -> SQL over `s` (staged) and `joins`, for references that
    are only known when the tables before it are written. `keep`: a blank in the file leaves these as they are.
    `before` and `after`: SQL run once the rows are staged, and once they are written.
    `occurred`: SQL for when it happened, as a timestamptz; `%(zone)s` is the agency's zone. `amount`: totalled.
    """

    key: str
    title: str | Promise
    model: type[models.Model]
    columns: dict[str, str]
    occurred: str
    match: tuple[str, ...] = ("external_id",)
    derived: dict[str, str] = field(default_factory=dict)
    joins: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()
    before: str = ""
    after: str = ""
    amount: str | None = None

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def stage(self) -> str:
        return f"import_{self.key}"

    @property
    def staged(self) -> dict[str, str]:
        """All columns of the staging table."""
        return {"row_no": "integer", "external_id": "text", **self.columns, **self.extra}


class Staged(NamedTuple):
    """One row for a target: values in the order of `Target.staged`."""

    target: Target
    values: Sequence[Any]


@dataclass
class Place:
    """What placing a record may ask for: who is who, and the settings of this import."""

    system: str
    directory: Directory
    accounts: Accounts
    invoices: Invoices
    ours: Ours
    zone: dt.tzinfo
    currency: str
    today: dt.date
    notices: dict[str, int] = field(default_factory=dict)

    def notice(self, sentence: str) -> None:
        """Something was assumed; the report says so once, with a count."""
        self.notices[sentence] = self.notices.get(sentence, 0) + 1

    def day(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()


def identity(external_id: str, longest: int = 255) -> str:
    """An external id that fits its column; a longer one is replaced by a digest of itself."""
    if len(external_id) <= longest:
        return external_id
    return "digest:" + hashlib.blake2b(external_id.encode(), digest_size=20).hexdigest()


def money(amount: Decimal, *, exact: bool = True) -> Decimal:
    """An amount that fits the book: two decimals, twelve digits before them. Held with a reason otherwise."""
    if exact and amount.as_tuple().exponent < -2 and amount != round(amount, 2):  # type: ignore[operator]
        raise Held(_("The amount %(amount)s has more than two decimals.") % {"amount": amount})
    if abs(amount) >= 10**12:
        raise Held(_("The amount %(amount)s is too large to be right.") % {"amount": amount})
    return amount
