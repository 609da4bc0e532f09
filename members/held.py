"""Who held what on a day, asked of the working copies: for documents and checks."""

from datetime import date

from django.db.models import QuerySet

from members.models import Affiliation, Membership, Person, Tenure
from publishing.models import Standing
from publishing.periods import Period, Precision


def day_of(dated: Period) -> date | None:
    """The first day, when it is known to the day."""
    return dated.starts_on if dated.start_precision == Precision.DAY else None


def offices_on(person: Person, dated: Period) -> QuerySet[Tenure]:
    """The accepted tenures of `person` on the first day of `dated`."""
    rows = Tenure.objects.filter(person=person, standing=Standing.ACCEPTED, valid__contains=day_of(dated))
    return rows.select_related("office__state") if day_of(dated) else rows.none()


def affiliations_on(people: list[Person], dated: Period) -> QuerySet[Affiliation]:
    """The accepted affiliations of `people` on the first day of `dated`; without a day, those that have no end."""
    rows = Affiliation.objects.filter(person__in=people, standing=Standing.ACCEPTED).select_related(
        "institution"
    )
    return rows.filter(valid__contains=day_of(dated)) if day_of(dated) else rows.none()


def memberships_on(organisation_id, day: date) -> QuerySet[Membership]:
    """The accepted memberships in an organisation on a day."""
    return Membership.objects.filter(
        organisation_id=organisation_id, standing=Standing.ACCEPTED, valid__contains=day
    )
