"""Facts: dated, sourced statements, each with the edition that made it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import FETCH_RAISE, QuerySet
from django.utils.translation import gettext as _

from publishing import kinds
from publishing.facts import references_in
from publishing.models import Fact, Standing
from publishing.reading import Moment
from syndication.v1 import shapes
from syndication.v1.addresses import edition_url
from syndication.v1.endpoint import Endpoint
from syndication.v1.fields import ChosenFilter, DayFilter, WordFilter
from syndication.v1.filters import EntityFilter, StrictFilters
from syndication.v1.items import fresh_references, named
from syndication.v1.listing import Listing
from syndication.v1.paging import Order
from syndication.v1.problems import bad_parameters, not_found

COLUMNS = (
    "uid", "sort_on", "statement", "edition_id", "edition__entry_id", "edition__kind", "edition__number",
    "edition__position", "edition__digest",
)  # fmt: skip


class FactFilters(StrictFilters):
    kind = ChosenFilter(
        choices=lambda: [(name, name) for name in kinds.facts()],
        help_text="Of this kind: membership, tenure, attendance, strength …",
    )
    subject = EntityFilter(help_text="Stated of this entry.")
    object = EntityFilter(help_text="That relate their subject to this entry.")
    entry = EntityFilter(help_text="Published by this entry.")
    on = DayFilter(method="holding", help_text="Attested for this day of the world.")
    status = WordFilter("term", help_text="With this status (membership) or mode (attendance).")
    standing = ChosenFilter(choices=Standing.choices, help_text="accepted, disputed or superseded.")

    # `from` is a Python keyword, so these two are declared by name.
    base_filters_by_name: ClassVar[dict[str, str]] = {
        "from": "Attested for some day from this one on.",
        "before": "Attested for some day before this one.",
    }

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        filters = super().get_filters()
        for name, words in cls.base_filters_by_name.items():
            filters[name] = DayFilter(method="within", help_text=words)
            filters[name].field_name = name
        return filters

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().filter_queryset(queryset)
        for name, column in (("subject", "subject"), ("object", "object"), ("entry", "entry_id")):
            if name in self.entities:
                queryset = queryset.filter(**{column: self.entities[name]})
        first, end = self.form.cleaned_data["from"], self.form.cleaned_data["before"]
        if first and end and end <= first:
            raise bad_parameters({"before": [_("This day must come after “from”.")]}, self.known)
        return queryset.filter(valid__overlap=(first, end)) if first or end else queryset

    def holding(self, qs: Any, name: str, day: date) -> QuerySet:
        return qs.on(day)

    def within(self, qs: QuerySet, name: str, day: date) -> QuerySet:
        return qs  # both ends together make one range; see filter_queryset


class FactList(Listing):
    """Dated, sourced statements."""

    filter_class = FactFilters
    # One statement may be made twice on a day under one id, by two editions; `id` makes the order definite.
    orderings: ClassVar[dict[str, Order]] = {
        "dated": Order(("sort_on", "uid", "id")),
        "-dated": Order(("sort_on", "uid", "id"), descending=True),
    }
    default_ordering = "dated"

    def shape(self) -> Any:
        return shapes.page("Fact", shapes.Fact)

    def rows(self) -> QuerySet[Fact]:
        return Fact.objects.at(self.moment.position)

    def page_rows(self, rows: QuerySet, values: dict[str, Any]) -> QuerySet:
        return tellable(rows)

    def told(self, rows: list[Fact]) -> list[dict[str, Any]]:
        return facts(rows, self.moment)


class FactItem(Endpoint):
    """One fact."""

    operation = "item"
    statuses = (304, 400, 404, 406)

    def shape(self) -> Any:
        return shapes.Fact

    def answer(self, key: UUID) -> dict[str, Any]:
        found = tellable(Fact.objects.at(self.moment.position).filter(uid=key)).order_by("position").first()
        if found is None:
            raise not_found(_("There is no public fact with this id."))
        return facts([found], self.moment)[0]


def tellable(rows: QuerySet[Fact]) -> QuerySet[Fact]:
    return rows.select_related("edition").only(*COLUMNS).fetch_mode(FETCH_RAISE)


def facts(rows: Iterable[Fact], moment: Moment) -> list[dict[str, Any]]:
    """The statements word for word, the editions that made them, and current names from one query."""
    rows = list(rows)
    pointed = [references_in(row.statement) for row in rows]
    fresh = fresh_references([ref for refs in pointed for ref in refs], moment)
    return [
        {
            **row.statement,
            "edition": {
                "entry": row.edition.entry_id,
                "kind": row.edition.kind,
                "number": row.edition.number,
                "position": row.edition.position,
                "digest": row.edition.digest,
                "url": edition_url(row.edition.kind, row.edition.entry_id, row.edition.number),
            },
            "references": named(refs, fresh),
        }
        for row, refs in zip(rows, pointed, strict=True)
    ]
