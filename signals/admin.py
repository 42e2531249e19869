"""The judgement in the owners' panel. Scores, frames and published scorecards are read, never written by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.people import UserAdmin
from clienthealth.core.panel import ReadOnlyAdmin, RecordAdmin
from clienthealth.core.typed import TabularInline
from signals.models import (
    Alert,
    AlertEvent,
    Backfill,
    Frame,
    Notice,
    NoticePreference,
    Play,
    Playbook,
    PlaybookRule,
    Scorecard,
    Seal,
    Snapshot,
    Task,
)


class NoticePreferenceInline(TabularInline):
    """How a person is told of alerts, on the page of the person."""

    model = NoticePreference
    max_num = 1
    can_delete = False


UserAdmin.inlines = [*UserAdmin.inlines, NoticePreferenceInline]


@admin.register(Scorecard)
class ScorecardAdmin(ReadOnlyAdmin):
    list_display = ("version", "in_force_from", "base_churn", "base_fire", "published_by", "notes")
    list_select_related = ("published_by",)
    ordering = ("-version",)


@admin.register(Frame)
class FrameAdmin(ReadOnlyAdmin):
    list_display = ("cutoff", "in_force_from", "reason", "series", "scorecard", "clients", "code", "built_at")
    list_filter = ("series", "reason")
    list_select_related = ("scorecard",)


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = (
        "client", "day", "series", "churn", "churn_band", "fire", "fire_band", "closed", "scorecard", "written_at",
    )  # fmt: skip
    list_filter = ("series", "week_close")
    list_select_related = ("client", "scorecard")
    search_fields = ("client__name",)
    raw_id_fields = ("client", "frame")


@admin.register(Seal)
class SealAdmin(RecordAdmin):
    """Who may not see a side yet. Lifting a seal is a date, so that it stays on record; nobody lifts their own."""

    list_display = ("client", "side", "user", "reason", "made_at", "lifted_at")
    list_filter = ("side",)
    list_select_related = ("client", "user")
    autocomplete_fields = ("client", "user")
    search_fields = ("client__name", "user__name")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.user_id != request.user.pk)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Backfill)
class BackfillAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "next_close", "last_close")


class AlertEventInline(admin.TabularInline):  # type: ignore[type-arg]
    """The history of an alert."""

    model = AlertEvent
    fields = readonly_fields = ("at", "what", "by", "said", "detail")
    ordering = ("at", "pk")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AlertEvent]:
        return super().get_queryset(request).select_related("by")


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    list_display = (
        "client", "sign", "side", "state", "urgent", "outcome", "opened_on", "strength", "loss_cents", "noticed_to",
    )  # fmt: skip
    list_filter = ("state", "outcome", "side", "urgent", "sign")
    list_select_related = ("client", "noticed_to")
    search_fields = ("client__name", "sign")
    inlines = (AlertEventInline,)


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "user", "alert", "seen_at", "mailed_at")
    list_select_related = ("user", "alert")
    search_fields = ("user__name", "alert__client__name")


@admin.register(NoticePreference)
class NoticePreferenceAdmin(ReadOnlyAdmin):
    list_display = ("user", "mail", "hour", "weekly")
    list_select_related = ("user",)
    search_fields = ("user__name",)


@admin.register(Playbook)
class PlaybookAdmin(RecordAdmin):
    """The agency's own. Steps are written on the playbook's page, which checks them."""

    list_display = ("name", "key", "signs", "replaces", "active", "made_by", "changed_at")
    list_filter = ("active",)
    list_select_related = ("made_by",)
    search_fields = ("name", "key")
    readonly_fields = ("key", "steps", "replaces", "made_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(PlaybookRule)
class PlaybookRuleAdmin(RecordAdmin):
    list_display = ("sign", "playbook", "least_loss", "active")
    list_filter = ("active",)
    ordering = ("sign",)


@admin.register(Play)
class PlayAdmin(ReadOnlyAdmin):
    """How plays went. They are started, handed over and ended on the client's page, where the rest follows."""

    list_display = ("client", "name", "state", "started_on", "started_by", "rescuer", "outcome", "ended_on")
    list_filter = ("state", "outcome", "side")
    list_select_related = ("client", "started_by", "rescuer")
    search_fields = ("client__name", "name")


@admin.register(Task)
class TaskAdmin(RecordAdmin):
    """What is to do. A task's day and person can be put right here; ticking off is done where the work is."""

    list_display = ("title", "client", "kind", "state", "due_on", "assigned_to", "play")
    list_filter = ("state", "kind")
    list_select_related = ("client", "assigned_to", "play")
    search_fields = ("title", "client__name")
    raw_id_fields = ("client", "play", "contact")
    readonly_fields = ("client", "play", "number", "state", "ended_at", "ended_by", "made_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
