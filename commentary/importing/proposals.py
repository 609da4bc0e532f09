"""What could be made of a text: links, statements and facts, each to accept or refuse. Nothing is written here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commentary.importing import lookup
from commentary.importing.found import Claim, Mention, Named, Quotation, Reading, days, same_time
from commentary.importing.wording import Known
from members.models import Affiliation, Office, Strength
from summits.models import Attendance, Event

WORDS = {
    "link": gettext_lazy("link"),
    "quotation": gettext_lazy("link of a quotation"),
    "variant": gettext_lazy("other wording"),
    "statement": gettext_lazy("statement"),
    "attendance": gettext_lazy("attendance"),
    "host": gettext_lazy("host"),
    "chair": gettext_lazy("chair"),
    "strength": gettext_lazy("strength"),
    "membership": gettext_lazy("membership"),
    "tenure": gettext_lazy("tenure"),
    "affiliation": gettext_lazy("affiliation"),
    "participation": gettext_lazy("participation"),
}


@dataclass(frozen=True)
class Proposal:
    """One thing to accept or refuse. Its key depends on what it says alone, so that a decision outlives a reload."""

    kind: str
    passage: int
    start: int
    label: str
    key: str
    target: Named  # the entry that is linked, or whose working copy takes the fact
    claim: Claim | None = None
    quotation: Quotation | None = None
    day: str = ""
    is_contradicted: bool = False

    @property
    def kind_label(self) -> str:
        return str(WORDS[self.kind])


def key_of(*parts: object) -> str:
    return sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


def proposals(
    reading: Reading, claims: list[Claim], contradicted: set[tuple[int, int]], quoted: list[Known]
) -> list[Proposal]:
    """In the order of the text; what the record has already is not proposed."""
    found: dict[str, Proposal] = {}
    known = {each.at: each for each in quoted}
    made = (
        *_links(reading),
        *_quotations(quoted),
        *_statements(reading, known, contradicted),
        *_facts(claims, contradicted),
    )
    for proposal in made:
        found.setdefault(proposal.key, proposal)
    return sorted(found.values(), key=lambda each: (each.passage, each.start))


def _links(reading: Reading) -> Iterator[Proposal]:
    counted: dict[Named, list[tuple[int, Mention]]] = {}
    for passage in reading.passages:
        for mention in passage.mentions:
            for entry in mention.entries:
                counted.setdefault(entry, []).append((passage.number, mention))
    for entry, mentions in counted.items():
        number, first = mentions[0]
        label = _("“%s”") % first.text if first.text == entry.title else _("“%(text)s” → %(title)s") % {
            "text": first.text, "title": entry.title
        }  # fmt: skip
        if all(mention.by_surname for _number, mention in mentions):
            label += _(" (by the surname alone)")
        elif all(len(mention.entries) > 1 for _number, mention in mentions):
            label += _(" (several entries have this name)")
        yield Proposal("link", number, first.start, label, key_of("link", entry.id), entry)


def _quotations(quoted: list[Known]) -> Iterator[Proposal]:
    """To link a quotation to its statement; and, when the wording differs, to keep it there as another rendering."""
    for known in quoted:
        target, words = _named(known.statement), {"title": known.statement.title, "words": shortened(known.quote.words)}
        label = _("Link the quotation to “%(title)s”") % words
        yield Proposal(
            "quotation", known.passage, known.quote.start, label, key_of("quotation", target.id, known.quote.words),
            target, quotation=known.quote, is_contradicted=not known.is_exact,
        )  # fmt: skip
        if not known.is_exact:
            label = _("Add to “%(title)s” as this source gives it: “%(words)s”") % words
            yield Proposal(
                "variant", known.passage, known.quote.start, label, key_of("variant", target.id, known.quote.words),
                target, quotation=known.quote, is_contradicted=True,
            )  # fmt: skip


def _statements(
    reading: Reading, known: dict[tuple[int, int], Known], contradicted: set[tuple[int, int]]
) -> Iterator[Proposal]:
    for passage in reading.passages:
        for quote in passage.quotations:
            same = known.get((passage.number, quote.start))
            if quote.speaker is None or (same and same.is_exact):
                continue
            told = passage.date_in(passage.sentence_of(quote.start))
            day = told if told and not same_time(told, reading.day or told) else reading.day or told
            label = _("%(speaker)s%(office)s: “%(words)s”") % {
                "speaker": quote.speaker.title,
                "office": _office_words(quote.speaker, day),
                "words": shortened(quote.words),
            }
            key = key_of("statement", quote.speaker.id, quote.words)
            yield Proposal(
                "statement", passage.number, quote.start, label, key, quote.speaker, quotation=quote, day=day,
                is_contradicted=same is not None or (passage.number, quote.start) in contradicted,
            )  # fmt: skip


def shortened(words: str) -> str:
    return words if len(words) < 120 else words[:118] + "…"


def _office_words(speaker: Named, day: str) -> str:
    """The offices held that day: derived, never typed."""
    held = lookup.tenures(speaker).filter(valid__contains=lookup.at(day)) if day else ()
    titles = ", ".join(row.office.title for row in held)
    return f" ({titles})" if titles else _(" (no office that day)")


def _facts(claims: list[Claim], contradicted: set[tuple[int, int]]) -> Iterator[Proposal]:
    for claim in claims:
        propose = FACTS.get(claim.kind)
        for kind, target, label in propose(claim) if propose else ():
            key = key_of(kind, target.id, claim.subject.id, claim.object and claim.object.id, claim.value, claim.day)
            is_contradicted = (claim.passage, claim.start) in contradicted
            yield Proposal(
                kind, claim.passage, claim.start, label, key, target, claim, None, claim.day, is_contradicted
            )  # fmt: skip


Made = Iterator[tuple[str, Named, str]]


def _named(entry) -> Named:
    return Named(entry.pk, entry.kind, entry.title)


def _attendance(claim: Claim) -> Made:
    summit = lookup.meeting_of(claim)
    if summit and not summit.attendances.filter(**{f"{claim.subject.kind}_id": claim.subject.id}).exists():
        mode = Attendance.Mode(claim.value).label
        words = {"party": claim.subject.title, "summit": summit.title, "mode": mode}
        yield "attendance", _named(summit), _("%(party)s attended “%(summit)s” (%(mode)s)") % words


def _host(claim: Claim) -> Made:
    summit = lookup.meeting_of(claim)
    if summit and claim.kind == "host" and claim.subject.kind == "state" and summit.host is None:
        words = {"state": claim.subject.title, "summit": summit.title}
        yield "host", _named(summit), _("%(state)s hosted “%(summit)s”") % words
    if summit and claim.kind == "chair" and summit.chair is None:
        words = {"person": claim.subject.title, "summit": summit.title}
        yield "chair", _named(summit), _("%(person)s presided over “%(summit)s”") % words


def _strength(claim: Claim) -> Made:
    """A figure of the same year and number is the record's already."""
    rows = Strength.objects.filter(force_id=claim.subject.id, personnel=int(claim.value))
    if claim.day and rows.filter(starts_on__year=days(claim.day)[0].year).exists():
        return
    words = {"force": claim.subject.title, "number": f"{int(claim.value):,}", "day": claim.day or _("no date")}
    yield "strength", claim.subject, _("%(force)s: %(number)s personnel (%(day)s)") % words


def _joined(claim: Claim) -> Made:
    if claim.object and claim.day and not lookup.memberships(claim.subject, claim.object):
        words = {"state": claim.subject.title, "organisation": claim.object.title, "day": claim.day}
        yield "membership", claim.subject, _("%(state)s: member of %(organisation)s since %(day)s") % words


def office_of(claim: Claim) -> Office | None:
    """The one office a role and a state stand for; the state is the speaker's own when the text names none."""
    states = {claim.object.id} if claim.object else set(
        lookup.tenures(claim.subject).values_list("office__state", flat=True)
    )  # fmt: skip
    found = list(Office.objects.filter(type=claim.value, state__in=states - {None})[:2])
    return found[0] if len(found) == 1 else None


def _tenure(claim: Claim) -> Made:
    office = office_of(claim)
    if office and claim.day and not lookup.tenures(claim.subject).filter(office=office).exists():
        words = {"person": claim.subject.title, "office": office.title, "day": claim.day}
        yield "tenure", claim.subject, _("%(person)s: %(office)s since %(day)s") % words


def _affiliation(claim: Claim) -> Made:
    assert claim.object
    if not Affiliation.objects.filter(person_id=claim.subject.id, institution_id=claim.object.id).exists():
        words = {"person": claim.subject.title, "role": claim.value, "institution": claim.object.title}
        yield "affiliation", claim.subject, _("%(person)s: %(role)s, %(institution)s") % words


def _participation(claim: Claim) -> Made:
    assert claim.object
    rows = Event.objects.get(pk=claim.object.id).participations.filter(**{f"{claim.subject.kind}_id": claim.subject.id})
    if not rows.exists():
        words = {"party": claim.subject.title, "event": claim.object.title}
        yield "participation", claim.object, _("%(party)s took part in “%(event)s”") % words


FACTS: dict[str, Callable[[Claim], Made]] = {
    "attendance": _attendance, "host": _host, "chair": _host, "strength": _strength, "joined": _joined,
    "tenure": _tenure, "affiliation": _affiliation, "participation": _participation,
}  # fmt: skip
