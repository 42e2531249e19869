"""What redirects are held against: Django with one view that returns an empty 302, and nothing else. Settings, too."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

SECRET_KEY = "bench"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "bench.bare"
MIDDLEWARE: list[str] = []
USE_TZ = True


def elsewhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": "https://elsewhere.example/"})


urlpatterns = [path("bare/", elsewhere)]


def __getattr__(name: str) -> object:
    """`application`, when the server asks for it: this module is read as settings before."""
    if name == "application":
        return get_wsgi_application()
    raise AttributeError(name)
