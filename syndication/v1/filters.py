"""Filters that every list of entries has, and what per-kind filters are made of (roles.py)."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django_filters import Filter, FilterSet

from publishing import kinds
from publishing.models import Edition, Fact
from publishing.reading import Moment
from publishing.search.ranking import matching
from publishing.search.understanding import understand
from syndication.v1.endings import Ending
from syndication.v1.entities import Name, resolve
from syndication.v1.fields import ChosenFilter, DayFilter, InstantFilter, NameField, QueryFilter, WordFilter
from syndication.v1.problems import bad_parameters


class StrictFilters(FilterSet):
    """A filter set read at a moment: bad values are a 400, entries named in parameters are found in one query."""

    moment: Moment
    entities: dict[str, UUID]
    # Whether an entry since withdrawn may still be named.
    names_withdrawn: ClassVar[bool] = False
    # Parameters that have a better twin.
    endings: ClassVar[dict[str, Ending]] = {}

    def __init__(self, data: Any, queryset: QuerySet, moment: Moment, known: Iterable[str] = ()):
        super().__init__(data, queryset)
        self.moment = moment
        self.known = known

    def checked(self) -> dict[str, Any]:
        """The values given, cleaned; raises a problem naming each that cannot be read."""
        if not self.is_valid():
            raise bad_parameters(self.errors, self.known)
        named = {
            name: Name(value, self.filters[name].kinds)
            for name, value in self.form.cleaned_data.items()
            if value and isinstance(self.filters[name], EntityFilter)
        }
        self.entities = resolve(named, self.moment, self.names_withdrawn)
        return self.form.cleaned_data

    @property
    def given(self) -> dict[str, str]:
        """The parameters as they were sent: which list this is."""
        return {name: self.data[name] for name in self.filters if name in self.data}

    def filtered(self) -> QuerySet:
        self.checked()
        return self.filter_queryset(self.queryset)


class EntityFilter(Filter):
    """A parameter that names an entry by id, slug or code."""

    field_class = NameField
    schema: ClassVar[dict[str, Any]] = {
        "type": "string", "format": "entry", "maxLength": 120, "description": "id, slug or short code"
    }  # fmt: skip

    def __init__(self, *kind_names: str, **kwargs):
        self.kinds = kind_names
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet, value: str | None) -> QuerySet:
        key = self.parent.entities.get(self.field_name)
        return self.narrowed(qs, key) if key else qs

    def narrowed(self, qs: QuerySet, key: UUID) -> QuerySet:
        return qs


class TopicFilter(EntityFilter):
    def narrowed(self, qs: QuerySet, key: UUID) -> QuerySet:
        return qs.filter(topics__contains=[key])


class Related(EntityFilter):
    """Entries related to the one named, by accepted facts or by a plain field of theirs.

    `by`: kinds of fact whose subject is the named entry and whose object is listed; `to`: the other way round;
    `field`: the listed document names it in a field. One UNION, so that each branch uses its own index.
    """

    def __init__(self, *kind_names: str, by: tuple[str, ...] = (), to: tuple[str, ...] = (), field=False, **kwargs):
        self.by, self.to, self.in_field = by, to, field
        super().__init__(*kind_names, **kwargs)

    def narrowed(self, qs: QuerySet, key: UUID) -> QuerySet:
        first, *others = self._branches(key)
        return qs.filter(entry_id__in=first.union(*others) if others else first)

    def _branches(self, key: UUID) -> Iterable[QuerySet]:
        # Absence is on record too, as an attendance of that mode; it relates nobody to anything.
        facts = Fact.objects.at(self.parent.moment.position).accepted().exclude(term="absent").order_by()
        if self.by:
            yield facts.filter(kind__in=self.by, subject=key).values("object")
        if self.to:
            yield facts.filter(kind__in=self.to, object=key).values("subject")
        if self.in_field:
            editions = Edition.objects.readable_at(self.parent.moment.position).order_by()
            yield editions.filter(related__contains=[key]).values("entry_id")


class SpokenFor(EntityFilter):
    """Statements by whoever held an office of the state named on the day."""

    def narrowed(self, qs: QuerySet, key: UUID) -> QuerySet:
        offices = self.parent.moment.editions().filter(kind="office", related__contains=[key]).order_by()
        return qs.filter(related__overlap=ArraySubquery(offices.values("entry_id")))


class EntryFilters(StrictFilters):
    """What every collection of entries can be narrowed by."""

    topic = TopicFilter("topic", help_text="Entries under this topic.")
    language = ChosenFilter(
        choices=[(code, code) for code, _name in settings.LANGUAGES], help_text="Editions in this language."
    )
    dated_from = DayFilter(method="from_day", help_text="Dated on this day of the world or later.")
    dated_before = DayFilter(method="before_day", help_text="Dated before this day of the world.")
    published_from = InstantFilter("released_at", "gte", help_text="Current edition published then or later.")
    published_before = InstantFilter("released_at", "lt", help_text="Current edition published before.")
    q = QueryFilter(method="words", help_text="Full text and names; quotes, OR and minus work.")

    def from_day(self, qs: QuerySet, name: str, day: Any) -> QuerySet:
        # sort_on is dated_on with a floor for what has no date: the column the indexes are built on.
        return qs.filter(sort_on__gte=day)

    def before_day(self, qs: QuerySet, name: str, day: Any) -> QuerySet:
        return qs.filter(sort_on__lt=day, dated_on__isnull=False)

    def words(self, qs: QuerySet, name: str, words: str) -> QuerySet:
        return matching(qs, understand(words, self.moment))


class OfKind(ChosenFilter):
    """`kind=`, over the kinds that are registered when the request comes."""

    def __init__(self, **kwargs):
        super().__init__(choices=lambda: [(name, name) for name in kinds.names()], **kwargs)


class TypeFilter(WordFilter):
    """The entry's own type, as in its document."""

    def __init__(self):
        super().__init__("type", help_text="Of this type, as in the document.")
