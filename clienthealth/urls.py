"""Every address of the product."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from clienthealth import health, metrics


def owners_only_matter(request: HttpRequest) -> HttpResponse:
    """Pages of the login that this product does not have."""
    raise Http404


urlpatterns = [
    path("", include("signals.urls")),
    path("", include("accounts.urls")),
    path("", include("surveys.urls")),
    path("", include("offboarding.urls")),
    path("", include("prospects.urls")),
    path("api/v1/", include("accounts.api.urls")),
    path("api/v1/", include("clienthealth.core.api.own_urls")),  # the last: it answers for whatever is not there
    path("account/email/", owners_only_matter),  # an owner changes addresses: they decide who is let in
    path("account/signup/", owners_only_matter),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.Ready.as_view(), name="health_ready"),
    path("metrics", metrics.metrics, name="metrics"),
]
