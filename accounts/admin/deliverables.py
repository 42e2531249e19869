"""What was delivered, and who opened it."""

from django.contrib import admin

from accounts.admin.facts import FactAdmin


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
