"""What was delivered, and who opened it."""

from django.contrib import admin

from accounts.admin.facts import FactAdmin
from clienthealth.core.panel import ReadOnlyAdmin, RecordAdmin


class DeliverableAdmin(FactAdmin):
    list_display = ("title", "client", "kind", "due_on", "delivered_on")
    list_filter = ("kind", ("delivered_on", admin.EmptyFieldListFilter))


class LinkAdmin(FactAdmin):
    list_display = ("slug", "client", "deliverable", "contact", "made_on", "expires_on")
    list_select_related = ("client", "deliverable", "contact")
    exact_fields = ("slug",)
    raw_id_fields = ("deliverable", "contact")


class ClickAdmin(FactAdmin):
    list_display = ("occurred_at", "client", "link", "automatic")
    list_select_related = ("client", "link")
    raw_id_fields = ("link",)


class DeliverableFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "deliverable", "size", "made_at", "made_by")
    list_select_related = ("deliverable", "made_by")


class OpeningAdmin(ReadOnlyAdmin):
    list_display = ("at", "link", "agent", "hint")
    list_select_related = ("link",)


class LinkTermsAdmin(RecordAdmin):
    list_display = ("__str__", "disclosed", "expire_days", "visitor_days")
