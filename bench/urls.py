"""The site's addresses and those of the two limits."""

from django.urls import path

from bench import views
from config.urls import handler400, handler404, urlpatterns  # noqa: F401

urlpatterns = [
    path("bench/bare/<int:number>/", views.bare),
    path("bench/read/<uuid:entry_id>/", views.read),
    *urlpatterns,
]
