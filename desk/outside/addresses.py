"""Addresses outside the admin's login."""

from django.urls import path

from desk.outside.fact_check import FactCheckPage

app_name = "desk"
urlpatterns = [path("fact-check/<str:token>/", FactCheckPage.as_view(), name="fact-check")]
