"""Our own people: known here, invited by mail, never given a password by someone else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.forms import languages, zones
from accounts.models import Role, User
from accounts.people import invite, keep_address
from clienthealth.core.panel import ReadOnlyAdmin, RecordAdmin
from clienthealth.core.typed import ModelForm


class PersonForm(ModelForm):
    language = forms.ChoiceField(label=gettext_lazy("language"), choices=languages)
    zone = forms.ChoiceField(label=gettext_lazy("time zone"), choices=zones, required=False)

    class Meta:
        model = User
        fields = ("name", "email", "role", "team", "language", "zone", "is_active")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        """The agency always has an owner who can log in."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stays = cleaned.get("role") == Role.OWNER and cleaned.get("is_active")
        others = User.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=self.instance.pk)
        if not stays and self.initial.get("role") == Role.OWNER and not others.exists():
            raise ValidationError(_("This is the last owner. Make somebody else an owner first."))
        return cleaned


class UserAdmin(RecordAdmin):
    form = PersonForm
    list_display = ("name", "email", "role", "team", "clients_served", "is_active", "last_login")
    list_filter = ("role", "team", "is_active")
    list_select_related = ("team",)
    search_fields = ("name", "email")
    ordering = ("name",)
    sortable_by = ("name", "email", "last_login")
    autocomplete_fields = ("team",)
    actions = ("export", "invite", "deactivate")

    def get_queryset(self, request: HttpRequest) -> Any:
        served = Count("clients", filter=~Q(clients__status="ended"))
        return super().get_queryset(request).annotate(served=served)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """What belongs to a person is asked once there is one."""
        return self.inlines if obj else []

    @admin.display(description=gettext_lazy("clients"))
    def clients_served(self, person: Any) -> int:
        return int(person.served)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new person gets an invitation, and sets the password themselves."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        keep_address(obj)
        if not change:
            invite(obj, request)
            self.message_user(request, _("An invitation was sent to %(email)s.") % {"email": obj.email})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People who leave are made inactive: what they did keeps their name."""
        return False

    @admin.action(description=gettext_lazy("Send the chosen people a link to set their password"))
    def invite(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        people = list(chosen.filter(is_active=True))
        for person in people:
            invite(person, request)
        done = len(people)
        said = ngettext("%(n)s invitation sent.", "%(n)s invitations sent.", done) % {"n": done}
        self.message_user(request, said, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Let the chosen people in no longer"))
    def deactivate(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """Everyone but the person at work, so that an owner always remains."""
        left = User.objects.filter(pk__in=chosen.values("pk"), is_active=True).exclude(pk=request.user.pk or 0)
        done = left.update(is_active=False)
        said = ngettext("%(n)s person has left.", "%(n)s people have left.", done) % {"n": done}
        self.message_user(request, said, messages.SUCCESS)


class TeamAdmin(RecordAdmin):
    list_display = ("name", "people", "clients_served")
    search_fields = ("name",)
    ordering = ("name",)

    def get_queryset(self, request: HttpRequest) -> Any:
        people = Count("members", filter=Q(members__is_active=True), distinct=True)
        served = Count("clients", filter=~Q(clients__status="ended"), distinct=True)
        return super().get_queryset(request).annotate(people_now=people, served=served)

    @admin.display(description=gettext_lazy("people"))
    def people(self, team: Any) -> int:
        return int(team.people_now)

    @admin.display(description=gettext_lazy("clients"))
    def clients_served(self, team: Any) -> int:
        return int(team.served)


class ApiKeyAdmin(ReadOnlyAdmin):
    """Made and revoked on their own page, where the secret is shown once."""

    list_display = ("name", "user", "prefix", "made_at", "made_by", "last_used_at", "expires_at", "revoked_at")
    list_filter = ("user",)
    list_select_related = ("user", "made_by")
    search_fields = ("name", "prefix")
    exclude = ("digest",)
