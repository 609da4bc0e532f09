"""The public pages that are no entry's and show facts of the whole record: lists of who is what, tables, pictures.

Found by their addresses, so that a new one is told of from its first day.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from publishing.views import RecordPage


def pages_showing(wanted: Iterable[str]) -> list[tuple[Any, str]]:
    """Name and address of each page that shows one of these kinds of fact or entry."""
    wanted = set(wanted)
    return [(page.label, address) for page, address in _pages() if wanted & set(page.shows)]


@cache
def _pages() -> list[tuple[type[RecordPage], str]]:
    return list(_walk(get_resolver().url_patterns, "/"))


def _walk(patterns: Iterable[URLPattern | URLResolver], base: str) -> Iterator[tuple[type[RecordPage], str]]:
    for each in patterns:
        address = base + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, address)
        elif not each.pattern.converters and not each.default_args and (page := _shown_by(each)):
            yield page, address


def _shown_by(each: URLPattern) -> type[RecordPage] | None:
    """The page of an address; a file of one is no page."""
    page = getattr(each.callback, "view_class", None)
    is_page = isinstance(page, type) and issubclass(page, RecordPage) and page.shows
    return page if is_page and not each.callback.view_initkwargs.get("form") else None  # type: ignore[attr-defined]
