"""Our application, with the bare view of `bench.bare` before our own addresses."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application
from django.urls import path

application = get_wsgi_application()

from bench.bare import elsewhere  # noqa: E402 - needs the settings
from clienthealth import urls  # noqa: E402

urls.urlpatterns.insert(0, path("bare/", elsewhere))
