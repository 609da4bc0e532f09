"""The gate's rules for summits: who belonged, who held office, and what lies outside its dates."""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from members.held import Belonging, day_of, in_office, offices_on
from members.models import Chairmanship
from publishing.checks import is_sourced
from publishing.gate import Finding, hint, warning
from publishing.models import Standing
from publishing.overlaps import in_words
from publishing.periods import Period
from summits.models import Attendance, Document, Event, Signatory, Statement, Summit


def attendance_of_members(summit: Summit, document: dict) -> Iterator[Finding]:
    """A state that did not belong that day comes as a guest, and one that did does not."""
    day = day_of(summit)
    if not (day and summit.organisation_id):
        return
    belonging = Belonging([summit.organisation_id])
    for row in summit.attendances.filter(state__isnull=False).select_related("state"):
        words = {"state": row.state, "day": day, "organisation": summit.organisation}
        if belonging.has(row.state_id, day, summit.organisation_id):
            if row.is_guest:
                message = _("%(state)s is marked as a guest, but was a member of %(organisation)s on %(day)s.")
                yield hint("member-marked-guest", message % words, "attendances")
        elif not row.is_guest:
            message = _("%(state)s attends, but was no member of %(organisation)s on %(day)s; mark it as a guest.")
            yield warning("attendance-of-non-member", message % words, "attendances")


def attendance_in_office(summit: Summit, document: dict) -> Iterator[Finding]:
    """Who comes for a state held an office of that state that day."""
    rows = list(
        summit.attendances.filter(
            state__isnull=False, person__isnull=False, mode__in=Attendance.PRESENT
        ).select_related("state", "person")
    )
    day = day_of(summit)
    if not day or not rows:
        return
    held = {(row.person_id, row.office.state_id) for row in in_office([row.person_id for row in rows], day)}
    for row in rows:
        if (row.person_id, row.state_id) not in held:
            yield warning(
                "attendance-without-office",
                _("%(person)s attends for %(state)s, but held no office of %(state)s on %(day)s.")
                % {"person": row.person, "state": row.state, "day": day},
                "attendances",
            )


def chair_of_the_day(summit: Summit, document: dict) -> Iterator[Finding]:
    """The state in the chair is the one that chairs the organisation that day, or hands the chair over that day."""
    day = day_of(summit)
    if not (day and summit.organisation_id and summit.chair_state_id):
        return
    chairs = Chairmanship.objects.filter(organisation_id=summit.organisation_id, standing=Standing.ACCEPTED)
    if chairs.filter(state_id=summit.chair_state_id, ends_on=day).exists():
        return
    rows = chairs.filter(valid__contains=day)
    for row in rows.exclude(state_id=summit.chair_state_id).select_related("state"):
        yield warning(
            "chair-differs",
            _("%(chair)s is in the chair here, but %(state)s chairs %(organisation)s %(period)s.")
            % {
                "chair": summit.chair_state,
                "state": row.state,
                "organisation": summit.organisation,
                "period": in_words(row),
            },
            "chair_state",
        )


def signatories_belong(document_entry: Document, document: dict) -> Iterator[Finding]:
    summit = document_entry.summit
    organisation = document_entry.organisation or (summit.organisation if summit else None)
    if organisation is None:
        return
    belonging = Belonging([organisation.pk])
    for row in document_entry.signatories.exclude(mode=Signatory.Mode.NOT_SIGNED).select_related("state"):
        day = day_of(row) or day_of(document_entry)
        if day and not belonging.has(row.state_id, day, organisation.pk):
            yield warning(
                "signatory-not-member",
                _("%(state)s %(mode)s on %(day)s, but did not belong to %(organisation)s that day.")
                % {
                    "state": row.state,
                    "mode": row.get_mode_display(),
                    "day": day,
                    "organisation": organisation,
                },
                "signatories",
            )


def inside_its_summit(entry: Document | Statement, document: dict) -> Iterator[Finding]:
    """What was said or adopted at a summit bears a date of that summit."""
    day = day_of(entry)
    if day and entry.summit and not _held_on(entry.summit, day):
        yield warning(
            "outside-its-summit",
            _("“%(title)s” is dated %(day)s, but “%(summit)s” was held %(period)s.")
            % {
                "title": entry.title,
                "day": day,
                "summit": entry.summit,
                "period": in_words(entry.summit),
            },
            "summit",
        )


def speaker_in_office(statement: Statement, document: dict) -> Iterator[Finding]:
    day = day_of(statement)
    if day is None:
        yield warning("undated", _("The day on which it was said is not known to the day."), "starts_on")
    elif not offices_on(statement.speaker, statement).exists():
        yield hint(
            "speaker-without-office",
            _("%(person)s held no office on %(day)s, the day of this statement.")
            % {"person": statement.speaker, "day": day},
            "speaker",
        )


def participants_belong(event: Event, document: dict) -> Iterator[Finding]:
    """A participant that belonged to no organisation of this record that day is worth a look, no more."""
    rows = list(event.participations.filter(state__isnull=False).select_related("state"))
    if not rows:
        return
    belonging = Belonging()
    for row in rows:
        day = day_of(row) or day_of(event)
        if day and not belonging.has(row.state_id, day):
            yield hint(
                "participant-without-membership",
                _("%(state)s takes part in “%(event)s”, but belonged to no organisation here on %(day)s.")
                % {"state": row.state, "event": event, "day": day},
                "participations",
            )


def _held_on(period: Period, day: date) -> bool:
    """An undated summit speaks against no day; any other was held on its attested days."""
    return period.starts_on is None or day in period.valid


OF_KIND: dict[str, tuple[Callable, ...]] = {
    "summit": (attendance_of_members, attendance_in_office, chair_of_the_day),
    "document": (is_sourced, signatories_belong, inside_its_summit),
    "statement": (is_sourced, inside_its_summit, speaker_in_office),
    "event": (participants_belong,),
}
