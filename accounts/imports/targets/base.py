"""What a target is, and what placing a record may ask for."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.imports.directory import Accounts, Directory, Invoices, Ours
from accounts.models import SurveyResponse


@dataclass(frozen=True)
class Target:
    """A table of the book and how staged rows meet its live ones.

    `columns`: column -> SQL type, staged under the same name and compared. `match`: what makes a row the same; with
    `external_id` the source counts too. `derived`: column -> SQL over `s` (staged) and `joins`, for references that
    are only known when the tables before it are written. `keep`: a blank in the file leaves these as they are.
    `refused_if`: condition in SQL -> the sentence that refuses the row. `feeds`: targets whose rows `before` makes.
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
    refused_if: dict[str, str | Promise] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    after: str = ""
    feeds: tuple[str, ...] = ()
    amount: str | None = None

    @cached_property
    def table(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def stage(self) -> str:
        return f"import_{self.key}"

    @cached_property
    def staged(self) -> dict[str, str]:
        """All columns of the staging table."""
        return {"row_no": "integer", "external_id": "text", **self.columns, **self.extra}

    @property
    def told(self) -> list[str]:
        """The columns in which two rows of a file may contradict each other."""
        return [*self.columns, *(name for name in self.extra if name not in self.match)]


Staged = tuple[Target, Sequence[Any]]
"""One row for a target: its values in the order of `Target.staged`."""


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

    @cached_property
    def answered_here(self) -> frozenset[str]:
        """What the answers are called that our own surveys gathered: an export of ours may be read in again."""
        return frozenset(SurveyResponse.objects.filter(source="survey").values_list("external_id", flat=True))

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


def sane_money(column: str) -> dict[str, str | Promise]:
    """Refuses amounts that the book cannot hold to the cent."""
    return {
        f"{column} <> round({column}, 2)": gettext_lazy("The amount has more than two decimals."),
        f"abs({column}) >= 1e12": gettext_lazy("The amount is too large to be right."),
    }
