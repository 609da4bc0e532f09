"""Public addresses of summits."""

from django.urls import URLPattern, URLResolver

app_name = "summits"
urlpatterns: list[URLPattern | URLResolver] = []
