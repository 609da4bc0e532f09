"""Where each part of the site hangs; every app keeps its own addresses."""

from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("desk.outside.addresses")),
    path("", include("members.urls")),
    path("", include("summits.urls")),
    path("", include("commentary.urls")),
    path("", include("syndication.urls")),
    path("", include("home.urls")),
]

handler400 = "config.failing.refused"
handler404 = "publishing.views.not_found"
handler500 = "config.failing.failed"
