"""Whose alerts, the chips and the filters above the inbox."""

from __future__ import annotations

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import User
from signals import alert_words
from signals.models import Alert
from signals.permissions import alerts_for
from signals.views import contexts as c
from signals.views.inbox_query import STATES, Asked, matching
from signals.views.shared import Desk


def whose_of(desk: Desk, asked: Asked) -> list[c.Choice]:
    mine = matching(desk.user, Asked(state=asked.state, mine=True)).count()
    return [
        c.Choice(_("Everyone"), asked.url(mine=False, owner=""), current=not asked.mine and not asked.owner),
        c.Choice(_("Mine"), asked.url(mine=True, owner=""), current=asked.mine, count=mine),
    ]


def chips_of(desk: Desk, asked: Asked) -> list[c.Chip]:
    chips = []
    if asked.q:
        chips.append(c.Chip(_("Client contains"), asked.q, asked.url(q="")))
    if asked.owner:
        name = people_of(desk).filter(pk=asked.owner).values_list("name", flat=True).first() or "?"
        chips.append(c.Chip(_("Given to"), name, asked.url(owner="")))
    if asked.side:
        chips.append(c.Chip(_("About"), sides()[asked.side], asked.url(side="")))
    if asked.sign:
        chips.append(c.Chip(_("Sign is"), sign_name(asked.sign), asked.url(sign="")))
    if asked.state in {"new", "acknowledged"}:
        label = _("New") if asked.state == "new" else str(Alert.State.ACKNOWLEDGED.label)
        chips.append(c.Chip(_("State is"), label, asked.url(state="open")))
    return chips


def filters_of(desk: Desk, asked: Asked) -> list[c.FilterField]:
    """Only signs and people that occur among the alerts this person sees."""
    own = alerts_for(desk.user).filter(state__in=STATES[asked.state])
    found = own.order_by().values_list("sign", flat=True).distinct()
    signs = [("", _("Any")), *sorted(((sign, sign_name(sign)) for sign in found), key=lambda one: one[1].lower())]
    owners = [("", _("Anyone"))] + [(str(person.pk), person.name) for person in people_of(desk)]
    states = [("open", _("New and acknowledged")), ("new", _("New")),
              ("acknowledged", str(Alert.State.ACKNOWLEDGED.label)), ("snoozed", _("Snoozed")),
              ("resolved", _("Resolved"))]  # fmt: skip
    fields = [
        ("owner", _("Given to"), owners, asked.owner),
        ("sign", _("Sign"), signs, asked.sign),
        ("side", _("About"), [("", _("Both")), *sides().items()], asked.side),
        ("state", _("State"), states, asked.state),
    ]
    return [
        c.FilterField(name, label, [c.Choice(word, value=value, current=value == now) for value, word in choices])
        for name, label, choices, now in fields
    ]


def sides() -> dict[str, str]:
    return {"churn": _("Churn risk"), "fire": _("Fire pressure")}


def sign_name(sign: str) -> str:
    return alert_words.sign_name(Alert(sign=sign))


def people_of(desk: Desk) -> QuerySet[User]:
    """Those who answer for an alert that this person sees."""
    answering = alerts_for(desk.user).standing().values(person=Coalesce("assigned_to", "client__owner"))
    return User.objects.filter(pk__in=answering).order_by("name")
