"""The systems whose files are understood, one file each, in the order in which a tie is decided."""

from __future__ import annotations

from accounts.imports.engine import Source
from accounts.imports.sources import (
    account_users,
    ad_results,
    budgets,
    clients,
    clockify,
    contacts,
    google_ads,
    harvest,
    hours,
    hubspot,
    messages,
    nps,
    quickbooks,
    rates,
    receivables,
    stripe,
    toggl,
    xero,
)

SOURCES: tuple[Source, ...] = (
    xero.INVOICES,
    quickbooks.INVOICES,
    quickbooks.PAYMENTS,
    quickbooks.BILLS,
    quickbooks.CUSTOMERS,
    quickbooks.TRANSACTIONS,
    stripe.PAYMENTS,
    stripe.CHARGES,
    stripe.INVOICES,
    harvest.HOURS,
    toggl.HOURS,
    clockify.HOURS,
    google_ads.RESULTS,
    google_ads.STATISTICS,
    hubspot.COMPANIES,
    hubspot.CONTACTS,
    nps.ANSWERS,
    rates.RATES,
    account_users.USERS,
    budgets.BUDGETS,
    ad_results.RESULTS,
    receivables.INVOICES,
    receivables.PAYMENTS,
    messages.MESSAGES,
    hours.HOURS,
    contacts.CONTACTS,
    clients.CLIENTS,
)
BY_KEY = {source.key: source for source in SOURCES}
