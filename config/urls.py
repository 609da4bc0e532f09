"""Where each part of the site hangs; every app keeps its own addresses."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("desk.outside.addresses")),
    path("", include("syndication.urls")),
    path("", include("home.machines")),
    # Pages are there in every language: the first without a prefix, see publishing/languages.py.
    *i18n_patterns(
        path("", include("members.urls")),
        path("", include("summits.urls")),
        path("", include("commentary.urls")),
        path("", include("syndication.pages")),
        path("", include("home.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "config.failing.refused"
handler404 = "publishing.views.not_found"
handler500 = "config.failing.failed"
