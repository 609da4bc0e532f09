"""Lists: filters, order, keyset page, links. Subclasses say which rows and how they are told."""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.utils.translation import gettext as _
from rest_framework.response import Response

from publishing.reading import BadParameter, Moment
from syndication.v1.addresses import absolute
from syndication.v1.cursors import PageCursor, fingerprint, open_page_cursor
from syndication.v1.endings import Ending
from syndication.v1.endpoint import Endpoint, add_link
from syndication.v1.filters import StrictFilters
from syndication.v1.paging import Order, Page, chosen, page_size, read_page

PAGING = ("as_of", "ordering", "page_size", "cursor", "include")


def count_of(rows: QuerySet) -> Subquery:
    """How many there are, as a column of the page: counted once, without a query of its own."""
    counted = Func(F("pk"), function="count", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(counted=counted).values("counted"))


class Listing(Endpoint):
    """An endpoint that answers `{data, links, meta}`."""

    parameters: tuple[str, ...] = PAGING
    operation = "list"
    orderings: ClassVar[dict[str, Order]] = {}
    default_ordering: str = ""
    includes: tuple[str, ...] = ("count",)
    filter_class: Any = StrictFilters

    def rows(self) -> QuerySet:
        """Every row of the list at the moment, before filters."""
        raise NotImplementedError

    def page_rows(self, rows: QuerySet, values: dict[str, Any]) -> QuerySet:
        """The filtered rows with the columns the page needs."""
        return rows

    def included(self, includes: list[str], filters: Any) -> dict[str, Any]:
        """What else was asked to be told of the list, for its `meta`."""
        return {}

    def told(self, rows: list[Any]) -> list[dict[str, Any]]:
        raise NotImplementedError

    def known_parameters(self) -> set[str]:
        return {*self.parameters, *self.filter_class.base_filters}

    @property
    def endings(self) -> Mapping[str, Ending]:
        return self.filter_class.endings

    def answer(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.query_params
        ordering, order = self._order()
        includes = chosen("include", query.get("include"), self.includes)
        size = page_size(query.get("page_size"))
        of = self._fingerprint(ordering)
        cursor = self._cursor(of)
        filters = self.filter_class(query, self.rows(), self.moment, self.known_parameters())
        rows = filters.filtered()
        shown = self.page_rows(rows, filters.form.cleaned_data)
        if "count" in includes:
            shown = shown.annotate(counted=count_of(rows))
        page = read_page(shown, order, size, self.moment.position, of, cursor)
        meta: dict[str, Any] = {"position": self.moment.position}
        if "count" in includes:
            meta["count"] = page.rows[0].counted if page.rows else rows.count()
        meta |= self.included(includes, filters)
        return {"data": self.told(page.rows), "links": self._links(page), "meta": meta}

    def _order(self) -> tuple[str, Order]:
        name = self.request.query_params.get("ordering", self.default_ordering)
        if name not in self.orderings:
            message = _("“%(given)s” is not an order of this list; there are: %(known)s.")
            given = {"given": name[:40], "known": ", ".join(self.orderings)}
            raise BadParameter("ordering", message % given)
        return name, self.orderings[name]

    def _fingerprint(self, ordering: str) -> str:
        query = self.request.query_params
        kept = sorted((name, query[name]) for name in (*self.filter_class.base_filters, "as_of") if name in query)
        return fingerprint(self.path, ordering, kept)

    def _cursor(self, of: str) -> PageCursor | None:
        """The cursor given; the whole list is then read at the position its first page was read at."""
        text = self.request.query_params.get("cursor")
        if not text:
            return None
        cursor = open_page_cursor(text, of, self.head_row)
        self.moment = Moment(self.head_row, cursor.position, self.moment.as_of)
        return cursor

    def _links(self, page: Page) -> dict[str, str | None]:
        return {
            "self": absolute(self.request.get_full_path()),
            "next": self._link(page.next),
            "prev": self._link(page.prev),
        }

    def _link(self, cursor: PageCursor | None) -> str | None:
        if cursor is None:
            return None
        query = self.request.query_params.dict() | {"cursor": cursor.sealed()}
        return absolute(f"{self.path}?{urlencode(query)}")

    def finalize_response(self, request: Any, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        links = response.data.get("links", {}) if response.status_code == 200 else {}
        for rel, url in links.items():
            if url and rel != "self":
                add_link(response, url, rel)
        return response
