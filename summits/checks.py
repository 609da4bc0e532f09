"""The gate's rules for summits: who belonged, who held office, and what lies outside its dates."""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from members.held import Belonging, claims_of_office, day_of, day_words, days_of, in_office, offices_on
from members.models import Chairmanship, Organisation
from publishing.checks import is_sourced
from publishing.claims import CITED, of_dates, of_row
from publishing.gate import Finding, hint, warning
from publishing.models import Standing
from publishing.overlaps import in_words
from publishing.periods import Period, lies_outside, unit_of
from summits.models import Attendance, Document, Event, Participation, Signatory, Statement, Summit


def attendance_of_members(summit: Summit, document: dict) -> Iterator[Finding]:
    """A state that did not belong that day comes as a guest, and one that did does not."""
    days = days_of(summit)
    if not (days and summit.organisation_id):
        return
    belonging = Belonging([summit.organisation_id])
    rows = summit.attendances.filter(state__isnull=False).select_related("state", "person")
    for row in rows.prefetch_related(CITED):
        words = {"state": row.state, "day": day_words(summit), "organisation": summit.organisation}
        if not belonging.lacks(row.state_id, days, summit.organisation_id):
            if row.is_guest and belonging.has(row.state_id, days, summit.organisation_id):
                message = _("%(state)s is marked as a guest, but was a member of %(organisation)s on %(day)s.")
                claims = [of_row(row), *belonging.claims(row.state_id, summit.organisation_id)]
                yield hint("member-marked-guest", message % words, "attendances", *claims, row=row.pk)
        elif not row.is_guest:
            message = _("%(state)s attends, but was no member of %(organisation)s on %(day)s; mark it as a guest.")
            claims = [of_row(row), *belonging.claims(row.state_id, summit.organisation_id)]
            yield warning("attendance-of-non-member", message % words, "attendances", *claims, row=row.pk)


def attendance_in_office(summit: Summit, document: dict) -> Iterator[Finding]:
    """Who comes for a state held an office of that state that day."""
    rows = list(
        summit.attendances.filter(state__isnull=False, person__isnull=False, mode__in=Attendance.PRESENT)
        .select_related("state", "person")
        .prefetch_related(CITED)
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
                of_row(row),
                *claims_of_office(row.person, day),
                row=row.pk,
                about=[day],
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
            of_dates(summit),
            of_row(row),
            about=[summit.chair_state_id],
        )


def signatories_belong(document_entry: Document, document: dict) -> Iterator[Finding]:
    summit = document_entry.summit
    organisation = document_entry.organisation or (summit.organisation if summit else None)
    if organisation is None:
        return
    belonging = Belonging([organisation.pk])
    for row in document_entry.signatories.exclude(mode=Signatory.Mode.NOT_SIGNED).select_related("state"):
        dated: Period = row if row.starts_on else document_entry
        days, day = days_of(dated), day_words(dated)
        if days and belonging.lacks(row.state_id, days, organisation.pk):
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
                of_row(row),
                *belonging.claims(row.state_id, organisation.pk),
                row=row.pk,
                about=[day],
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
            of_dates(entry),
            of_dates(entry.summit),
        )


def speaker_in_office(statement: Statement, document: dict) -> Iterator[Finding]:
    """Who held office at other times, but not that day, is probably misdated or mistaken for somebody else."""
    day = day_of(statement)
    if day is None:
        yield warning("undated", _("The day on which it was said is not known to the day."), "starts")
    elif not offices_on(statement.speaker, statement).exists():
        held = claims_of_office(statement.speaker, day)
        tell = warning if held else hint
        yield tell(
            "speaker-without-office",
            _("%(person)s held no office on %(day)s, the day of this statement.")
            % {"person": statement.speaker, "day": day},
            "speaker",
            of_dates(statement),
            *held,
            about=[statement.speaker_id],
        )


def speaker_was_there(statement: Statement, document: dict) -> Iterator[Finding]:
    """What was said at a summit was said by somebody who was at it."""
    summit = statement.summit
    if summit is None:
        return
    rows = summit.attendances.filter(standing=Standing.ACCEPTED)
    own = rows.filter(person=statement.speaker_id)
    if own.filter(mode__in=Attendance.PRESENT).exists():
        return
    row = own.first()
    if row or (summit.is_attendance_complete and rows.filter(person__isnull=False).exists()):
        message = _("%(person)s is quoted from “%(summit)s”, but was not there according to its attendance.")
        claims = [of_row(row)] if row else []
        yield warning(
            "speaker-not-attending",
            message % {"person": statement.speaker, "summit": summit},
            "summit",
            of_dates(statement),
            *(claims or [of_dates(summit)]),
            about=[statement.speaker_id, summit.pk],
        )


def participants_belong(event: Event, document: dict) -> Iterator[Finding]:
    """Who takes part in what an organisation holds belongs to it; of other events it is worth a look, no more."""
    rows = list(event.participations.filter(state__isnull=False).select_related("state"))
    if not rows:
        return
    organisation = _organisation_of(event)
    belonging = Belonging()
    for row in rows:
        dated: Period = row if row.starts_on else event
        days, day = days_of(dated), day_words(dated)
        if days is None or belonging.has(row.state_id, days, organisation.pk if organisation else None):
            continue
        is_taking_part = row.role in (Participation.Role.PARTICIPANT, Participation.Role.CONTINGENT)
        if organisation and is_taking_part and belonging.lacks(row.state_id, days, organisation.pk):
            message = _("%(state)s takes part in “%(event)s”, but was no member of %(organisation)s on %(day)s.")
            words = {"state": row.state, "event": event, "organisation": organisation, "day": day}
            claims = [of_row(row), *belonging.claims(row.state_id, organisation.pk)]
            yield warning("participant-not-member", message % words, "participations", *claims, row=row.pk, about=[day])
        elif not belonging.has(row.state_id, days):
            message = _("%(state)s takes part in “%(event)s”, but belonged to no organisation here on %(day)s.")
            words = {"state": row.state, "event": event, "day": day}
            yield hint("participant-without-membership", message % words, "participations", of_row(row), row=row.pk)


def _organisation_of(event: Event) -> Organisation | None:
    """Whose exercise or operation it is: that of its force, else that of the summit that decided it."""
    if event.type not in (Event.Type.EXERCISE, Event.Type.OPERATION):
        return None
    if event.force and event.force.organisation:
        return event.force.organisation
    return event.summit.organisation if event.summit else None


def rows_inside(entry: Summit | Event, document: dict) -> Iterator[Finding]:
    """A row with dates of its own lies within those of its summit or event."""
    for field in ("attendances",) if isinstance(entry, Summit) else ("participations",):
        for row in getattr(entry, field).all():
            if row.has_own_dates and lies_outside(row, entry):
                message = _("%(row)s is dated %(period)s, outside %(dates)s.")
                words = {"row": row, "period": in_words(row), "dates": in_words(entry)}
                yield warning("row-outside-entry", message % words, field, of_row(row), of_dates(entry), row=row.pk)


def signed_after_adoption(document_entry: Document, document: dict) -> Iterator[Finding]:
    """Nobody signs or ratifies a text before there is one."""
    adopted = unit_of(document_entry)
    for row in document_entry.signatories.select_related("state"):
        signed = unit_of(row)
        if adopted and signed and signed[1] <= adopted[0]:
            message = _("%(state)s %(mode)s %(period)s, before the text was adopted (%(adopted)s).")
            words = {
                "state": row.state,
                "mode": row.get_mode_display(),
                "period": in_words(row),
                "adopted": in_words(document_entry),
            }
            claims = of_row(row), of_dates(document_entry)
            yield warning("signed-before-adoption", message % words, "signatories", *claims, row=row.pk)


def _held_on(period: Period, day: date) -> bool:
    """An undated summit speaks against no day; any other was held on its attested days."""
    return period.starts_on is None or day in period.valid


OF_KIND: dict[str, tuple[Callable, ...]] = {
    "summit": (attendance_of_members, attendance_in_office, chair_of_the_day, rows_inside),
    "document": (is_sourced, signatories_belong, signed_after_adoption, inside_its_summit),
    "statement": (is_sourced, inside_its_summit, speaker_in_office, speaker_was_there),
    "event": (participants_belong, rows_inside),
}
