"""Surveys in the owners' panel: read here, written on their own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from clienthealth.core.panel import ReadOnlyAdmin, RecordAdmin
from surveys.models import (
    Answer,
    Ask,
    Attempt,
    Bounce,
    Campaign,
    CampaignWording,
    Loop,
    Suppression,
    SurveyEntry,
    SurveyTerms,
)


@admin.register(SurveyTerms)
class SurveyTermsAdmin(RecordAdmin):
    list_display = ("__str__", "throttle_days", "loop_hours")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not SurveyTerms.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "state", "when", "starts_on", "ends_on")
    list_filter = ("state", "kind")


@admin.register(CampaignWording)
class CampaignWordingAdmin(ReadOnlyAdmin):
    list_display = ("campaign", "language", "subject")
    list_select_related = ("campaign",)


@admin.register(Ask)
class AskAdmin(ReadOnlyAdmin):
    list_display = ("due_at", "campaign", "client", "contact", "state", "why", "reminded")
    list_filter = ("state",)
    list_select_related = ("campaign", "client", "contact")


@admin.register(Bounce)
class BounceAdmin(ReadOnlyAdmin):
    list_display = ("at", "ask", "number", "weight", "status")
    list_filter = ("weight",)
    list_select_related = ("ask",)


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ("answered_at", "campaign", "client", "contact", "score", "automatic")
    list_filter = ("kind", "automatic")
    list_select_related = ("campaign", "client", "contact")


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ("at", "what", "score", "automatic", "agent")
    list_filter = ("automatic", "what")


@admin.register(SurveyEntry)
class SurveyEntryAdmin(ReadOnlyAdmin):
    list_display = ("slug", "campaign", "client", "ended_at")
    list_select_related = ("campaign", "client")


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    list_display = ("since", "contact", "scope", "why", "lifted_at")
    list_filter = ("scope", "why")
    list_select_related = ("contact",)


@admin.register(Loop)
class LoopAdmin(ReadOnlyAdmin):
    list_display = ("due_at", "client", "responsible", "cause", "replied_at", "closed_at")
    list_filter = ("cause",)
    list_select_related = ("client", "responsible")
