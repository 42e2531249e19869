"""Filters at the side of the panel's lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.translation import gettext as _


class ValuesFilter(admin.AllValuesFieldListFilter):
    """The values that occur. An empty one has a name, so that there is something to press and to read out."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or _("Not given")}
