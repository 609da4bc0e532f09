"""Who held what on a day, asked of the working copies: for documents and checks."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from members.models import Affiliation, Membership, Person, Tenure
from publishing.models import Standing
from publishing.periods import Period, Precision, next_unit


def day_of(dated: Period) -> date | None:
    """The first day, when it is known to the day."""
    return dated.starts_on if dated.start_precision == Precision.DAY else None


def when(dated: Period) -> DateRange | None:
    """The day, month or year of the first day; None where there is none. What is held must hold all through it."""
    if dated.starts_on is None:
        return None
    return DateRange(dated.starts_on, next_unit(dated.starts_on, dated.start_precision))


def offices_on(person: Person, dated: Period) -> QuerySet[Tenure]:
    """The accepted tenures of `person` on the first day of `dated`."""
    rows = Tenure.objects.select_related("office__state").filter(person=person, standing=Standing.ACCEPTED)
    return rows.filter(valid__contains=when(dated)) if when(dated) else rows.none()


def affiliations_on(people: list[Person], dated: Period) -> QuerySet[Affiliation]:
    """The accepted affiliations of `people` on the first day of `dated`."""
    rows = Affiliation.objects.select_related("institution").filter(person__in=people, standing=Standing.ACCEPTED)
    return rows.filter(valid__contains=when(dated)) if when(dated) else rows.none()


class Belonging:
    """Which states belonged to which organisations on a day, for many days at one query."""

    def __init__(self, organisation_ids: Iterable[UUID] | None = None):
        rows = Membership.objects.filter(standing=Standing.ACCEPTED, status__in=Membership.BELONGING)
        if organisation_ids is not None:
            rows = rows.filter(organisation__in=organisation_ids)
        self.rows = [row for row in rows if not row.valid.isempty]

    def has(self, state_id: UUID | None, day: date, organisation_id: UUID | None = None) -> bool:
        """Whether the state belonged that day to the organisation; without one, to any."""
        return any(
            day in row.valid
            for row in self.rows
            if row.state_id == state_id and organisation_id in (None, row.organisation_id)
        )


def in_office(person_ids: Iterable[UUID | None], day: date) -> list[Tenure]:
    """The accepted tenures of these people on a day."""
    rows = Tenure.objects.filter(person__in=person_ids, standing=Standing.ACCEPTED, valid__contains=day)
    return list(rows.select_related("office", "person"))
