"""Prospects in the owners' panel: read, not written. What is sealed for its reader is not there at all."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from clienthealth.core.panel import ReadOnlyAdmin, RecordAdmin
from prospects.models import (
    Answers,
    Decision,
    Entry,
    FitResult,
    GutFeeling,
    Invitation,
    Letter,
    Prospect,
    Questionnaire,
    RubricMark,
    ScreeningTerms,
    WeightSet,
)
from prospects.permissions import revealed_to


@admin.register(ScreeningTerms)
class ScreeningTermsAdmin(RecordAdmin):
    list_display = ("__str__", "keep_months", "link_days", "reply_days")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not ScreeningTerms.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Prospect)
class ProspectAdmin(ReadOnlyAdmin):
    list_display = ("company", "state", "owner", "team", "moved_at", "client")
    list_filter = ("state", "language")
    list_select_related = ("owner", "team", "client")
    search_fields = ("company", "name", "email")


@admin.register(Questionnaire)
class QuestionnaireAdmin(ReadOnlyAdmin):
    list_display = ("key", "version", "made_by", "made_at")
    list_select_related = ("made_by",)


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ("name", "is_on", "language", "made_by")
    list_select_related = ("made_by",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Without the secret of its link."""

    list_display = ("prospect", "made_at", "expires_at", "revoked_at", "saves", "last_saved_at")
    list_select_related = ("prospect",)
    actions = ()


@admin.register(Answers)
class AnswersAdmin(ReadOnlyAdmin):
    list_display = ("prospect", "number", "part", "language", "saved_at", "submitted")
    list_select_related = ("prospect",)
    list_filter = ("submitted",)


class SealedAdmin(ReadOnlyAdmin):
    """Rows that tell of the figure: those of prospects whose figure this reader has seen."""

    own = False  # whether one's own rows are shown before as well

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        shown = Q(prospect__in=revealed_to(request.user))
        return super().get_queryset(request).filter(shown | Q(by=request.user) if self.own else shown)


@admin.register(FitResult)
class FitResultAdmin(SealedAdmin):
    list_display = ("prospect", "figure", "total", "answered", "asked", "weights", "made_at")
    list_select_related = ("prospect",)


@admin.register(RubricMark)
class RubricMarkAdmin(SealedAdmin):
    own = True
    list_display = ("prospect", "rubric", "mark", "by", "blind", "made_at")
    list_select_related = ("prospect", "by")


@admin.register(GutFeeling)
class GutFeelingAdmin(SealedAdmin):
    own = True
    list_display = ("prospect", "by", "value", "made_at", "revealed_at")
    list_select_related = ("prospect", "by")


@admin.register(WeightSet)
class WeightSetAdmin(ReadOnlyAdmin):
    list_display = ("version", "published_by", "published_at", "notes")
    list_select_related = ("published_by",)


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("prospect", "kind", "by", "made_at", "second_by", "second_at", "withdrawn_at")
    list_select_related = ("prospect", "by", "second_by")
    list_filter = ("kind",)
    exclude = ("fit",)


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ("prospect", "subject", "channel", "language", "by", "made_at")
    list_select_related = ("prospect", "by")
    list_filter = ("channel", "language")
