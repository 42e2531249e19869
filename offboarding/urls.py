"""Pages of partings, letters, hand-overs and lessons."""

from __future__ import annotations

from offboarding.letter_urls import letter_urls

urlpatterns = [*letter_urls]
