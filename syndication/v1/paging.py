"""Keyset pages pinned to a position: what is published between two pages neither repeats nor drops a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext as _

from publishing.reading import BadParameter
from syndication.v1.cursors import PageCursor

DEFAULT_SIZE, MAX_SIZE = 25, 100


@dataclass(frozen=True)
class Order:
    """One way to sort a list. The columns together are unique, so a page has a definite end."""

    columns: tuple[str, ...]
    descending: bool = False

    def sorted(self, rows: QuerySet, backwards: bool) -> QuerySet:
        sign = "-" if self.descending != backwards else ""
        return rows.order_by(*(f"{sign}{column}" for column in self.columns))

    def beyond(self, key: Sequence[Any], backwards: bool) -> Q:
        """Rows after `key` (before it, when reading backwards), as one row comparison the index can serve."""
        if len(self.columns) == 1:
            lookup = "lt" if self.descending != backwards else "gt"
            return Q((f"{self.columns[0]}__{lookup}", key[0]))
        compare = TupleLessThan if self.descending != backwards else TupleGreaterThan
        return Q(compare(Tuple(*(F(column) for column in self.columns)), tuple(key)))

    def key(self, row: Any) -> list[Any]:
        values = [getattr(row, column) for column in self.columns]
        return [value if isinstance(value, int | float | str) else str(value) for value in values]


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    next: PageCursor | None
    prev: PageCursor | None


def read_page(rows: QuerySet, order: Order, size: int, position: int, of: str, cursor: PageCursor | None) -> Page:
    """One page and the cursors of its neighbours, in one query. One row more is read to see whether it goes on."""
    backwards = bool(cursor and cursor.backwards)
    if cursor:
        rows = rows.filter(order.beyond(cursor.key, backwards))
    found = list(order.sorted(rows, backwards)[: size + 1])
    goes_on, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()

    def beside(row: Any, back: bool) -> PageCursor:
        return PageCursor(position, order.key(row), back, of)

    # A page reached from a neighbour has that neighbour; whether there is one on the far side was just read.
    has_next, has_prev = (bool(cursor), goes_on) if backwards else (goes_on, bool(cursor))
    return Page(
        found,
        next=beside(found[-1], False) if found and has_next else None,
        prev=beside(found[0], True) if found and has_prev else None,
    )


def page_size(text: str | None) -> int:
    return bounded("page_size", text, DEFAULT_SIZE, MAX_SIZE)


def bounded(name: str, text: str | None, default: int, maximum: int, least: int = 1) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= maximum):
        message = _("“%(given)s” is not a number from %(least)d to %(maximum)d.")
        raise BadParameter(name, message % {"given": text[:40], "least": least, "maximum": maximum})
    return int(text)


def chosen(name: str, text: str | None, known: Sequence[str]) -> list[str]:
    """A comma-separated choice from an allow-list; everything unknown is named."""
    names = text.split(",") if text else []
    unknown = [word for word in names if word not in known]
    if unknown or len(set(names)) < len(names):
        message = _("“%(given)s” is not a list of different words from: %(known)s.")
        raise BadParameter(name, message % {"given": (text or "")[:80], "known": ", ".join(known)})
    return names
