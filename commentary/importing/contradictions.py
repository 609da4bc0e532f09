"""Claims that do not agree with the record, each beside the record's own fact and its source."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from commentary.importing import lookup
from commentary.importing.asking import asked
from commentary.importing.found import Claim, Contradiction, days
from commentary.importing.lookup import Told, holds
from commentary.importing.membership import membership
from commentary.importing.wording import Known
from members.held import one_day
from members.models import Affiliation, Membership, Office, Strength, Tenure
from publishing.models import Entry, Standing
from publishing.overlaps import in_words
from publishing.periods import Period, partial_text
from publishing.search.names import fold
from summits.models import Attendance, Event, Summit

# A figure is compared with those of these years around it.
SAME_YEARS = timedelta(days=3 * 366)
MOST_FACTS = 6
# How far a number may lie from one the record calls approximate, and how far when the text says “about”.
APPROXIMATE, ROUGH = 0.05, 0.2


def contradictions(claims: list[Claim], quoted: list[Known]) -> list[Contradiction]:
    with lookup.remembering():
        found = [
            _told(claim, message, rows) for claim in claims for message, *rows in RULES.get(claim.kind, _silent)(claim)
        ]
    return list(dict.fromkeys([*found, *filter(None, map(_quoted, quoted))]))


def _told(claim: Claim, message: str, rows: list) -> Contradiction:
    for model in {type(row) for row in rows}:
        prefetch_related_objects([row for row in rows[:MOST_FACTS] if type(row) is model], "citations__source")
    return Contradiction(
        claim.passage,
        claim.start,
        claim.end,
        message,
        lookup.source_of(rows[0]),
        claim.kind,
        tuple(party.id for party in (claim.subject, claim.object) if party),
        tuple(lookup.recorded(row) for row in rows[:MOST_FACTS]),
    )


def _silent(claim: Claim) -> Told:
    yield from ()


def office(claim: Claim) -> Told:
    rows = list(lookup.tenures(claim.subject))
    as_claimed = [row for row in rows if row.office.type == claim.value]
    if claim.object:
        as_claimed = [row for row in as_claimed if row.office.state_id == claim.object.id]
    said_days = [day for day in (claim.day, *claim.around) if day]
    held = [row for row in rows if any(holds(row, day) for day in said_days)]
    if not said_days or not rows or any(row in held for row in as_claimed):
        return
    row = (held or as_claimed or rows)[0]
    words = {
        "person": claim.subject.title,
        "role": Office.Type(claim.value).label,
        "day": said_days[0],
        "fact": lookup.told(row, row.office.title),
    }
    message = _("%(person)s was not %(role)s on %(day)s. The record: %(fact)s.") % words
    holder = _holder(claim, row, said_days[0])
    if holder:
        message += " " + _("That day it was %(person)s (%(fact)s).") % {
            "person": holder.person,
            "fact": lookup.told(holder, holder.office.title),
        }
    yield message, row


def _holder(claim: Claim, known: Tenure, day: str) -> Tenure | None:
    state = claim.object.id if claim.object else known.office.state_id
    if not state or claim.value == Office.Type.MINISTER:
        return None  # a state has many ministers
    rows = lookup.accepted(Tenure.objects.select_related("office", "person"))
    holders = rows.filter(office__type=claim.value, office__state_id=state, valid__overlap=lookup.at(day))
    return holders.exclude(person_id=claim.subject.id).first()


def attendance(claim: Claim) -> Told:
    summit = lookup.meeting_of(claim)
    if summit is None:
        return
    rows = list(summit.attendances.all())
    party = f"{claim.subject.kind}_id"
    mine = [row for row in rows if getattr(row, party) == claim.subject.id]
    present = [row for row in mine if row.mode != Attendance.Mode.ABSENT]
    words = {"party": claim.subject.title, "summit": summit.title}
    if claim.value == "absent":
        if present:
            message = _("%(party)s attended “%(summit)s” (%(mode)s).")
            yield message % {**words, "mode": present[0].get_mode_display()}, present[0]
        return
    if claim.value == "travelled" and present and all(row.mode == Attendance.Mode.BY_VIDEO for row in present):
        how = {**words, "mode": present[0].get_mode_display()}
        yield _("%(party)s attended “%(summit)s” (%(mode)s).") % how, present[0]
    if mine and not present:
        yield _("%(party)s was absent from “%(summit)s”.") % words, mine[0]
    elif not mine and summit.is_attendance_complete:
        yield _("The list of those who attended “%(summit)s” is complete, and %(party)s is not in it.") % words, summit
    if claim.subject.kind == "state" and not any(row.is_guest for row in mine):
        yield from _belonging(claim, summit)


def _belonging(claim: Claim, summit: Summit) -> Told:
    """A state that did not belong that day comes as a guest, if at all."""
    day = summit.starts_on
    if not (day and summit.organisation):
        return
    if not lookup.belonging(summit.organisation.pk).lacks(claim.subject.id, one_day(day), summit.organisation.pk):
        return
    rows = Membership.objects.filter(state_id=claim.subject.id, organisation=summit.organisation)
    ever = list(lookup.accepted(rows).order_by("-starts_on"))
    known = [row for row in ever if holds(row, day.isoformat())] or ever
    words = {"state": claim.subject.title, "organisation": summit.organisation, "day": day}
    if known:
        facts = "; ".join(lookup.status_words(row) for row in known)
        message = _("%(state)s was no member of %(organisation)s on %(day)s. The record: %(facts)s.")
        yield message % {**words, "facts": facts}, known[0]
    else:
        message = _("%(state)s was no member of %(organisation)s on %(day)s: the record has no membership of it.")
        yield message % words, summit


def host(claim: Claim) -> Told:
    if claim.object and claim.object.kind == "event":
        yield from held_in(claim)
        return
    summits = lookup.meetings_of(claim)
    known = [_in_charge(summit, claim) for summit in summits]
    if not known or any(party is None or party.pk == claim.subject.id for party in known):
        return
    words = {"summit": summits[0].title, "known": known[0], "claimed": claim.subject.title}
    if claim.kind == "host":
        yield _("%(known)s hosted “%(summit)s”, not %(claimed)s.") % words, summits[0]
    else:
        yield _("%(known)s presided over “%(summit)s”, not %(claimed)s.") % words, summits[0]


def _in_charge(summit: Summit, claim: Claim) -> Entry | None:
    if claim.subject.kind == "person":
        return summit.host_person if claim.kind == "host" else summit.chair
    return summit.host


def held_in(claim: Claim) -> Told:
    """Either way round: the state may be what is spoken of, or where it was."""
    state, meeting = (claim.subject, claim.object) if claim.kind == "host" else (claim.object, claim.subject)
    assert state and meeting
    model = Summit if meeting.kind == "summit" else Event
    entry = model._default_manager.select_related("country").get(pk=meeting.id)
    hosts = list(entry.hosts.all()) if isinstance(entry, Event) else [entry.host] if entry.host else []
    known = {place.pk: place for place in [*hosts, *([entry.country] if entry.country else [])]}
    if known and state.id not in known:
        where = ", ".join(str(place) for place in known.values())
        message = _("The record places “%(meeting)s” in %(where)s, not in %(claimed)s.")
        yield message % {"meeting": entry.title, "where": where, "claimed": state.title}, entry


def strength(claim: Claim) -> Told:
    rows = [row for row in lookup.figures(claim.subject) if row.standing == Standing.ACCEPTED]
    day = days(claim.day)[0] if claim.day else None
    if day:
        dated = sorted((abs(row.starts_on - day), row.pk, row) for row in rows if row.starts_on)
        near = [row for apart, _key, row in dated if apart <= SAME_YEARS]
        rows = near or [row for _apart, _key, row in dated[:1]] or rows
    if rows and not any(_agrees(claim, row) for row in rows):
        facts = "; ".join(dict.fromkeys(lookup.figure_words(row) for row in rows[:MOST_FACTS]))
        message = _("%(force)s: the text says %(claimed)s, the record %(facts)s.")
        yield message % {"force": claim.subject.title, "claimed": f"{int(claim.value):,}", "facts": facts}, *rows


def _agrees(claim: Claim, row: Strength) -> bool:
    """What either side calls approximate agrees with what is near."""
    share = ROUGH if claim.is_rough else APPROXIMATE if row.is_approximate else 0
    known = row.personnel or 0
    return abs(int(claim.value) - known) <= known * share


def _dated(row: Period) -> str:
    return partial_text(row.starts_on, row.start_precision) or _("undated")


def participation(claim: Claim) -> Told:
    assert claim.object
    rows = Event.objects.get(pk=claim.object.id).participations.filter(**{f"{claim.subject.kind}_id": claim.subject.id})
    for row in rows.filter(role="absent"):
        yield _("%(party)s did not take part in “%(event)s”.") % _parties(claim), row


def _parties(claim: Claim) -> dict:
    return {"party": claim.subject.title, "event": claim.object.title if claim.object else ""}


def takes_place(claim: Claim) -> Told:
    event = Event.objects.get(pk=claim.subject.id)
    if "cancel" in event.status.lower():
        yield _("“%s” was cancelled; the text does not say so.") % event.title, event


def held_on(claim: Claim) -> Told:
    entry = Entry.objects.get(pk=claim.subject.id)
    if not entry.valid.isempty and not holds(entry, claim.day):
        words = {"meeting": entry.title, "known": in_words(entry), "claimed": claim.day}
        yield _("The record dates “%(meeting)s” %(known)s, not %(claimed)s.") % words, entry


def meeting_on(claim: Claim) -> Told:
    near = [each for each in lookup.summits_near(claim.day) if claim.subject.id in _convened(each)]
    if near and not any(holds(summit, claim.day) for summit in near):
        words = {"day": claim.day, "summit": near[0].title, "known": in_words(near[0])}
        yield _("The record has no summit on %(day)s; “%(summit)s” was %(known)s.") % words, near[0]


def _convened(summit: Summit) -> set[UUID | None]:
    return {summit.organisation_id, summit.host_id, summit.country_id}


def anniversary(claim: Claim) -> Told:
    entry = Entry.objects.get(pk=claim.subject.id)
    year = days(claim.day)[0].year
    if entry.starts_on and entry.starts_on.year + int(claim.value) != year:
        words = {"entry": entry.title, "known": _dated(entry), "years": claim.value, "year": year}
        yield _("“%(entry)s” dates from %(known)s: %(year)s is not its %(years)sth year.") % words, entry


def affiliation(claim: Claim) -> Told:
    """The same institution, but in another place of it."""
    assert claim.object
    rows = lookup.accepted(Affiliation.objects.filter(person_id=claim.subject.id, institution_id=claim.object.id))
    roles = [row for row in rows if row.role]
    if roles and all(fold(row.role) != fold(claim.value) for row in roles):
        words = {"person": claim.subject.title, "institution": claim.object.title, "role": roles[0].role}
        yield _("%(person)s at %(institution)s is “%(role)s” in the record.") % words, roles[0]


def _quoted(known: Known) -> Contradiction | None:
    """Words that are another's, or were otherwise."""
    statement, speaker = known.statement, known.quote.speaker
    if speaker and statement.speaker_id != speaker.id:
        message = _("By the record these are words of %(known)s, not of %(claimed)s.")
        message %= {"known": statement.speaker, "claimed": speaker.title}
    elif not known.is_exact:
        message = _("The record gives these words otherwise: “%s”") % known.words
    else:
        return None
    fact = lookup.recorded(statement)
    return Contradiction(
        known.passage,
        known.quote.start,
        known.quote.end,
        message,
        known.source,
        "quotation",
        (statement.pk,),
        (replace(fact, words=f"{statement}: “{known.words}”", key=f"{fact.entry} {known.words}"),),
    )


RULES: dict[str, Callable[[Claim], Told]] = {
    "office": office, "tenure": office, "attendance": attendance, "host": host, "chair": host, "strength": strength,
    "joined": membership, "left": membership, "times-left": membership, "status": membership,
    "participation": participation, "takes-place": takes_place, "held-on": held_on, "held-in": held_in,
    "meeting-on": meeting_on, "anniversary": anniversary, "affiliation": affiliation, "asked": asked,
}  # fmt: skip
