"""Partings in the owners' panel: read there, done on their own pages, where the table of states is asked.

What a seal covers has no row here (`offboarding.withheld`). Files are listed without what is in them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from clienthealth.core.panel import ReadOnlyAdmin
from clienthealth.core.typed import TabularInline
from offboarding.models import (
    AgencyLetterhead,
    CaseFile,
    Checklist,
    ContractTerms,
    EvidenceItem,
    FaultReason,
    HandoverItem,
    Letter,
    LetterFile,
    LetterPiece,
    LetterSending,
    Parting,
    PartingStep,
    Repair,
    Retrospective,
    Review,
    SecondLook,
    WrittenWarning,
)


class StepInline(TabularInline):
    """The steps of a case, as they were taken."""

    model = PartingStep
    fields = readonly_fields = ("at", "key", "source", "target", "by", "why")
    ordering = ("at", "pk")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("by")


@admin.register(Parting)
class PartingAdmin(ReadOnlyAdmin):
    list_display = (
        "client", "state", "origin", "responsible", "due_on", "paused_until", "decision", "end_on", "ended_on",
    )  # fmt: skip
    list_filter = ("state", "origin", "decision")
    list_select_related = ("client", "responsible")
    search_fields = ("client__name",)
    inlines = (StepInline,)


class OfCaseAdmin(ReadOnlyAdmin):
    """What belongs to a case: found by the client's name."""

    list_select_related: ClassVar[Any] = ("parting__client",)
    search_fields = ("parting__client__name",)


@admin.register(EvidenceItem)
class EvidenceItemAdmin(OfCaseAdmin):
    list_display = ("parting", "round", "known_on", "title", "points", "verdict", "judged_by")
    list_filter = ("verdict",)
    list_select_related = ("parting__client", "judged_by")


@admin.register(FaultReason)
class FaultReasonAdmin(OfCaseAdmin):
    list_display = ("parting", "reason", "by", "made_at")
    list_select_related = ("parting__client", "by")


@admin.register(Repair)
class RepairAdmin(OfCaseAdmin):
    list_display = ("parting", "kind", "on", "check_on", "outcome", "judged_on", "by")
    list_filter = ("kind", "outcome")
    list_select_related = ("parting__client", "by")


@admin.register(WrittenWarning)
class WrittenWarningAdmin(OfCaseAdmin):
    list_display = ("parting", "topic", "sent_on", "received_on", "cure_by", "reply_on", "outcome")
    list_filter = ("outcome",)


@admin.register(Review)
class ReviewAdmin(OfCaseAdmin):
    """Who was asked and when it came in; the views of a round are here when all of it is in."""

    list_display = ("parting", "reviewer", "is_outside", "round", "due_on", "advice", "handed_in_at")
    list_filter = ("round", "is_outside")
    list_select_related = ("parting__client", "reviewer")


@admin.register(HandoverItem)
class HandoverItemAdmin(OfCaseAdmin):
    list_display = ("parting", "title", "kind", "side", "owner", "due_on", "state", "done_on", "done_by")
    list_filter = ("state", "kind", "side")
    list_select_related = ("parting__client", "owner", "done_by")


@admin.register(Checklist)
class ChecklistAdmin(ReadOnlyAdmin):
    list_display = ("pk", "note", "by", "made_at")
    list_select_related = ("by",)


class FileAdmin(ReadOnlyAdmin):
    """Names, sizes and hashes: a list of files does not read them, and a spreadsheet cannot hold them."""

    actions: Any = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("content")


@admin.register(CaseFile)
class CaseFileAdmin(FileAdmin):
    list_display = ("parting", "name", "kind", "size", "sha256", "by", "at")
    list_select_related = ("parting__client", "by")
    search_fields = ("parting__client__name", "name")


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ("client", "kind", "language", "state", "dated_on", "signatory", "made_by", "finalised_at")
    list_filter = ("state", "kind", "language")
    list_select_related = ("client", "signatory", "made_by")
    search_fields = ("client__name", "subject")


@admin.register(LetterFile)
class LetterFileAdmin(FileAdmin):
    list_display = ("letter", "format", "size", "sha256", "made_at")
    list_filter = ("format",)
    list_select_related = ("letter",)


@admin.register(LetterSending)
class LetterSendingAdmin(ReadOnlyAdmin):
    list_display = ("letter", "how", "to", "on", "received_on", "by")
    list_filter = ("how",)
    list_select_related = ("letter", "by")


@admin.register(LetterPiece)
class LetterPieceAdmin(ReadOnlyAdmin):
    """The owners' own words, version by version; they are written on the page of letters, which checks them."""

    list_display = ("kind", "language", "key", "version", "active", "checked_by", "made_by", "made_at")
    list_filter = ("active", "language", "kind")
    list_select_related = ("made_by",)


@admin.register(ContractTerms)
class ContractTermsAdmin(ReadOnlyAdmin):
    list_display = ("contract", "language", "delivery", "signed_on")
    list_select_related = ("contract__client",)
    search_fields = ("contract__client__name",)


@admin.register(AgencyLetterhead)
class AgencyLetterheadAdmin(ReadOnlyAdmin):
    list_display = ("mark", "legal_name", "signatory")
    actions: Any = ()


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
