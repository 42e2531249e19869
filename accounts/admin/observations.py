"""What people logged."""

from accounts.admin.facts import FactAdmin


class LoggedAdmin(FactAdmin):
    list_select_related = ("client", "by")


class ObservationAdmin(LoggedAdmin):
    list_display = ("occurred_on", "client", "kind", "severity", "note", "by")
    list_filter = ("kind", "severity")
    raw_id_fields = ("contact", "contradicts")


class LapseAdmin(LoggedAdmin):
    list_display = ("occurred_on", "client", "kind", "severity", "note", "by")
    list_filter = ("kind", "severity")


class WinAdmin(LoggedAdmin):
    list_display = ("occurred_on", "client", "title", "figure", "by")


class PulseAdmin(LoggedAdmin):
    list_display = ("occurred_on", "client", "value", "note", "by")
    list_filter = ("value",)


class NoteAdmin(LoggedAdmin):
    list_display = ("occurred_on", "client", "text", "by")
