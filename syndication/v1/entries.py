"""Entries: the collection of each kind, all kinds together, the item, its editions."""

from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from publishing.memento import with_neighbours
from publishing.models import Action, Edition
from publishing.reading import BadParameter, Moment, day_of
from syndication.v1 import shapes
from syndication.v1.filters import EntryFilters
from syndication.v1.held import OF_KIND as HELD
from syndication.v1.held import held_on
from syndication.v1.items import MEMBERS, edition_row, gone, items, rowed, tellable
from syndication.v1.listing import Listing
from syndication.v1.lookup import history, located
from syndication.v1.mementos import Negotiated, Remembered
from syndication.v1.paging import Order, chosen
from syndication.v1.problems import not_found
from syndication.v1.roles import OF_KIND, AnyFilters

ORDERINGS = {
    "dated": Order(("sort_on", "entry_id")),
    "-dated": Order(("sort_on", "entry_id"), descending=True),
    "title": Order(("title", "entry_id")),
    "-title": Order(("title", "entry_id"), descending=True),
    "published": Order(("position",)),
    "-published": Order(("position",), descending=True),
}
# Kinds read as a directory; all others as what happened last.
BY_TITLE = {"organisation", "state", "person", "office", "institution", "force", "topic"}
FOUND = (304, 308, 400, 404, 406, 410)


class EntryList(Listing):
    """Entries of one kind, or of all."""

    kind: ClassVar[str] = ""
    orderings = ORDERINGS
    parameters: tuple[str, ...] = (*Listing.parameters, "fields")
    members: list[str]

    @property
    def default_ordering(self) -> str:
        return "title" if self.kind in BY_TITLE else "-dated" if self.kind else "-published"

    @property
    def filter_class(self) -> type[EntryFilters]:
        return OF_KIND.get(self.kind, EntryFilters) if self.kind else AnyFilters

    def shape(self) -> Any:
        return shapes.page(f"{self.kind or 'any'}".capitalize(), shapes.item(self.kind))

    def rows(self) -> QuerySet[Edition]:
        # With a language asked for, the editions in it; otherwise each entry once, in the language it was written in.
        everything = Edition.objects.readable_at(self.moment.position)
        rows = everything if "language" in self.request.query_params else everything.filter(is_original=True)
        return rows.filter(kind=self.kind) if self.kind else rows

    def page_rows(self, rows: QuerySet, values: dict[str, Any]) -> QuerySet:
        self.members = chosen("fields", self.request.query_params.get("fields"), MEMBERS)
        self.held = held_on(self.kind, values.get("on"))
        rows = tellable(rows, self.moment.position)
        return self.held.beside(rows, self.moment.position) if self.held else rows

    def told(self, rows: list[Edition]) -> list[dict[str, Any]]:
        return items(rows, self.moment, self.members, self.held)


class EntryItem(Negotiated):
    """One entry."""

    kind: ClassVar[str] = ""
    operation = "item"
    statuses = (302, *FOUND)
    problem_shapes: ClassVar[dict[int, Any]] = {410: shapes.Tombstone}
    parameters: tuple[str, ...] = ("as_of", "language", "fields")

    def shape(self) -> Any:
        return shapes.item(self.kind)()

    def known_parameters(self) -> tuple[str, ...]:
        return (*self.parameters, "on") if self.kind in HELD else self.parameters

    def answer(self, key: str) -> dict[str, Any]:
        members = chosen("fields", self.request.query_params.get("fields"), MEMBERS)
        held = held_on(self.kind, day_of(self.request))
        edition = self.shown = located(self, self.kind, key, self._language(), held)
        return items([edition], self.moment, members, held)[0]

    def standing(self, key: str) -> Edition:
        return located(self, self.kind, key)

    def _language(self) -> str:
        asked, known = self.request.query_params.get("language", ""), dict(settings.LANGUAGES)
        if asked and asked not in known:
            message = _("“%(asked)s” is not a language of this site; there are: %(known)s.")
            raise BadParameter("language", message % {"asked": asked[:20], "known": ", ".join(known)})
        return asked


class EditionList(Listing):
    """The published history of one entry, newest first."""

    kind: ClassVar[str] = ""
    orderings: ClassVar[dict[str, Order]] = {"-published": ORDERINGS["-published"]}
    default_ordering = "-published"
    operation = "editions"
    statuses = FOUND
    problem_shapes: ClassVar[dict[int, Any]] = {410: shapes.Tombstone}
    parameters: tuple[str, ...] = ("as_of", "page_size", "cursor")

    def answer(self, key: str) -> dict[str, Any]:
        self.edition = located(self, self.kind, key)
        return super().answer()

    def shape(self) -> Any:
        return shapes.page("Edition", shapes.EditionRow)

    def rows(self) -> QuerySet[Edition]:
        return Edition.objects.released().filter(entry_id=self.edition.entry_id, position__lte=self.moment.position)

    def page_rows(self, rows: QuerySet, values: dict[str, Any]) -> QuerySet:
        return rowed(rows)

    def told(self, rows: list[Edition]) -> list[dict[str, Any]]:
        return [edition_row(edition) for edition in rows]


class EditionItem(Remembered):
    """One edition, for ever as it was; names of what it points to as they were then."""

    kind: ClassVar[str] = ""

    # The bytes never change, but a withdrawal turns them into a 410, so nobody may keep them for a year.
    cache_control = "public, max-age=3600, immutable"
    operation = "edition"
    statuses = FOUND
    problem_shapes: ClassVar[dict[int, Any]] = {410: shapes.Tombstone}

    def shape(self) -> Any:
        return shapes.item(self.kind)()

    def answer(self, key: str, number: int) -> dict[str, Any]:
        rows = with_neighbours(history(self.kind, key))
        editions = list(rows.filter(Q(number=number) | Q(action=Action.WITHDRAWN)))
        for tombstone in editions:
            if tombstone.is_withdrawn and self._stands(tombstone):
                raise gone(tombstone)
        found = [edition for edition in editions if edition.number == number]
        if not found or (found[0].position or 0) > self.moment.position:
            raise not_found(_("There is no edition %d here.") % number)
        self.shown = found[0]
        if found[0].is_withdrawn:
            raise gone(found[0])
        then = Moment(self.head_row, found[0].position or 0)
        return items(found, then)[0]

    def _stands(self, tombstone: Edition) -> bool:
        """Whether the entry is gone now, or was at the moment asked for."""
        ended = tombstone.superseded_at_position
        return ended is None or (tombstone.position or 0) <= self.moment.position < ended
