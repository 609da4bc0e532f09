"""Search: the best matches first, over all kinds."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import FETCH_RAISE, F, FloatField, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from publishing.models import Edition
from publishing.reading import BadParameter
from publishing.search.facets import FACETS, counted
from publishing.search.ranking import matching, ranked, with_rank
from publishing.search.understanding import Understood, understand
from syndication.v1 import shapes
from syndication.v1.addresses import absolute, item_url
from syndication.v1.fields import YearFilter
from syndication.v1.filters import EntityFilter, EntryFilters, OfKind
from syndication.v1.listing import Listing
from syndication.v1.paging import Order
from syndication.v1.search_shapes import SearchMeta

DATE = "-dated"
COLUMNS = (
    "entry_id", "kind", "slug", "title", "summary", "language", "is_original", "number", "position",
    "released_at", "dated_on", "sort_on",
)  # fmt: skip


class Involving(EntityFilter):
    """Entries whose document names the one given, or that are it: the column of that name has their ids."""

    def __init__(self, kind: str, column: str, **kwargs: Any):
        self.column = column
        super().__init__(kind, **kwargs)

    def narrowed(self, qs: QuerySet, key: UUID) -> QuerySet:
        return qs.filter(**{f"{self.column}__contains": [key]})


class SearchFilters(EntryFilters):
    kind = OfKind(help_text="Of this kind.")
    state = Involving("state", column="states", help_text="That name this state.")
    person = Involving("person", column="people", help_text="That name this person.")
    year = YearFilter("sort_on", "year", help_text="Dated in this year.")

    understood: Understood

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Narrowed first: of the rows that are left the best are ranked."""
        words = self.form.cleaned_data.pop("q")
        self.understood = understand(words, self.moment)
        self.narrowed = matching(super().filter_queryset(queryset), self.understood)
        by_date = self.data.get("ordering") == DATE
        rows = with_rank(self.narrowed, self.understood) if by_date else ranked(self.narrowed, self.understood)
        # In double precision, so that a score in a cursor compares equal to the one it was read from.
        return rows.annotate(score=Cast(F("rank"), FloatField()))


class Search(Listing):
    """Entries that contain words or bear a similar name."""

    filter_class = SearchFilters
    orderings: ClassVar[dict[str, Order]] = {
        "relevance": Order(("score", "sort_on", "entry_id"), descending=True),
        DATE: Order(("sort_on", "entry_id"), descending=True),
    }
    default_ordering = "relevance"
    includes = (*Listing.includes, "facets")

    def shape(self) -> Any:
        return shapes.page("Hit", shapes.Hit, SearchMeta)

    def answer(self, **kwargs: Any) -> dict[str, Any]:
        if "q" not in self.request.query_params:
            raise BadParameter("q", _("Say what to look for."), self.known_parameters())
        return super().answer(**kwargs)

    def rows(self) -> QuerySet[Edition]:
        everything = Edition.objects.readable_at(self.moment.position)
        return everything if "language" in self.request.query_params else everything.filter(is_original=True)

    def page_rows(self, rows: QuerySet, values: dict[str, Any]) -> QuerySet:
        return rows.only(*COLUMNS).fetch_mode(FETCH_RAISE)

    def included(self, includes: list[str], filters: Any) -> dict[str, Any]:
        if "facets" not in includes:
            return {}
        count = counted(filters.narrowed, filters.understood, self.moment)
        facets: dict[str, Any] = {name: [asdict(value) for value in count.facets.get(name, [])] for name in FACETS}
        return {"facets": {"total": count.total, "is_cut": count.is_cut, **facets}}

    def told(self, rows: list[Any]) -> list[dict[str, Any]]:
        return [
            {
                "id": hit.entry_id,
                "kind": hit.kind,
                "slug": hit.slug,
                "title": hit.title,
                "summary": hit.summary,
                "url": absolute(hit.url),
                "api_url": item_url(hit.kind, hit.entry_id),
                "language": hit.language,
                "dated_on": hit.dated_on,
                "edition": hit.number,
                "position": hit.position,
                "published_at": hit.released_at,
                "score": round(hit.score, 6),
            }
            for hit in rows
        ]
