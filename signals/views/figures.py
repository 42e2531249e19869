"""The four figures at the top of Today: revenue, revenue at risk, overdue receivables, NPS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Client, SurveyInvitation, SurveyResponse
from signals.bands import Band
from signals.permissions import ClientScore
from signals.statistics import nps_interval
from signals.views import contexts as c
from signals.views.shared import WEEKS, Desk
from signals.wording import number_text

NPS_DAYS = 183


def figures_of(desk: Desk, clients: Mapping[int, Client], scores: Mapping[int, ClientScore]) -> c.TodayFigures:
    """Every figure is of the clients this person sees. Unknown amounts are counted and said, never taken as zero."""
    weeks = _weekly(desk, clients)
    at_risk = [s for s in scores.values() if _at_risk(s)]
    revenue = sum(s.revenue_cents or 0 for s in scores.values())
    risk = sum(s.revenue_cents or 0 for s in at_risk)
    overdue = [s for s in scores.values() if s.overdue_cents]
    return c.TodayFigures(
        c.MoneyFigure(desk.money(revenue), _revenue_note(scores), weeks["revenue"], reverse("portfolio")),
        c.MoneyFigure(
            desk.money(risk),
            _risk_note(len(at_risk), risk, revenue),
            weeks["risk"],
            reverse("portfolio") + "?churn=high",
        ),
        c.MoneyFigure(
            desk.money(sum(s.overdue_cents or 0 for s in overdue)), _overdue_note(len(overdue)), weeks["overdue"]
        ),
        _nps(desk, clients),
    )


def _at_risk(score: ClientScore) -> bool:
    return score.churn is not None and score.churn.band >= Band.HIGH


def _weekly(desk: Desk, clients: Mapping[int, Client]) -> dict[str, list[Decimal | None]]:
    """Sums at the last week closes. One query, however many clients."""
    sums = desk.scores.weekly_sums(clients, desk.today - dt.timedelta(weeks=WEEKS), desk.today)
    names = ("revenue", "risk", "overdue")
    return {name: [Decimal(week[name] or 0) / 100 for week in sums] for name in names}


def _revenue_note(scores: Mapping[int, ClientScore]) -> str:
    known = [s for s in scores.values() if s.revenue_cents is not None]
    words = ngettext("%(n)s client", "%(n)s clients", len(known)) % {"n": len(known)}
    missing = len(scores) - len(known)
    if missing:
        words += "; " + ngettext("of %(n)s nothing is known", "of %(n)s more nothing is known", missing) % {
            "n": missing
        }
    return words


def _risk_note(count: int, risk: int, revenue: int) -> str:
    words = ngettext("%(n)s client", "%(n)s clients", count) % {"n": count}
    if revenue:
        words += ", " + _("%(share)s%% of revenue") % {"share": round(100 * risk / revenue)}
    return words


def _overdue_note(count: int) -> str:
    return ngettext("%(n)s client", "%(n)s clients", count) % {"n": count}


def _nps(desk: Desk, clients: Mapping[int, Client]) -> c.NpsFigure:
    """Of half a year's answers. The interval is the portfolio's; one client never gets one."""
    since = desk.today - dt.timedelta(days=NPS_DAYS)
    answers = SurveyResponse.objects.filter(
        client__in=list(clients), answered_on__gt=since, answered_on__lte=desk.today
    ).aggregate(
        n=Count("pk"), promoters=Count("pk", filter=Q(score__gte=9)), detractors=Count("pk", filter=Q(score__lte=6))
    )
    asked = SurveyInvitation.objects.filter(
        client__in=list(clients), sent_on__gt=since, sent_on__lte=desk.today
    ).count()
    n = answers["n"]
    if not n:
        return c.NpsFigure(None, None, 0, asked or None, _("No answers in half a year"))
    passives = n - answers["promoters"] - answers["detractors"]
    low, high = nps_interval(answers["promoters"], passives, answers["detractors"])
    value = round(100 * (answers["promoters"] - answers["detractors"]) / n)
    note = _("could be %(low)s to %(high)s") % {"low": number_text(float(low[0])), "high": number_text(float(high[0]))}
    return c.NpsFigure(value, round((float(high[0]) - float(low[0])) / 2), n, asked or None, note)
