"""The book in the owners' panel: one table says which page shows which record."""

from __future__ import annotations

from django.contrib import admin

from accounts import models
from accounts.admin import (
    advertising,
    agency,
    billing,
    clients,
    deliverables,
    effort,
    imports,
    observations,
    people,
    privacy,
    voice,
)
from clienthealth.core.panel import ReadOnlyAdmin, RecordAdmin

PAGES: dict[type, type[RecordAdmin]] = {
    models.Agency: agency.AgencyAdmin,
    models.Holiday: agency.HolidayAdmin,
    models.ExchangeRate: agency.ExchangeRateAdmin,
    models.Team: people.TeamAdmin,
    models.User: people.UserAdmin,
    models.ApiKey: people.ApiKeyAdmin,
    models.Client: clients.ClientAdmin,
    models.Contact: clients.ContactAdmin,
    models.Contract: clients.ContractAdmin,
    models.Period: clients.PeriodAdmin,
    models.Request: clients.RequestAdmin,
    models.Invoice: billing.InvoiceAdmin,
    models.Payment: billing.PaymentAdmin,
    models.PaymentPromise: billing.PaymentPromiseAdmin,
    models.Message: voice.MessageAdmin,
    models.SurveyInvitation: voice.SurveyInvitationAdmin,
    models.SurveyResponse: voice.SurveyResponseAdmin,
    models.TimeEntry: effort.TimeEntryAdmin,
    models.ScopeRequest: effort.ScopeRequestAdmin,
    models.AdAccount: advertising.AdAccountAdmin,
    models.AccountAccess: advertising.AccountAccessAdmin,
    models.ManagerLink: advertising.ManagerLinkAdmin,
    models.Budget: advertising.BudgetAdmin,
    models.AdResult: advertising.AdResultAdmin,
    models.Observation: observations.ObservationAdmin,
    models.Lapse: observations.LapseAdmin,
    models.Win: observations.WinAdmin,
    models.Pulse: observations.PulseAdmin,
    models.Note: observations.NoteAdmin,
    models.Deliverable: deliverables.DeliverableAdmin,
    models.Link: deliverables.LinkAdmin,
    models.Click: deliverables.ClickAdmin,
    models.DeliverableFile: deliverables.DeliverableFileAdmin,
    models.Opening: deliverables.OpeningAdmin,
    models.LinkTerms: deliverables.LinkTermsAdmin,
    models.ClientAlias: imports.ClientAliasAdmin,
    models.ImportBatch: imports.ImportBatchAdmin,
    models.ImportMapping: imports.ImportMappingAdmin,
    models.ImportRefusal: imports.ImportRefusalAdmin,
    models.Retention: privacy.RetentionAdmin,
    models.Erasure: privacy.ErasureAdmin,
    models.DataExport: privacy.DataExportAdmin,
    models.StandardsVersion: privacy.StandardsVersionAdmin,
    models.Mark: ReadOnlyAdmin,
}

for model, page in PAGES.items():
    admin.site.register(model, page)
