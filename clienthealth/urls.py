"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from clienthealth import health, metrics

urlpatterns = [
    path("", include("signals.urls")),
    path("", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.Ready.as_view(), name="health_ready"),
    path("metrics", metrics.metrics, name="metrics"),
]
