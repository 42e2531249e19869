"""The addresses of the book's resources."""

from __future__ import annotations

from accounts.api.resources import RESOURCES
from clienthealth.core.api.urls import urls_of

urlpatterns = [each for resource in RESOURCES for each in urls_of(resource)]
