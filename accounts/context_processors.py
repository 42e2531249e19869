"""What the frame of every page shows."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.here import agency_of
from accounts.permissions import Permission, clients_for, may


def shell(request: HttpRequest) -> dict[str, object]:
    """The agency's name and the number of clients, read only where a page shows them."""
    return {
        "agency_name": SimpleLazyObject(lambda: agency.name if (agency := agency_of(request)) else "clienthealth"),
        "takes_part": SimpleLazyObject(lambda: may(request.user, Permission.PART)),
        "client_count": SimpleLazyObject(lambda: clients_for(request.user).served().count()),
    }
