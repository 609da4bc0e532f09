"""Claims that do not agree with the record, each beside the record's own fact and its source."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from commentary.importing import lookup
from commentary.importing.found import Claim, Contradiction, Reading, days, same_time
from commentary.importing.wording import same_words
from members.held import Belonging
from members.models import Affiliation, Membership, Office, Strength, Tenure
from publishing.models import Alias, DatedFact, Entry
from publishing.overlaps import in_words
from publishing.periods import Period, partial_text
from publishing.search import fold
from summits.models import Attendance, Event, Summit

Told = Iterator[tuple[str, DatedFact | Entry]]
TIMES = {"twice": 2, "two times": 2, "three times": 3}
# Whether these are so depends on a day; a text may name none.
OF_A_DAY = {"office", "tenure", "held-on", "meeting-on", "anniversary"}
# A figure is compared with those of these years around it.
SAME_YEARS = timedelta(days=3 * 366)


def contradictions(claims: list[Claim], reading: Reading) -> list[Contradiction]:
    found = [
        Contradiction(claim.passage, claim.start, claim.end, message, lookup.source_of(row))
        for claim in claims
        if claim.day or claim.kind not in OF_A_DAY
        for message, row in RULES.get(claim.kind, _silent)(claim)
    ]
    found += list(_wordings(reading))
    return list(dict.fromkeys(found))


def _silent(claim: Claim) -> Told:
    yield from ()


def office(claim: Claim) -> Told:
    rows = list(lookup.tenures(claim.subject))
    as_claimed = [row for row in rows if row.office.type == claim.value]
    if claim.object:
        as_claimed = [row for row in as_claimed if row.office.state_id == claim.object.id]
    held = [row for row in rows if _holds(row, claim.day)]
    if not rows or any(row in held for row in as_claimed):
        return
    row = (held or as_claimed or rows)[0]
    words = {
        "person": claim.subject.title,
        "role": Office.Type(claim.value).label,
        "day": claim.day,
        "fact": lookup.told(row, row.office.title),
    }
    message = _("%(person)s was not %(role)s on %(day)s. The record: %(fact)s.") % words
    holder = _holder(claim, row)
    if holder:
        message += " " + _("That day it was %(person)s (%(fact)s).") % {
            "person": holder.person,
            "fact": lookup.told(holder, holder.office.title),
        }
    yield message, row


def _holds(row: Period, iso: str) -> bool:
    first, after = days(iso)
    lower, upper = row.valid.lower, row.valid.upper
    return not row.valid.isempty and (lower is None or lower < after) and (upper is None or upper > first)


def _holder(claim: Claim, known: Tenure) -> Tenure | None:
    state = claim.object.id if claim.object else known.office.state_id
    if not state or claim.value == Office.Type.MINISTER:
        return None  # a state has many ministers
    rows = lookup.accepted(Tenure.objects.select_related("office", "person"))
    holders = rows.filter(office__type=claim.value, office__state_id=state, valid__overlap=lookup.at(claim.day))
    return holders.exclude(person_id=claim.subject.id).first()


def attendance(claim: Claim) -> Told:
    summit = lookup.meeting_of(claim)
    if summit is None:
        return
    rows = list(summit.attendances.select_related("state", "person"))
    party = f"{claim.subject.kind}_id"
    mine = [row for row in rows if getattr(row, party) == claim.subject.id]
    present = [row for row in mine if row.mode != Attendance.Mode.ABSENT]
    words = {"party": claim.subject.title, "summit": summit.title}
    if claim.value == "absent":
        if present:
            message = _("%(party)s attended “%(summit)s” (%(mode)s).")
            yield message % {**words, "mode": present[0].get_mode_display()}, present[0]
        return
    if mine and not present:
        yield _("%(party)s was absent from “%(summit)s”.") % words, mine[0]
    elif not mine and summit.is_attendance_complete:
        yield _("The list of those who attended “%(summit)s” is complete, and %(party)s is not in it.") % words, summit
    if claim.subject.kind == "state" and not any(row.is_guest for row in mine):
        yield from _belonging(claim, summit)


def _belonging(claim: Claim, summit: Summit) -> Told:
    """A state that did not belong that day comes as a guest, if at all."""
    day = summit.starts_on
    if not (day and summit.organisation) or Belonging([summit.organisation.pk]).has(claim.subject.id, day):
        return
    rows = Membership.objects.filter(state_id=claim.subject.id, organisation=summit.organisation)
    known = list(lookup.accepted(rows).order_by("-starts_on"))
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
    summit = lookup.meeting_of(claim)
    if summit is None:
        return
    if claim.subject.kind == "person":
        known: Entry | None = summit.host_person if claim.kind == "host" else summit.chair
    else:
        known = summit.host
    if known and known.pk != claim.subject.id:
        words = {"summit": summit.title, "known": known, "claimed": claim.subject.title}
        if claim.kind == "host":
            yield _("%(known)s hosted “%(summit)s”, not %(claimed)s.") % words, summit
        else:
            yield _("%(known)s presided over “%(summit)s”, not %(claimed)s.") % words, summit


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
    rows = list(lookup.accepted(Strength.objects.filter(force_id=claim.subject.id, personnel__isnull=False)))
    day = days(claim.day)[0] if claim.day else None
    if day:
        dated = sorted((abs(row.starts_on - day), row.pk, row) for row in rows if row.starts_on)
        near = [row for apart, _key, row in dated if apart <= SAME_YEARS]
        rows = near or [row for _apart, _key, row in dated[:1]] or rows
    if rows and int(claim.value) not in {row.personnel for row in rows}:
        facts = "; ".join(dict.fromkeys(f"{row.personnel:,} ({_dated(row)})" for row in rows[:4]))
        message = _("%(force)s: the text says %(claimed)s, the record %(facts)s.")
        yield message % {"force": claim.subject.title, "claimed": f"{int(claim.value):,}", "facts": facts}, rows[0]


def _dated(row: Period) -> str:
    return partial_text(row.starts_on, row.start_precision) or _("undated")


MEMBER = (Membership.Status.MEMBER, Membership.Status.FROZEN, Membership.Status.SUSPENSION_REQUESTED)


def membership(claim: Claim) -> Told:
    """Joined, left, left so many times, is or is not: against the periods of that state in that organisation."""
    assert claim.object
    rows = lookup.memberships(claim.subject, claim.object)
    words = {"state": claim.subject.title, "organisation": claim.object.title, "day": claim.day, "claim": claim.value}
    if not rows or AGREES[claim.kind](rows, claim):
        return
    words["facts"] = "; ".join(lookup.status_words(row) for row in rows)
    message = {
        "joined": _("%(state)s did not join %(organisation)s then (%(day)s). The record: %(facts)s."),
        "left": _("%(state)s did not leave %(organisation)s then (%(day)s). The record: %(facts)s."),
        "times-left": _("%(state)s did not leave %(organisation)s %(claim)s. The record: %(facts)s."),
        "status": _("%(state)s, %(day)s, is called “%(claim)s” of %(organisation)s. The record: %(facts)s."),
    }[claim.kind]
    on_day = [row for row in rows if claim.day and _holds(row, claim.day)]
    yield message % words, (on_day or rows)[0]


def _joined(rows: list[Membership], claim: Claim) -> bool:
    starts = [partial_text(row.starts_on, row.start_precision) for row in rows if row.status in Membership.BELONGING]
    return any(start and same_time(start, claim.day) for start in starts)


def _left(rows: list[Membership], claim: Claim) -> bool:
    ends = [partial_text(row.ends_on, row.end_precision) for row in rows if row.status in Membership.BELONGING]
    return any(end and same_time(end, claim.day) for end in ends)


def _left_times(rows: list[Membership], claim: Claim) -> bool:
    goes_on = {row.starts_on for row in rows if row.status in MEMBER}
    ended = [row for row in rows if row.status in MEMBER and row.ends_on and row.ends_on not in goes_on]
    return len(ended) == TIMES[claim.value]


def _status(rows: list[Membership], claim: Claim) -> bool:
    wanted = claim.value.removeprefix("not-")
    held = [row for row in rows if claim.day and _holds(row, claim.day)]
    is_so = any(row.status in MEMBER if wanted == "member" else row.status.startswith(wanted) for row in held)
    return is_so != claim.value.startswith("not-")


AGREES: dict[str, Callable[[list[Membership], Claim], bool]] = {
    "joined": _joined, "left": _left, "times-left": _left_times, "status": _status,
}  # fmt: skip


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
        message = _("“%(event)s” was cancelled (%(status)s); the text does not say so.")
        yield message % {"event": event.title, "status": event.status}, event


def held_on(claim: Claim) -> Told:
    entry = Entry.objects.get(pk=claim.subject.id)
    if not entry.valid.isempty and not _holds(entry, claim.day):
        words = {"meeting": entry.title, "known": in_words(entry), "claimed": claim.day}
        yield _("The record dates “%(meeting)s” %(known)s, not %(claimed)s.") % words, entry


def meeting_on(claim: Claim) -> Told:
    near = lookup.summits_near(claim.day)
    if near and not any(_holds(summit, claim.day) for summit in near):
        words = {"day": claim.day, "summit": near[0].title, "known": in_words(near[0])}
        yield _("The record has no summit on %(day)s; “%(summit)s” was %(known)s.") % words, near[0]


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


def called(claim: Claim) -> Told:
    entry = Entry.objects.get(pk=claim.subject.id)
    variants = {fold(name) for name in entry.aliases.filter(kind=Alias.Kind.VARIANT).values_list("name", flat=True)}
    if fold(claim.value) in variants:
        yield _("The record calls it “%(title)s”; this is a variant.") % {"title": entry.title}, entry


def _wordings(reading: Reading) -> Iterator[Contradiction]:
    for passage in reading.passages:
        for quote in passage.quotations:
            known = same_words(quote)
            if known and not known.is_exact:
                message = _("The record gives these words otherwise: “%s”") % known.words
                source = lookup.source_of(known.statement)
                yield Contradiction(passage.number, quote.start, quote.end, message, source)


RULES: dict[str, Callable[[Claim], Told]] = {
    "office": office, "tenure": office, "attendance": attendance, "host": host, "chair": host, "strength": strength,
    "joined": membership, "left": membership, "times-left": membership, "status": membership,
    "participation": participation, "takes-place": takes_place, "held-on": held_on, "held-in": held_in,
    "meeting-on": meeting_on, "anniversary": anniversary, "affiliation": affiliation, "called": called,
}  # fmt: skip
