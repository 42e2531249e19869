"""Erasures, exports and published standards: read here, made on their own pages."""

from clienthealth.core.panel import ReadOnlyAdmin


class RetentionAdmin(ReadOnlyAdmin):
    list_display = ("months", "automatic")


class ErasureAdmin(ReadOnlyAdmin):
    list_display = ("client", "contact", "why", "at", "by", "counts")
    list_filter = ("why",)
    list_select_related = ("client", "contact", "by")


class DataExportAdmin(ReadOnlyAdmin):
    list_display = ("client", "at", "by")
    list_select_related = ("client", "by")


class StandardsVersionAdmin(ReadOnlyAdmin):
    list_display = ("number", "language", "in_force_from", "published_at", "published_by")
    list_filter = ("language",)
    list_select_related = ("published_by",)
