"""The pages of syndication that are there in every language."""

from django.urls import path

from syndication.terms import PATH, TermsPage

app_name = "syndication-pages"
urlpatterns = [path(PATH.lstrip("/"), TermsPage.as_view(), name="terms")]
