"""Who held what on a day: for documents, from what is public; for checks, from the working copies."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from members.models import Affiliation, Membership, Person, Tenure
from publishing.claims import Claim, of_row
from publishing.facts import stated
from publishing.models import Edition, Fact, Standing
from publishing.overlaps import Days
from publishing.periods import Period, Precision, next_unit, partial_text, unit_of


def day_of(dated: Period) -> date | None:
    """The first day, when it is known to the day."""
    return dated.starts_on if dated.start_precision == Precision.DAY else None


def days_of(dated: Period) -> Days | None:
    """The day, month or year of the first day; None where there is none."""
    unit = unit_of(dated)
    return Days(*unit) if unit else None


def one_day(day: date) -> Days:
    return Days(day, next_unit(day, Precision.DAY))


def day_words(dated: Period) -> str:
    """The first day as far as it is known, for a message."""
    return partial_text(dated.starts_on, dated.start_precision)


def when(dated: Period) -> DateRange | None:
    """The day, month or year of the first day; None where there is none. What is held must hold all through it."""
    if dated.starts_on is None:
        return None
    return DateRange(dated.starts_on, next_unit(dated.starts_on, dated.start_precision))


def offices_on(person: Person, dated: Period) -> QuerySet[Tenure]:
    """The accepted tenures of `person` on the first day of `dated`, in the working copy."""
    rows = Tenure.objects.select_related("office__state").filter(person=person, standing=Standing.ACCEPTED)
    return rows.filter(valid__contains=when(dated)) if when(dated) else rows.none()


def affiliations_on(person: Person, dated: Period) -> QuerySet[Affiliation]:
    """The accepted affiliations of `person` on the first day of `dated`, in the working copy."""
    rows = Affiliation.objects.select_related("institution").filter(person=person, standing=Standing.ACCEPTED)
    return rows.filter(valid__contains=when(dated)) if when(dated) else rows.none()


def offices_held(person: Person, dated: Period) -> list[dict]:
    """`{office, acting}` for each office `person` held then: what a document may say of it."""
    held = _said_of(person, "tenure", dated, offices_on)
    return [{"office": fact["object"], "acting": fact["value"]["acting"]} for fact in held]


def affiliations_held(person: Person, dated: Period) -> list[dict]:
    """`{institution, role}` for each affiliation of `person` then: what a document may say of it."""
    held = _said_of(person, "affiliation", dated, affiliations_on)
    return [{"institution": fact["object"], "role": fact["value"]["role"]} for fact in held]


def _said_of(person: Person, kind: str, dated: Period, drafted: Callable) -> list[dict]:
    """The public facts of a public person, whatever is being changed; of one not yet public, the working rows.

    A document that derives from somebody else's entry must not say what nobody has approved there.
    """
    if not Edition.objects.current().filter(entry=person.pk).exists():
        return [stated(row) for row in drafted(person, dated)]
    public = Fact.objects.current().accepted().filter(kind=kind, subject=person.pk)
    held = public.filter(valid__contains=when(dated)) if when(dated) else public.none()
    return list(held.order_by("sort_on", "uid").values_list("statement", flat=True))


class Belonging:
    """Which states belonged to which organisations when, for many days at one query."""

    def __init__(self, organisation_ids: Iterable[UUID] | None = None):
        rows = Membership.objects.filter(standing=Standing.ACCEPTED, status__in=Membership.BELONGING)
        if organisation_ids is not None:
            rows = rows.filter(organisation__in=organisation_ids)
        self.rows = [row for row in rows if not row.valid.isempty]

    def has(self, state_id: UUID | None, days: Days, organisation_id: UUID | None = None) -> bool:
        """Whether the state belonged to the organisation on one of these days; without one, to any."""
        return any(
            days.overlaps(Days(row.valid.lower, row.valid.upper))
            for row in self.rows
            if row.state_id == state_id and organisation_id in (None, row.organisation_id)
        )

    def lacks(self, state_id: UUID | None, days: Days, organisation_id: UUID) -> bool:
        """Whether it is on record that the state did not belong: of an organisation without members nothing is."""
        is_known = any(row.organisation_id == organisation_id for row in self.rows)
        return is_known and not self.has(state_id, days, organisation_id)

    def claims(self, state_id: UUID | None, organisation_id: UUID | None = None) -> list[Claim]:
        """What is on record of the state's belonging, for a finding that compares it."""
        rows = [r for r in self.rows if r.state_id == state_id and organisation_id in (None, r.organisation_id)]
        return [of_row(row) for row in sorted(rows, key=lambda row: row.starts_on or date.min)]


def in_office(person_ids: Iterable[UUID | None], day: date) -> list[Tenure]:
    """The accepted tenures of these people on a day."""
    rows = Tenure.objects.filter(person__in=person_ids, standing=Standing.ACCEPTED, valid__contains=day)
    return list(rows.select_related("office", "person"))


def claims_of_office(person: Person | None, near: date, most: int = 2) -> list[Claim]:
    """The tenures of a person nearest to a day, for a finding that says they held no office then."""
    rows = Tenure.objects.filter(person=person, starts_on__isnull=False).select_related("office", "person")
    return [
        of_row(row)
        for row in sorted(rows if person else [], key=lambda row: abs((row.starts_on or date.min) - near))[:most]
    ]
