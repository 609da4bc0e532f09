"""Keyset pages: the next page starts after the last row shown, so every page costs the same."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from publishing.models import Edition
from publishing.reading import BadParameter


@dataclass(frozen=True)
class Order:
    """A total order of entries: a column, then the entry's id."""

    column: str
    newest_first: bool = False

    def sort(self, rows: QuerySet) -> QuerySet:
        sign = "-" if self.newest_first else ""
        return rows.order_by(f"{sign}{self.column}", f"{sign}entry_id")

    def key(self, edition: Edition) -> str:
        value = getattr(edition, self.column)
        return f"{value.isoformat() if isinstance(value, date) else value}~{edition.entry_id}"

    def after(self, rows: QuerySet, key: str) -> QuerySet:
        """The rows behind `key`. The bound on the column alone is what lets the index start at the right place."""
        value, entry_id = self._parsed(key)
        way = "lt" if self.newest_first else "gt"
        beyond = Q(**{f"{self.column}__{way}": value}) | Q(**{self.column: value, f"entry_id__{way}": entry_id})
        return rows.filter(beyond, **{f"{self.column}__{way}e": value})

    def _parsed(self, key: str) -> tuple[date | str, UUID]:
        value, _tilde, entry_id = key.rpartition("~")
        try:
            return (date.fromisoformat(value) if self.column == "sort_on" else value), UUID(entry_id)
        except ValueError:
            raise BadParameter("after", _("“%s” is not a place in this list.") % key[:40]) from None


BY_TITLE = Order("title")
BY_DATE = Order("sort_on", newest_first=True)


@dataclass(frozen=True)
class Page:
    """Some rows and the key behind which the next page starts; empty on the last one."""

    rows: list
    next_key: str = ""


def page_of(rows: QuerySet, order: Order, size: int, after: str = "") -> Page:
    if after:
        rows = order.after(rows, after)
    found = list(order.sort(rows)[: size + 1])
    return Page(found[:size], order.key(found[size - 1]) if len(found) > size else "")


def positions_page(rows: QuerySet, size: int, after: str = "") -> Page:
    """Newest position first; `after` is a position."""
    if after:
        if not (after.isascii() and after.isdigit() and len(after) < 19):
            raise BadParameter("after", _("“%s” is not a place in this list.") % after[:40])
        rows = rows.filter(position__lt=int(after))
    found = list(rows.order_by(F("position").desc())[: size + 1])
    return Page(found[:size], str(found[size - 1].position) if len(found) > size else "")
