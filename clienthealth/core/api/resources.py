"""A resource: what an app says of it, once. Its views, filters, pages and description follow (`urls_of`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django_filters import FilterSet

from clienthealth.core.api.fields import Shown
from clienthealth.core.rows import Outcome
from clienthealth.core.scopes import Area

Upsert = Callable[..., list[Outcome]]  # (by=, source=, rows=, expect=None)


@dataclass(frozen=True)
class Resource:
    """One kind of record under /api/v1/<name>.

    `rows` gives what a person may see, with everything the serializer shows (no query a row); `upsert` is the action
    that writes rows of another system, None where there is none.
    """

    name: str
    one: str
    area: Area
    serializer: type[Shown]
    filters: type[FilterSet]
    rows: Callable[[Any], QuerySet[Any]]
    upsert: Upsert | None = None
    about: str = ""
    example: Mapping[str, Any] | None = None  # of a body that can be sent

    @property
    def model(self) -> type[Model]:
        found: type[Model] = self.serializer.Meta.model  # type: ignore[attr-defined]
        return found

    @property
    def title(self) -> str:
        """The name of its components: Invoice."""
        return self.serializer.__name__
