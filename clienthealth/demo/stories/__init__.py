"""Hand-made clients of the demo, all dates counted from its last day. Told in words in docs/demo.md."""

from __future__ import annotations

from collections.abc import Callable

from clienthealth.demo.generate import Generated
from clienthealth.demo.stories import fjordglas, havnholm, muehlbach, nordhavn, tindra
from clienthealth.demo.world import World

STORIES: tuple[Callable[[World], Generated], ...] = (
    havnholm.tell,
    tindra.tell,
    muehlbach.tell,
    nordhavn.tell,
    fjordglas.tell,
)
"""In the order of their numbers, which are those of their companies in `cast`."""

__all__ = ["STORIES"]
