"""One address, or a few, for every public address that answers a page: what audits of pages walk.

A page added to the site without an example here fails `tests/test_page_types.py`.
"""

from collections.abc import Iterator

from django.db.models.functions import Length

from publishing import languages
from publishing.models import Edition
from tests.pages import SECTIONS
from tests.routes import Route, public_routes

# Pages that exist once, with something asked of them.
ASKED = {
    "/members/": ["", "?on=2000-01-01", "?as_of=100"],
    "/search/": ["", "?q=lukashenka", "?q=zzzzqqqq"],
    "/timeline/": ["", "?as_of=100"],
    "/people/": ["", "?on=2005-06-01"],
    "/members/compare/": ["", "?from=2000-01-01&to=2020-01-01", "?a=kazakhstan&b=armenia"],
}
# Answers to machines, downloads and addresses that only lead elsewhere.
NO_PAGES = (
    "/api/", "/feeds/", "/sitemap", "/media/", "/static/", "/id/", "/fact-check/", "/follow/confirm/", "/follow/stop/",
    "/follow/never/",
)  # fmt: skip


def page_types() -> dict[str, list[str]]:
    """Route → addresses of the loaded record: the longest entry of each kind, and the shortest."""
    return {route.text: list(addresses(route)) for route in public_routes() if is_page(route)}


def all_addresses() -> list[str]:
    return [address for addresses in page_types().values() for address in addresses]


def is_page(route: Route) -> bool:
    last = route.text.rstrip("/").rsplit("/", 1)[-1]
    is_asked = last == "timemap" or last == "compare" and route.parameters
    return (
        not languages.neutral(route.text).startswith(NO_PAGES)
        and "." not in last
        and route.text.endswith("/")
        and not is_asked
    )


def addresses(route: Route) -> Iterator[str]:
    if not route.parameters:
        yield from (route.text + asked for asked in ASKED.get(languages.neutral(route.text), [""]))
        return
    kind = next(kind for kind, section in SECTIONS.items() if section == route.section)
    editions = Edition.objects.current().filter(kind=kind, is_original=True).order_by(Length("canonical"))
    if "newer" in route.parameters:
        editions = editions.filter(number__gt=1)
    slugs = editions.values_list("slug", flat=True)
    for slug in filter(None, (slugs.last(), slugs.first())):
        yield route.filled(slug=slug, number=1, older=1, newer=2)
