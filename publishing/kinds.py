"""The kinds of entry. Each subject app registers its own when it is loaded; the kernel knows none by name.

Public code may use a kind's name, section and words; `model` and `build` belong to the desk.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import Resolver404, resolve


@dataclass(frozen=True)
class Kind:
    """One kind of entry: where its pages are, what it is called, how its document is built and checked."""

    name: str
    section: str
    label: Any
    label_plural: Any
    model: Any
    serializer: Any
    build: Callable[[Any], dict]
    collection: str = ""
    checks: tuple[Callable, ...] = field(default=())
    has_page: bool = True
    # A text somebody wrote about the record: it is read again when what it tells of changes.
    is_written: bool = False
    # Its page says how it stood on one day of the world (`?on=`).
    has_days: bool = False

    def url(self, slug: str) -> str | None:
        """The public address of an entry; None for kinds without pages of their own."""
        return f"/{self.section}/{slug}/" if self.has_page else None

    def facts(self) -> set[str]:
        """The kinds of fact its documents may state."""
        rows = {self.model._meta.get_field(name).related_model.kind for name in self.serializer.fact_rows}
        return rows | {"mentions"} | set(self.serializer.implies)


_kinds: dict[str, Kind] = {}


class UnknownKind(LookupError):
    """No kind of that name is registered."""


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def every() -> Iterable[Kind]:
    return _kinds.values()


def names() -> list[str]:
    return list(_kinds)


def facts() -> list[str]:
    return sorted(set().union(*(kind.facts() for kind in every())))


def of_section(section: str) -> Kind | None:
    return next((kind for kind in _kinds.values() if kind.section == section and kind.has_page), None)


def is_page_of_the_site(kind: str, slug: str) -> bool:
    """Whether another page answers at that address (`/summits/attendance/`): an entry there would never be seen.

    An entry's own page is named as its kind: publishing.addresses.
    """
    url = page_url(kind, slug)
    try:
        return url is not None and resolve(url).url_name != kind
    except Resolver404:
        # No page answers to it: what is no address at all is refused by the field.
        return False


def page_url(kind: str, slug: str) -> str | None:
    return get(kind).url(slug)
