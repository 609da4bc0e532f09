"""Public addresses of syndication."""

from django.urls import URLPattern, URLResolver, include, path

from syndication.feeds.urls import feeds
from syndication.terms import PATH, TermsPage
from syndication.v1.urls import fallback, v1

app_name = "syndication"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(v1)),
    path(PATH.lstrip("/"), TermsPage.as_view(), name="terms"),
    *feeds,
    *fallback,
]
