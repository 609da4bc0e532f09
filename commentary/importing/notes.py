"""What the record says beside a passage that does not contradict it: other figures, disputed dates, how an event ended.

Several readings of one thing are shown side by side, each with its source: an editor weighs them.
"""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from commentary.importing import lookup
from commentary.importing.found import Claim, Contradiction, Named, Note, Reading
from commentary.importing.names import is_abbreviation
from commentary.importing.remarks import remarks
from commentary.importing.wording import Known
from members.models import Membership, Tenure
from publishing.models import Alias, DatedFact, Standing
from publishing.search.names import fold
from summits.models import Attendance, Event, Participation

# An event of which the record says no more than this is as anybody would expect.
AS_EXPECTED = {"", "held", "concluded", "in effect"}


def notes(reading: Reading, claims: list[Claim], quoted: list[Known], against: list[Contradiction]) -> list[Note]:
    """In the order of the text; each once."""
    contradicted = {(each.passage, key) for each in against for key in (*each.about, *_entries(each))}
    beside = {known.statement.pk for known in quoted}
    found = [
        *(
            note
            for claim in claims
            if claim.kind in DISPUTED and (claim.passage, claim.subject.id) not in contradicted
            for note in _disputed(claim)
        ),
        *(note for claim in claims if claim.kind == "strength" for note in _figures(claim)),
        *_outcomes(reading, contradicted),
        *_called(reading),
        *(note for known in quoted for note in _remarked(known)),
        *(
            note
            for note in remarks(reading)
            if note.entry.id not in beside and (note.passage, note.entry.id) not in contradicted
        ),
    ]
    return list(_by_subject(found))


def _entries(contradiction: Contradiction) -> Iterator[UUID]:
    """Where the facts stand that are shown beside it already."""
    return (UUID(fact.entry) for fact in contradiction.facts if fact.entry)


def _by_subject(found: list[Note]) -> Iterator[Note]:
    """One note for all that is said of one entry at a passage."""
    grouped: dict[tuple[int, Named], list[Note]] = {}
    for note in found:
        grouped.setdefault((note.passage, note.entry), []).append(note)
    for notes_of_it in grouped.values():
        labels = " · ".join(dict.fromkeys(str(note.label) for note in notes_of_it))
        words = "\n".join(dict.fromkeys(note.words for note in notes_of_it))
        yield replace(notes_of_it[0], label=labels, words=words)


def _figures(claim: Claim) -> Iterator[Note]:
    """Every figure of a force of which the record has more than one."""
    rows = list(lookup.figures(claim.subject))
    if len({row.personnel for row in rows}) > 1:
        told = "\n".join(f"{lookup.figure_words(row)} – {lookup.source_of(row)}" for row in rows)
        yield Note(claim.passage, claim.start, _("The record has several figures"), claim.subject, told)


# Of each kind of claim: the table its fact is in, and the columns its parties are in.
DISPUTED: dict[str, tuple[type[DatedFact], str, str]] = {
    **dict.fromkeys(("joined", "left", "times-left", "status"), (Membership, "state_id", "organisation_id")),
    **dict.fromkeys(("office", "tenure"), (Tenure, "person_id", "")),
    "attendance": (Attendance, "{kind}_id", "summit_id"),
    "participation": (Participation, "{kind}_id", "event_id"),
}


def _disputed(claim: Claim) -> Iterator[Note]:
    """What is disputed of a fact the text speaks of, beside what is accepted."""
    table, subject, other = DISPUTED[claim.kind]
    wanted: dict[str, UUID] = {subject.format(kind=claim.subject.kind): claim.subject.id}
    if other and claim.object:
        wanted[other] = claim.object.id
    for row in table._default_manager.filter(**wanted, standing=Standing.DISPUTED):
        told = f"{lookup.recorded(row).words} – {lookup.source_of(row)}"
        yield Note(claim.passage, claim.start, _("Disputed in the record"), claim.subject, told)


def _outcomes(reading: Reading, contradicted: set[tuple[int, UUID]]) -> Iterator[Note]:
    """How an event that the text names ended, where that may not be what a reader would expect."""
    for passage in reading.passages:
        for mention in passage.mentions:
            entry = mention.entry
            if entry is None or entry.kind != "event" or (passage.number, entry.id) in contradicted:
                continue
            event = Event.objects.get(pk=entry.id)
            if event.status.casefold() not in AS_EXPECTED:
                told = ". ".join(filter(None, (event.status, event.outcome)))
                yield Note(passage.number, mention.start, _("How the record has it"), entry, told)


def _called(reading: Reading) -> Iterator[Note]:
    """A force called otherwise than the record calls it."""
    for passage in reading.passages:
        for mention in passage.mentions:
            entry = mention.entry
            if entry and entry.kind == "force" and not is_abbreviation(mention.text):
                variants = Alias.objects.filter(entry=entry.id, kind=Alias.Kind.VARIANT).values_list("name", flat=True)
                if fold(mention.text) in map(fold, variants):
                    told = _("“%(text)s” is a variant; the usual name is “%(title)s”.")
                    words = told % {"text": mention.text, "title": entry.title}
                    yield Note(passage.number, mention.start, _("Usual name"), entry, words)


def _remarked(known: Known) -> Iterator[Note]:
    statement = known.statement
    about = "\n".join(filter(None, (statement.remarks, statement.about_note)))
    if about:
        entry = Named(statement.pk, statement.kind, statement.title)
        yield Note(known.passage, known.quote.start, _("The record remarks"), entry, about)
