"""What is the same for many pieces of one batch of work, read once for all of them.

Outside of `reading_once` everything is read each time it is asked for, so that nothing outlives its batch.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("read_in_this_batch", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Remember what `once` reads until the end."""
    before = _read.set({})
    try:
        yield
    finally:
        _read.reset(before)


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` says; inside a batch, what it said when the key was first asked for."""
    known = _read.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    found: T = known[key]
    return found
