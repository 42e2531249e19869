"""Retrospectives and second looks in the owners' panel: read, not written."""

from __future__ import annotations

from django.contrib import admin

from clienthealth.core.panel import ReadOnlyAdmin
from offboarding.models import Retrospective, SecondLook


@admin.register(Retrospective)
class RetrospectiveAdmin(ReadOnlyAdmin):
    list_display = ("client", "ended_on", "side", "cause", "cause_suggested", "warned_days", "confirmed_on")
    list_filter = ("side", "cause")
    list_select_related = ("client",)
    search_fields = ("client__name",)


@admin.register(SecondLook)
class SecondLookAdmin(ReadOnlyAdmin):
    """Without its case: whoever is asked is not told whose it was."""

    list_display = ("pk", "due_on", "asked_of", "answer", "answered_on")
    list_filter = ("answer",)
    list_select_related = ("asked_of",)
    fields = ("due_on", "asked_of", "asked_on", "answer", "why", "answered_by", "answered_on")
