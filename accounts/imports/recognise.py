"""Which system a table comes from, by its headings."""

from __future__ import annotations

from functools import cache

from django.utils.translation import gettext as _

from accounts.imports.engine import Source
from accounts.imports.fields import match_columns
from accounts.imports.guessing import complete
from accounts.imports.mapping import Assumptions, Mapping
from accounts.imports.outcomes import Unreadable, shorten
from accounts.imports.sources import BY_KEY, SOURCES
from accounts.imports.tables import Table, normalise


@cache
def known_headings() -> frozenset[str]:
    """Every heading that some source looks for, normalised."""
    words = {word for source in SOURCES for field in source.fields for word in field.words if not word.endswith("*")}
    return frozenset(words.union(*(mark for source in SOURCES for mark in source.hallmarks)))


def recognise(table: Table, assumptions: Assumptions, key: str | None = None) -> tuple[Source, Mapping]:
    """The source and the guessed mapping of the table; Unreadable where no source (or not the named one) fits."""
    candidates = [_named(key)] if key else list(SOURCES)
    heading_words = frozenset(normalise(heading) for heading in table.headings)
    best: tuple[tuple[bool, int], Source, dict[str, str]] | None = None
    for source in candidates:
        columns = match_columns(table.headings, source.fields)
        if any(field.needed and field.name not in columns for field in source.fields):
            continue
        hallmark = any(mark <= heading_words for mark in source.hallmarks)
        if source.hallmarks and not hallmark and not key:
            continue
        rank = (hallmark, len(columns))
        if best is None or rank > best[0]:
            best = rank, source, columns
    if best is None:
        raise Unreadable(_unrecognised(table, key))
    source = best[1]
    return source, complete(Mapping(source.key, best[2]), source.fields, table, assumptions)


def _named(key: str) -> Source:
    if key not in BY_KEY:
        raise Unreadable(
            _("There is no source called “%(key)s”. Choose one of: %(known)s.")
            % {"key": key, "known": ", ".join(sorted(BY_KEY))}
        )
    return BY_KEY[key]


def _unrecognised(table: Table, key: str | None) -> str:
    headings = shorten(", ".join(table.headings), 300)
    if key:
        missing = [
            field.headings.split("|")[0]
            for field in BY_KEY[key].fields
            if field.needed and field.name not in match_columns(table.headings, BY_KEY[key].fields)
        ]
        return _("The file lacks a column for: %(missing)s. Its headings are: %(headings)s.") % {
            "missing": ", ".join(missing),
            "headings": headings,
        }
    return _("No known list has these headings: %(headings)s.") % {"headings": headings}
