"""Pages of prospects, and the public pages that a prospect fills in."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
