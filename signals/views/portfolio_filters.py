"""The views, chips and filters above the portfolio's table."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Client, Team, User
from accounts.permissions import clients_for
from signals.views import contexts as c
from signals.views.portfolio_query import BANDS, Asked
from signals.views.shared import Desk, band_word


def views_of(desk: Desk, asked: Asked) -> list[c.Choice]:
    everyone = clients_for(desk.user).served()
    plain = not asked.pairs(sort="-churn")
    views = [c.Choice(_("Everyone"), reverse("portfolio"), current=plain, count=everyone.count())]
    own = everyone.owned_by(desk.user).count()
    if own:
        views.append(c.Choice(_("Mine"), Asked(mine=True).url(), current=asked.mine, count=own))
    views.append(c.Choice(_("High churn risk"), Asked(churn="high").url(), current=asked.churn == "high"))
    views.append(c.Choice(_("Too little data"), Asked(churn="unknown").url(), current=asked.churn == "unknown"))
    return views


def chips_of(desk: Desk, asked: Asked) -> list[c.Chip]:
    chips = []
    if asked.q:
        chips.append(c.Chip(_("Name contains"), asked.q, asked.url(q="")))
    if asked.mine:
        chips.append(c.Chip(_("Owner is"), _("me"), asked.url(mine=False)))
    if asked.owner:
        name = _people(desk).filter(pk=asked.owner).values_list("name", flat=True).first() or "?"
        chips.append(c.Chip(_("Owner is"), name, asked.url(owner="")))
    if asked.team:
        teams = Team.objects.filter(clients__in=clients_for(desk.user))
        name = teams.filter(pk=asked.team).values_list("name", flat=True).first() or "?"
        chips.append(c.Chip(_("Team is"), name, asked.url(team="")))
    if asked.status:
        chips.append(c.Chip(_("Status is"), str(Client.Status(asked.status).label), asked.url(status="")))
    for side, label in (("churn", _("Churn risk is")), ("fire", _("Fire pressure is"))):
        wanted = getattr(asked, side)
        if wanted:
            words = _("High or Critical") if wanted == "high" else band_word(BANDS[wanted])
            chips.append(c.Chip(label, words, asked.url(**{side: ""})))
    return chips


def filters_of(desk: Desk, asked: Asked) -> list[c.FilterField]:
    bands = [("", _("Any"))] + [
        (key, _("High or Critical") if key == "high" else band_word(band)) for key, band in BANDS.items()
    ]
    statuses = [("", _("Ours today"))] + [(value, str(label)) for value, label in Client.Status.choices]
    owners = [("", _("Anyone"))] + [(str(person.pk), person.name) for person in _people(desk)]
    fields = [
        ("owner", _("Owner"), owners, asked.owner),
        ("status", _("Status"), statuses, asked.status),
        ("churn", _("Churn risk"), bands, asked.churn),
        ("fire", _("Fire pressure"), bands, asked.fire),
    ]
    return [
        c.FilterField(name, label, [c.Choice(word, value=value, current=value == now) for value, word in choices])
        for name, label, choices, now in fields
    ]


def _people(desk: Desk) -> QuerySet[User]:
    """Those who look after a client that this person sees."""
    return User.objects.filter(clients__in=clients_for(desk.user)).distinct().order_by("name")
