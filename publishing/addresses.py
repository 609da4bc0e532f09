"""The addresses every kind of entry has: `/<section>/<slug>/`, its history, its editions."""

from django.urls import URLPattern, path

from publishing.views import EntryPage, HistoryPage


def entry_addresses(section: str, page: type[EntryPage]) -> list[URLPattern]:
    """Named `<kind>`, `<kind>-history`, `<kind>-edition`."""
    kind, base = page.kind, f"{section}/<slug:slug>/"
    return [
        path(base, page.as_view(), name=kind),
        path(f"{base}history/", HistoryPage.as_view(kind=kind), name=f"{kind}-history"),
        path(f"{base}editions/<int:number>/", page.as_view(), name=f"{kind}-edition"),
    ]
