"""Lists of entries of one kind: filters, keyset pages, long and empty ones alike."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from publishing import kinds
from publishing.finding import light
from publishing.models import Edition
from publishing.paging import BY_DATE, BY_TITLE, Order, page_of
from publishing.periods import EARLIEST, LATEST
from publishing.reading import BadParameter
from publishing.views import RecordPage

MAX_TOPICS = 300


class EntryList(RecordPage):
    """The entries of a kind. Subclasses set the order, the filters and how a row looks."""

    kind: ClassVar[str]
    template_name = "list/page.html"
    row_template: ClassVar[str] = "list/row.html"
    introduction: Any = ""
    order: ClassVar[Order] = BY_DATE
    types: ClassVar[tuple[str, ...]] = ()
    has_topics: ClassVar[bool] = True
    page_size: ClassVar[int] = 30
    # Keys of the documents whose references a row prints.
    names: ClassVar[tuple[str, ...]] = ()

    @property
    def parameters(self) -> tuple[str, ...]:  # type: ignore[override]
        year = ("year",) if self.order is BY_DATE else ()
        return ("after", *(("topic",) if self.has_topics else ()), *(("type",) if self.types else ()), *year)

    def context(self) -> dict[str, Any]:
        topics = self.topics() if self.has_topics else []
        page = page_of(self.rows(topics), self.order, self.page_size, self.parameter("after"))
        named: list[Any] = [{name: row.document.get(name) for name in self.names} for row in page.rows if self.names]
        parts, more = self.row_parts(page.rows)
        named += more
        return {
            "kind": kinds.get(self.kind),
            "page": page,
            "topics": topics,
            "types": self.types,
            "has_year": self.order is BY_DATE,
            "row_template": self.row_template,
            "introduction": self.introduction,
            "filters": {name: self.parameter(name) for name in ("topic", "type", "year")},
            "references": self.named(named) if named else {},
            **parts,
        }

    def row_parts(self, rows: list[Edition]) -> tuple[dict[str, Any], Iterable[Any]]:
        """What a kind's list adds to the page of `rows`, and whatever in it refers to entries."""
        return {}, ()

    def rows(self, topics: list[Edition]) -> QuerySet[Edition]:
        rows = light(self.moment.editions()).filter(kind=self.kind)
        if slug := self.parameter("topic"):
            rows = rows.filter(topics__contains=[self.chosen_topic(slug, topics)])
        if code := self.parameter("type"):
            rows = rows.filter(type=self.chosen_type(code))
        if text := self.parameter("year"):
            year = self.chosen_year(text)
            rows = rows.filter(sort_on__gte=date(year, 1, 1), sort_on__lt=date(year + 1, 1, 1))
        return rows

    def topics(self) -> list[Edition]:
        rows = (
            self.moment.editions()
            .filter(kind="topic")
            .only("entry_id", "kind", "title", "slug", "language", "is_original")
        )
        return list(BY_TITLE.sort(rows)[:MAX_TOPICS])

    def chosen_topic(self, slug: str, topics: list[Edition]):
        for topic in topics:
            if topic.slug == slug:
                return topic.entry_id
        known = (topic.slug for topic in topics)
        raise BadParameter("topic", _("There is no topic “%s”.") % slug[:40], known)

    def chosen_type(self, code: str) -> str:
        if code not in self.types:
            raise BadParameter("type", _("There is no type “%s” here.") % code[:40], self.types)
        return code

    def chosen_year(self, text: str) -> int:
        return year_of(text)


def year_of(text: str) -> int:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    if not EARLIEST.year <= year < LATEST.year:
        raise BadParameter("year", _("“%s” is not a year this site knows.") % text[:40])
    return year
