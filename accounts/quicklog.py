"""The five things a person logs about a client, as data: form, action and words of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import actions, forms
from accounts.models import Agency, Client, Lapse, Note, Observation, Pulse, User, Win
from accounts.permissions import Permission, may, may_edit


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    plural: str  # in the address: /clients/7/observations/
    label: Promise
    saved: Promise
    model: type[models.Model]
    form: type[forms.LogForm]
    log: Callable[..., models.Model]


KINDS = (
    Kind(
        "observation", "observations", _("Observation"), _("Observation logged."),
        Observation, forms.ObservationForm, actions.log_observation,
    ),
    Kind("lapse", "lapses", _("Lapse of ours"), _("Lapse logged."), Lapse, forms.LapseForm, actions.log_lapse),
    Kind("win", "wins", _("Win"), _("Win logged."), Win, forms.WinForm, actions.log_win),
    Kind("note", "notes", _("Note"), _("Note logged."), Note, forms.NoteForm, actions.log_note),
    Kind("pulse", "pulses", _("Pulse"), _("Pulse logged."), Pulse, forms.PulseForm, actions.record_pulse),
)  # fmt: skip
BY_PLURAL = {kind.plural: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Offered:
    """One kind as the templates show it: a form, and where it is sent."""

    key: str
    label: Promise
    url: str
    form: forms.LogForm


def offered(kind: Kind, client: Client, form: forms.LogForm) -> Offered:
    return Offered(kind.key, kind.label, reverse("entry_log", args=[client.pk, kind.plural]), form)


def panel(
    user: User, client: Client, *, today: dt.date | None = None, current: str = "observation"
) -> dict[str, Any] | None:
    """What `signals/quick_log.html` takes, or nothing for a person who only reads this client."""
    if not (may(user, Permission.LOG) and may_edit(user, client)):
        return None
    day = today or agency_date()
    kinds = [offered(kind, client, kind.form(client=client, today=day)) for kind in KINDS]
    return {"kinds": kinds, "current": current}


def agency_date() -> dt.date:
    return Agency.objects.get().today().date
