"""Hand-made clients of the demo, all dates counted from its last day. Told in words in docs/demo.md."""

from __future__ import annotations

from collections.abc import Callable

from clienthealth.demo.generate import Generated
from clienthealth.demo.stories import calm, costly, fjordglas, havnholm, leaving, muehlbach, nordhavn, tindra
from clienthealth.demo.world import World

STORIES: tuple[Callable[[World], Generated], ...] = (
    havnholm.tell,
    tindra.tell,
    muehlbach.tell,
    nordhavn.tell,
    fjordglas.tell,
    leaving.bergmann,
    costly.valmont,
    leaving.casa_lindo,
    costly.boxwerk,
    leaving.lumiq,
    leaving.rutini,
    leaving.velo_kontor,
    leaving.terra_vita,
    calm.gruenhof,
    leaving.praxisverbund,
    costly.brueckner,
    costly.papeterie,
    costly.abel,
    costly.oberland,
    calm.roesterei,
    calm.haus_arnika,
    calm.ankerplatz,
    calm.sonnhalde,
    calm.solvang,
    calm.quellwerk,
)
"""In the order of their numbers, which are those of their companies in `cast`."""

__all__ = ["STORIES"]
