"""Pages of partings, letters, hand-overs and lessons."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
