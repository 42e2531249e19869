"""The owners' panel: Django's own admin, behind the same door as everything else."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class OwnersAdmin(admin.AdminSite):
    site_header = site_title = "clienthealth"
    index_title = _("Records")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "role", "") == "owner")

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return redirect("account_login")


class OwnersAdminConfig(AdminConfig):
    default_site = "clienthealth.admin.OwnersAdmin"
