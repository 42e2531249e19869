"""The description of the API, and an answer for every address under it that does not exist."""

from __future__ import annotations

from django.urls import path, re_path

from clienthealth.core.api.reference import Description, reference
from clienthealth.core.api.views import Unknown

urlpatterns = [
    path("schema/", Description.as_view(), name="api_schema"),
    path("docs/", reference, name="api_reference"),
    re_path(r"^.*$", Unknown.as_view(), name="api_unknown"),
]
