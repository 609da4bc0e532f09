"""Corrections: every clarification, correction, retraction, withdrawal and restoration, newest first."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from publishing.models import ANNOUNCED, Edition
from syndication.v1 import shapes
from syndication.v1.addresses import absolute, item_url
from syndication.v1.entries import ORDERINGS
from syndication.v1.fields import ChosenFilter, InstantFilter
from syndication.v1.filters import OfKind, StrictFilters, TopicFilter
from syndication.v1.items import edition_row, rowed
from syndication.v1.listing import Listing
from syndication.v1.paging import Order


class CorrectionFilters(StrictFilters):
    kind = OfKind(help_text="Of entries of this kind.")
    topic = TopicFilter("topic", help_text="Of entries under this topic (withdrawals carry none).")
    action = ChosenFilter(
        choices=[(str(action), str(action)) for action in ANNOUNCED],
        help_text="clarified, corrected, retracted, withdrawn or restored.",
    )
    published_from = InstantFilter("released_at", "gte", help_text="Published then or later.")
    published_before = InstantFilter("released_at", "lt", help_text="Published before.")


class CorrectionList(Listing):
    """What was corrected, and how."""

    filter_class = CorrectionFilters
    orderings: ClassVar[dict[str, Order]] = {name: ORDERINGS[name] for name in ("-published", "published")}
    default_ordering = "-published"

    def shape(self) -> Any:
        return shapes.page("Correction", shapes.CorrectionRow)

    def rows(self) -> QuerySet[Edition]:
        # What was corrected in an entry since withdrawn goes with it; its tombstone stays.
        return Edition.objects.released().filter(
            action__in=ANNOUNCED, position__lte=self.moment.position, is_suppressed=False
        )

    def page_rows(self, rows: QuerySet, values: dict[str, Any]) -> QuerySet:
        return rowed(rows)

    def told(self, rows: list[Edition]) -> list[dict[str, Any]]:
        return [_correction(edition) for edition in rows]


def _correction(edition: Edition) -> dict[str, Any]:
    row = edition_row(edition)
    return {
        "id": edition.entry_id,
        "kind": edition.kind,
        **row,
        "url": absolute(edition.url),
        "api_url": item_url(edition.kind, edition.entry_id),
        "edition_url": row["url"],
    }
