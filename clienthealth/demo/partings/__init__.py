"""The demo's partings, each step on its own day through the action that the page calls; told in docs/demo.md."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from clienthealth.core.clock import Day
from clienthealth.demo.partings import boxwerk, fjordglas, papeterie, valmont
from clienthealth.demo.partings.tools import Case
from offboarding.models import Parting

STORIES: tuple[tuple[str, Callable[[Case], None]], ...] = (
    (fjordglas.CLIENT, fjordglas.tell),
    (boxwerk.CLIENT, boxwerk.tell),
    (valmont.CLIENT, valmont.tell),
    (papeterie.CLIENT, papeterie.tell),
)


@transaction.atomic
def live(today: Day) -> int:
    """Tell the stories of the clients that are here, once; how many cases there are now from it."""
    if Parting.objects.exists():
        return 0
    for client, tell in STORIES:
        case = Case.of(client, today)
        if case is not None:
            tell(case)
    return Parting.objects.count()
