"""The post in the owners' panel: what waits, what left, what was given up and why. Its words are not shown."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clienthealth.core import post
from clienthealth.core.models import OutgoingMail
from clienthealth.core.panel import ReadOnlyAdmin


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("waiting", _("waits")), ("sent", _("sent")), ("given_up", _("given up"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> QuerySet[OutgoingMail]:
        match self.value():
            case "waiting":
                return queryset.filter(sent_at=None, given_up_at=None)
            case "sent":
                return queryset.filter(sent_at__isnull=False)
            case "given_up":
                return queryset.filter(given_up_at__isnull=False)
        return queryset


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "recipient", "subject", "state", "attempts", "next_try_at", "sent_at", "error")
    list_filter = (StateFilter,)
    search_fields = ("recipient",)
    fields = (
        "recipient",
        "subject",
        "language",
        "made_at",
        "attempts",
        "next_try_at",
        "sent_at",
        "given_up_at",
        "error",
    )
    actions = ("try_again",)

    @admin.display(description=gettext_lazy("state"))
    def state(self, mail: OutgoingMail) -> str:
        if mail.sent_at:
            return _("sent")
        return _("given up") if mail.given_up_at else _("waits")

    @admin.action(description=gettext_lazy("Send the chosen mails now, unless they left"), permissions=["view"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[OutgoingMail]) -> None:
        done = post.try_again(chosen)
        said = ngettext("%(n)s mail will be tried again.", "%(n)s mails will be tried again.", done) % {"n": done}
        self.message_user(request, said, messages.SUCCESS)
