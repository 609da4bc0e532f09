"""Search: the best matches first, over all kinds."""

from typing import Any, ClassVar

from django.db.models import FETCH_RAISE, F, FloatField, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from publishing.models import Edition
from publishing.reading import BadParameter
from publishing.search.ranking import ranked
from publishing.search.understanding import understand
from syndication.v1 import shapes
from syndication.v1.addresses import absolute, item_url
from syndication.v1.filters import EntryFilters, OfKind
from syndication.v1.listing import Listing
from syndication.v1.paging import Order

COLUMNS = (
    "entry_id", "kind", "slug", "title", "summary", "language", "number", "position", "released_at", "dated_on",
    "sort_on",
)  # fmt: skip


class SearchFilters(EntryFilters):
    kind = OfKind(help_text="Of this kind.")

    def words(self, qs: QuerySet, name: str, words: str) -> QuerySet:
        # In double precision, so that a score in a cursor compares equal to the one it was read from.
        return ranked(qs, understand(words, self.moment)).annotate(score=Cast(F("rank"), FloatField()))


class Search(Listing):
    """Entries that contain words or bear a similar name."""

    filter_class = SearchFilters
    orderings: ClassVar[dict[str, Order]] = {"relevance": Order(("score", "sort_on", "entry_id"), descending=True)}
    default_ordering = "relevance"

    def shape(self) -> Any:
        return shapes.page("Hit", shapes.Hit)

    def answer(self, **kwargs: Any) -> dict[str, Any]:
        if "q" not in self.request.query_params:
            raise BadParameter("q", _("Say what to look for."), self.known_parameters())
        return super().answer(**kwargs)

    def rows(self) -> QuerySet[Edition]:
        everything = Edition.objects.readable_at(self.moment.position)
        return everything if "language" in self.request.query_params else everything.filter(is_original=True)

    def page_rows(self, rows: QuerySet, values: dict[str, Any]) -> QuerySet:
        return rows.only(*COLUMNS).fetch_mode(FETCH_RAISE)

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
