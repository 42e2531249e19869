"""The views that scores read: live rows and past rows together."""

from django.db import migrations

from clienthealth.core.versions import CreateVersions

RECORDS = [
    "Agency", "Holiday", "ExchangeRate", "Client", "Contact", "Period", "Request", "Contract", "Invoice", "Payment",
    "PaymentPromise", "SurveyInvitation", "SurveyResponse", "Message", "TimeEntry", "ScopeRequest", "AdAccount",
    "AccountAccess", "ManagerLink", "Budget", "AdResult", "Observation", "Lapse", "Win", "Pulse", "Note",
    "Deliverable", "Link", "Click",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_triggers")]
    operations = [CreateVersions(RECORDS)]
