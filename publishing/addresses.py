"""The addresses every kind of entry has: `/<section>/<slug>/`, its history, its editions, its citations."""

from django.urls import URLPattern, path

from publishing.cite.views import FORMS, CitePage
from publishing.views import EntryPage, HistoryPage


def entry_addresses(section: str, page: type[EntryPage]) -> list[URLPattern]:
    """Named `<kind>`, `<kind>-history`, `<kind>-edition`, `<kind>-cite-<form>`."""
    kind, base = page.kind, f"{section}/<slug:slug>/"
    cite = [
        path(f"{base}cite.{form}", CitePage.as_view(kind=kind, form=form), name=f"{kind}-cite-{form}") for form in FORMS
    ]
    return [
        path(base, page.as_view(), name=kind),
        path(f"{base}history/", HistoryPage.as_view(kind=kind), name=f"{kind}-history"),
        path(f"{base}editions/<int:number>/", page.as_view(), name=f"{kind}-edition"),
        *cite,
    ]
