"""Hours, and what was asked beyond the agreement."""

from accounts.admin.facts import FactAdmin


class TimeEntryAdmin(FactAdmin):
    list_display = ("occurred_on", "client", "person", "kind", "minutes", "billable")


class ScopeRequestAdmin(FactAdmin):
    list_display = ("asked_on", "client", "what", "in_scope", "minutes", "billed", "by")
    list_select_related = ("client", "by")
    list_filter = ("in_scope", "billed")
