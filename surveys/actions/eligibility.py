"""Whether somebody who was to be asked still is: seen again when the mail is handed over, and when it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from zoneinfo import ZoneInfo

from accounts.models import Agency, Client
from surveys import planning
from surveys.actions.suppressing import suppressed
from surveys.candidates import WENT_OUT, last_asked, plain
from surveys.models import Ask, Campaign, Suppression, SurveyTerms

Why = Ask.Why
RECEIVED = tuple(state for state in WENT_OUT if state != Ask.State.BOUNCED)


def reasons(asks: Collection[Ask], today: dt.date) -> dict[int, str]:
    """Why each of these is not to be asked any more, by key; nothing for whom all is well. One query.

    Campaign, client and contact of the asks are at hand.
    """
    scopes = suppressed({ask.contact.email for ask in asks})
    found = {ask.pk: _reason(ask, scopes, today) for ask in asks}
    return {pk: why for pk, why in found.items() if why}


def throttled(asks: Collection[Ask], now: dt.datetime, agency: Agency) -> set[int]:
    """Those of the asks whose person was asked meanwhile, or is asked by an earlier one of these. Five queries."""
    days = SurveyTerms.of_agency().throttle_days
    tomorrow = now.astimezone(ZoneInfo(agency.zone)).date() + dt.timedelta(days=1)  # where some of them are already
    addresses = {plain(ask.contact.email) for ask in asks}
    last = last_asked(now, agency, states=RECEIVED, addresses=addresses)
    yearly = _yearly(suppressed({ask.contact.email for ask in asks}))
    found: set[int] = set()
    for ask in asks:
        address = plain(ask.contact.email)
        free = planning.free_from(last.get(address), days, yearly=address in yearly)
        if free is not None and free > tomorrow:
            found.add(ask.pk)
        else:
            last[address] = tomorrow
    return found


def _yearly(scopes: Mapping[str, str]) -> set[str]:
    return {plain(email) for email, scope in scopes.items() if scope == Suppression.Scope.YEARLY}


def _reason(ask: Ask, scopes: Mapping[str, str], today: dt.date) -> str:
    """The first that holds, the most lasting first."""
    contact, client, campaign = ask.contact, ask.client, ask.campaign
    checks = (
        (Why.LEFT, contact.left_on is not None and contact.left_on <= today),
        (Why.ENDED, client.status == Client.Status.ENDED),
        (Why.NO_ADDRESS, not contact.email.strip()),
        (Why.SUPPRESSED, scopes.get(contact.email) == Suppression.Scope.STOP),
        (Why.NOTICE, client.status == Client.Status.NOTICE and not campaign.in_notice),
        (Why.STOPPED, _is_over(campaign, today)),
    )
    return next((why.value for why, holds in checks if holds), "")


def _is_over(campaign: Campaign, today: dt.date) -> bool:
    """Ended by hand or by its last day. A campaign that pauses is not over: what was planned waits."""
    return campaign.state == Campaign.State.ENDED or bool(campaign.ends_on and campaign.ends_on < today)
