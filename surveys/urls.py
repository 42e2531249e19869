"""Pages of surveys, and the public pages on which clients answer."""

from __future__ import annotations

from django.urls import URLPattern

from surveys.desk_urls import DESK

urlpatterns: list[URLPattern] = [*DESK]
