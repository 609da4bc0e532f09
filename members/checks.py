"""The gate's rules for members: periods that overlap or leave gaps, who chairs without belonging."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from members.held import Belonging, day_words, days_of
from members.models import Force, Organisation, Person, State, Tenure
from publishing.claims import of_dates, of_row, of_statement
from publishing.gate import Finding, blocker, hint, warning
from publishing.models import Fact
from publishing.overlaps import Days, gaps, in_words, overlaps
from publishing.periods import Period, lies_outside, unit_of


def state_periods(state: State, document: dict) -> Iterator[Finding]:
    yield from _periods(list(state.memberships.select_related("organisation")), _membership)
    yield from _periods(list(state.capital_names.all()), lambda row: row.name)


def chairmanships(organisation: Organisation, document: dict) -> Iterator[Finding]:
    rows = list(organisation.chairmanships.select_related("state", "person"))
    yield from _periods(rows, lambda row: str(row.state))
    belonging = Belonging(organisation_ids=[organisation.pk])
    for row in rows:
        days = days_of(row)
        if days and belonging.lacks(row.state_id, days, organisation.pk):
            yield warning(
                "chair-not-member",
                _("%(state)s chairs from %(day)s, but was no member of %(organisation)s that day.")
                % {"state": row.state, "day": day_words(row), "organisation": organisation},
                "chairmanships",
                of_row(row),
                *belonging.claims(row.state_id, organisation.pk),
                row=row.pk,
            )


def tenures(person: Person, document: dict) -> Iterator[Finding]:
    """Two holders of one single-seat office, wherever the other holder is entered."""
    offices = list(person.tenures.values_list("office_id", flat=True))
    rows = list(Tenure.objects.filter(office__in=offices).select_related("office", "person"))
    for one, other in overlaps(rows):
        if person.pk in (one.person_id, other.person_id):
            yield blocker(
                "periods-overlap",
                _("“%(office)s” has one holder at a time: %(one)s and %(other)s overlap.")
                % {"office": one.office, "one": _tenure(one), "other": _tenure(other)},
                "tenures",
                of_row(one),
                of_row(other),
                row=one.pk if one.person_id == person.pk else other.pk,
            )


def published_holders(person: Person, document: dict) -> Iterator[Finding]:
    """Somebody else still holds the office publicly, whatever the working copies say."""
    rows = [row for row in person.tenures.select_related("office") if row.is_exclusive]
    public = Fact.objects.current().accepted().filter(kind="tenure", object__in=[row.office_id for row in rows])
    for fact in public.exclude(entry=person.pk):
        for row in rows:
            if row.office_id == fact.object and _share_a_day(row, fact):
                yield warning(
                    "published-holder",
                    _("“%(office)s”: publicly %(other)s (%(period)s) holds it then; publish both together.")
                    % {"office": row.office, "other": fact.statement["subject"]["title"], "period": in_words(fact)},
                    "tenures",
                    of_row(row),
                    of_statement(fact.statement),
                    row=row.pk,
                )


def _share_a_day(one: Period, other: Period) -> bool:
    if one.valid.isempty or other.valid.isempty:
        return False
    return Days(one.valid.lower, one.valid.upper).overlaps(Days(other.valid.lower, other.valid.upper))


def contributors(force: Force, document: dict) -> Iterator[Finding]:
    if not force.organisation_id:
        return
    belonging = Belonging(organisation_ids=[force.organisation_id])
    for row in force.contributors.select_related("state"):
        dated: Period = row if row.starts_on else force
        days = days_of(dated)
        if days and belonging.lacks(row.state_id, days, force.organisation_id):
            yield hint(
                "contributor-not-member",
                _("%(state)s contributes from %(day)s, but was no member of %(organisation)s that day.")
                % {"state": row.state, "day": day_words(dated), "organisation": force.organisation},
                "contributors",
                of_row(row),
                *belonging.claims(row.state_id, force.organisation_id),
                row=row.pk,
            )


def inside_a_life(person: Person, document: dict) -> Iterator[Finding]:
    """Nobody holds an office or a post before birth or after death."""
    for field, rows in (("tenures", person.tenures.all()), ("affiliations", person.affiliations.all())):
        for row in rows:
            if lies_outside(row, person):
                message = _("%(row)s (%(period)s) lies outside the life of %(person)s.")
                words = {"row": row, "period": in_words(row), "person": person}
                yield warning("outside-a-life", message % words, field, of_row(row), of_dates(person), row=row.pk)


def strength_of_what_exists(force: Force, document: dict) -> Iterator[Finding]:
    for row in force.strengths.all():
        founded, counted = unit_of(force), unit_of(row)
        if founded and counted and counted[1] <= founded[0]:
            message = _("A strength is given for %(period)s, but %(force)s was founded %(founded)s.")
            words = {"period": in_words(row), "force": force, "founded": in_words(force)}
            yield warning(
                "strength-before-founding", message % words, "strengths", of_row(row), of_dates(force), row=row.pk
            )


def _periods(rows: list, name: Callable) -> Iterator[Finding]:
    """Overlaps stop, gaps are told; both name the two periods."""
    field = rows[0]._meta.get_field(rows[0].entry_field).remote_field.related_name if rows else ""
    for one, other in overlaps(rows):
        message = _("%(one)s and %(other)s overlap.") % _pair(one, other, name)
        yield blocker("periods-overlap", message, field, of_row(one), of_row(other), row=other.pk)
    for one, other in gaps(rows):
        message = _("Nothing is said between %(one)s and %(other)s.") % _pair(one, other, name)
        yield hint("period-gap", message, field, of_row(one), of_row(other), row=other.pk)


def _pair(one, other, name: Callable) -> dict[str, str]:
    return {
        "one": f"“{name(one)}” ({in_words(one)})",
        "other": f"“{name(other)}” ({in_words(other)})",
    }


def _membership(row) -> str:
    return f"{row.organisation}: {row.get_status_display()}"


def _tenure(row: Tenure) -> str:
    return f"{row.person} ({in_words(row)})"


OF_KIND: dict[str, tuple[Callable, ...]] = {
    "state": (state_periods,),
    "organisation": (chairmanships,),
    "person": (tenures, published_holders, inside_a_life),
    "force": (contributors, strength_of_what_exists),
}
