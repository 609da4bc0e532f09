"""The addresses every kind of entry has: `/<section>/<slug>/`, its history and editions, its citations, its TimeMap,
the files of its pictures."""

from django.urls import URLPattern, path

from publishing.cite.views import FORMS, CitePage
from publishing.drawing.views import entry_picture_addresses
from publishing.memento.views import TimeMapPage
from publishing.views import EntryPage, HistoryPage


def entry_addresses(section: str, page: type[EntryPage]) -> list[URLPattern]:
    """Named `<kind>`, `<kind>-history`, `<kind>-edition`, `<kind>-timemap`, `<kind>-cite-<form>`,
    `<kind>-<picture>-<form>`.
    """
    kind, base = page.kind, f"{section}/<slug:slug>/"
    cite = [
        path(f"{base}cite.{form}", CitePage.as_view(kind=kind, form=form), name=f"{kind}-cite-{form}") for form in FORMS
    ]
    return [
        path(base, page.as_view(), name=kind),
        path(f"{base}history/", HistoryPage.as_view(kind=kind), name=f"{kind}-history"),
        path(f"{base}editions/<int:number>/", page.as_view(), name=f"{kind}-edition"),
        path(f"{base}timemap/", TimeMapPage.as_view(kind=kind), name=f"{kind}-timemap"),
        *cite,
        *entry_picture_addresses(base, page),
    ]
