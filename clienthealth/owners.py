"""The owners' panel: Django's own admin, behind the same door as everything else."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, may
from clienthealth.core.typed import ModelAdmin

THEIRS = ("django.", "allauth.", "pghistory.")


class OwnersAdmin(admin.AdminSite):
    site_header = site_title = "clienthealth"
    index_title = _("Records")
    enable_nav_sidebar = True

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only our own records: secrets of logins and Django's groups have no page here."""
        if not (admin_class or ModelAdmin).__module__.startswith(THEIRS):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Permission.ADMIN)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """For somebody who is logged in and no owner, the panel is refused rather than led round in circles."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(_("Only owners of the agency use this panel."))
            return inner(request, *args, **kwargs)

        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))
