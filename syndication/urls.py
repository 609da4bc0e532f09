"""Public addresses of syndication."""

from django.urls import URLPattern, URLResolver, include, path

from syndication.feeds.urls import feeds
from syndication.v1.urls import fallback, v1

app_name = "syndication"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(v1)),
    *feeds,
    *fallback,
]
