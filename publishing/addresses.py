"""The addresses every kind of entry has: `/<section>/<slug>/`, its history and editions, citations, TimeMap."""

from django.urls import URLPattern, path

from publishing.cards.views import CardPage
from publishing.cite.views import FORMS, CitePage
from publishing.compared import EditionsChoice, EditionsPage
from publishing.memento.views import TimeMapPage
from publishing.views import EntryPage, HistoryPage


def entry_addresses(section: str, page: type[EntryPage]) -> list[URLPattern]:
    """Named `<kind>`, and with `-history`, `-edition`, `-card`, `-compare`, `-compared`, `-timemap`, `-cite-<form>`."""
    kind, base = page.kind, f"{section}/<slug:slug>/"
    cite = [
        path(f"{base}cite.{form}", CitePage.as_view(kind=kind, form=form), name=f"{kind}-cite-{form}") for form in FORMS
    ]
    return [
        path(base, page.as_view(), name=kind),
        path(f"{base}history/", HistoryPage.as_view(kind=kind), name=f"{kind}-history"),
        path(f"{base}compare/", EditionsChoice.as_view(kind=kind), name=f"{kind}-compare"),
        path(f"{base}compare/<int:older>..<int:newer>/", EditionsPage.as_view(kind=kind), name=f"{kind}-compared"),
        path(f"{base}editions/<int:number>/", page.as_view(), name=f"{kind}-edition"),
        path(f"{base}editions/<int:number>/card.png", CardPage.as_view(kind=kind), name=f"{kind}-card"),
        path(f"{base}timemap/", TimeMapPage.as_view(kind=kind), name=f"{kind}-timemap"),
        *cite,
    ]
