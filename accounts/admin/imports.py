"""What files were sent in, and the names by which other systems know our clients."""

from accounts.admin.facts import FactAdmin
from clienthealth.core.panel import ReadOnlyAdmin


class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ("name", "source", "state", "rows_read", "by", "sent_at", "finished_at")
    list_filter = ("state",)
    list_select_related = ("by",)
    search_fields = ("name",)


class ImportRefusalAdmin(ReadOnlyAdmin):
    list_display = ("batch", "row", "column", "value", "reason")
    list_select_related = ("batch",)


class ImportMappingAdmin(ReadOnlyAdmin):
    list_display = ("headings", "used_at")


class ClientAliasAdmin(FactAdmin):
    list_display = ("alias", "system", "client")
    exact_fields = ("alias",)
