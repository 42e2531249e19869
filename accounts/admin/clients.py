"""Clients, the people there, contracts and rhythm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max, OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import actions
from accounts.admin.facts import FactAdmin
from accounts.models import Client, Contact, Contract, Message, Team, User
from accounts.quicklog import agency_date
from clienthealth.core.listfilters import ValuesFilter
from clienthealth.core.panel import RecordAdmin
from clienthealth.core.typed import TabularInline


class ClientActions(ActionForm):
    """What the actions on chosen clients need to be told."""

    owner = forms.ModelChoiceField(User.objects.filter(is_active=True), required=False, label=gettext_lazy("new owner"))
    team = forms.ModelChoiceField(Team.objects.all(), required=False, label=gettext_lazy("new team"))
    side = forms.ChoiceField(choices=Client.Side, required=False, label=gettext_lazy("ended by"))


class ContactInline(TabularInline):
    model = Contact
    fields = ("name", "email", "role", "is_champion", "is_decider", "joined_on", "left_on")
    extra = 0
    show_change_link = True


class ContractInline(TabularInline):
    model = Contract
    fields = ("kind", "monthly_fee", "currency", "starts", "ends", "renews", "notice_length", "notice_unit")
    extra = 0
    show_change_link = True


class ClientAdmin(RecordAdmin):
    list_display = ("name", "status", "owner", "team", "fees", "last_message", "started_on", "notice_on")
    list_filter = (
        "status",
        "team",
        ("owner", admin.RelatedOnlyFieldListFilter),
        ("segment", ValuesFilter),
        ("country", ValuesFilter),
    )
    list_select_related = ("owner", "team")
    search_fields = ("name", "external_id")
    ordering = ("name",)
    autocomplete_fields = ("owner", "team")
    inlines = (ContactInline, ContractInline)
    action_form = ClientActions
    actions = ("export", "assign", "end")

    def get_queryset(self, request: HttpRequest) -> Any:
        spoken = Message.objects.filter(client=OuterRef("pk")).order_by().values("client")
        running = Contract.objects.running(agency_date()).filter(monthly_fee__isnull=False)
        return (
            super()
            .get_queryset(request)
            .annotate(spoke_at=Subquery(spoken.annotate(last=Max("occurred_at")).values("last")))
            .prefetch_related(Prefetch("contracts", running.order_by("starts"), to_attr="running"))
        )

    @admin.display(description=gettext_lazy("fees a month"))
    def fees(self, client: Any) -> str:
        """The running fees. Currencies are never added together."""
        sums: dict[str, Any] = {}
        for contract in client.running:
            sums[contract.currency] = sums.get(contract.currency, 0) + contract.monthly_fee
        return ", ".join(f"{total:,.0f} {currency}" for currency, total in sums.items()) or "–"

    @admin.display(description=gettext_lazy("last message"))
    def last_message(self, client: Any) -> Any:
        return client.spoke_at

    @admin.action(description=gettext_lazy("Give the chosen clients to the new owner and team"))
    def assign(self, request: HttpRequest, chosen: QuerySet[Client]) -> None:
        form = ClientActions(request.POST)
        del form.fields["action"]
        owner, team = (form.cleaned_data[name] for name in ("owner", "team")) if form.is_valid() else (None, None)
        if not (owner or team):
            self.message_user(request, _("Choose a new owner or a new team beside the action."), messages.ERROR)
            return
        self._each(request, chosen, lambda client: actions.assign_owner(
            by=_person(request), client=client, owner=owner or client.owner, team=team
        ))  # fmt: skip

    @admin.action(description=gettext_lazy("End the chosen clients today"))
    def end(self, request: HttpRequest, chosen: QuerySet[Client]) -> None:
        side = request.POST.get("side") or Client.Side.CLIENT
        today = agency_date()
        self._each(request, chosen, lambda client: actions.end_client(
            by=_person(request), client=client, on=today, side=side
        ))  # fmt: skip

    def _each(self, request: HttpRequest, chosen: QuerySet[Client], act: Any) -> None:
        done = 0
        for client in chosen:
            try:
                act(client)
                done += 1
            except (ValidationError, PermissionDenied) as refusal:
                self.message_user(request, f"{client}: {' '.join(getattr(refusal, 'messages', [str(refusal)]))}",
                                  messages.ERROR)  # fmt: skip
        self.message_user(request, ngettext("%(n)s client changed.", "%(n)s clients changed.", done) % {"n": done})


class ContactAdmin(FactAdmin):
    list_display = ("name", "client", "email", "role", "is_champion", "is_decider", "joined_on", "left_on")
    list_filter = ("is_champion", "is_decider", "prefers")
    autocomplete_fields = ("client", "successor")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """People are looked for by their own name or address as well."""
        found, _duplicates = super().get_search_results(request, queryset, search_term)
        words = search_term.strip()
        if not words:
            return found, False
        return found | queryset.filter(name__icontains=words) | queryset.filter(email__icontains=words), False


class ContractAdmin(FactAdmin):
    list_display = ("client", "kind", "title", "monthly_fee", "currency", "starts", "ends", "renews", "notice")
    list_filter = ("kind", "renews", "currency")

    @admin.display(description=gettext_lazy("notice"))
    def notice(self, contract: Contract) -> str:
        if contract.notice_length is None:
            return "–"
        return f"{contract.notice_length} {contract.get_notice_unit_display()}"


class PeriodAdmin(FactAdmin):
    list_display = ("client", "kind", "starts", "ends", "note")
    list_filter = ("kind",)


class RequestAdmin(FactAdmin):
    list_display = ("what", "client", "kind", "asked_on", "due_on", "answered_on")
    list_filter = ("kind", ("answered_on", admin.EmptyFieldListFilter))


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the panel lets nobody else in
    return request.user
