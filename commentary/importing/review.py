"""One import as it stands: the text recognised, what contradicts the record, what is proposed and decided."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commentary.importing.claims import claims
from commentary.importing.contradictions import contradictions
from commentary.importing.found import Claim, Contradiction, Note, Passage, Reading
from commentary.importing.gathered import gathered
from commentary.importing.notes import notes
from commentary.importing.proposals import Proposal, proposals
from commentary.importing.recognising import recognise
from commentary.importing.wording import Known, Wording
from desk.models import Import
from publishing.comparing.wording import Run, text_runs

MARKS = '“”„«»‘’",. '
ACCEPT, REFUSE = "accept", "refuse"
# Each claim is a handful of questions to the database, and each quotation is held against all that its speaker said,
# at every look.
MAX_FOUND = 600
# What the record can answer with a plain yes.
COMPARED = {
    "office": _("office"),
    "attendance": _("attendance"),
    "host": _("host"),
    "chair": _("chair"),
    "strength": _("strength"),
    "joined": _("membership"),
    "status": _("membership"),
    "participation": _("participation"),
    "held-on": _("date"),
    "held-in": _("place"),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of text for the screen: plain when `kind` is empty."""

    text: str
    kind: str = ""
    word: str = ""
    title: str = ""


@dataclass(frozen=True)
class Quoted:
    """A quotation beside the record's own statement; `runs` compare the two where the wording differs."""

    known: Known
    runs: list[Run]


@dataclass
class Shown:
    """A passage with what stands beside it."""

    passage: Passage
    pieces: list[Piece]
    contradictions: list[tuple[Contradiction, str]] = field(default_factory=list)
    quoted: list[Quoted] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    proposals: list[tuple[Proposal, str]] = field(default_factory=list)
    agreeing: list[str] = field(default_factory=list)


def refuse_endless(blocks: list[list[str]], day: str) -> None:
    """Raises ValidationError for a text in which more is to be checked than a review can hold."""
    reading = recognise(blocks, day)
    if len(claims(reading)) + sum(len(passage.quotations) for passage in reading.passages) > MAX_FOUND:
        words = _("The text holds more than %d quotations and claims to check; import it in parts.")
        raise ValidationError(words % MAX_FOUND)


class Review:
    def __init__(self, imported: Import):
        self.imported = imported
        self.reading: Reading = recognise(imported.content, imported.day)
        found = claims(self.reading)
        wording = Wording(self.reading)
        self.quoted = wording.known
        self.contradictions = [
            *contradictions(found, [*self.quoted, *wording.of_others]),
            *gathered(self.reading),
        ]
        self.notes = notes(self.reading, found, self.quoted, self.contradictions)
        against = {(each.passage, each.start) for each in self.contradictions}
        self.proposals = proposals(self.reading, found, against, self.quoted)
        self.agreeing = agreeing(found, against, self.proposals)

    @cached_property
    def decided(self) -> dict[str, str]:
        """The decisions on what is still proposed."""
        keys = {proposal.key for proposal in self.proposals}
        return {key: word for key, word in self.imported.decisions.items() if key in keys and word in (ACCEPT, REFUSE)}

    def accepted(self) -> list[Proposal]:
        return [proposal for proposal in self.proposals if self.decided.get(proposal.key) == ACCEPT]

    @property
    def undecided(self) -> int:
        return len(self.proposals) - len(self.decided)

    def shown(self) -> list[Shown]:
        by_number = {passage.number: Shown(passage, list(pieces(passage))) for passage in self.reading.passages}
        for contradiction in self.contradictions:
            shown = by_number[contradiction.passage]
            words = shown.passage.text[contradiction.start : contradiction.end].strip(MARKS)
            shown.contradictions.append((contradiction, words))
        for known in self.quoted:
            runs = [] if known.is_exact else text_runs(known.words, known.quote.words)
            by_number[known.passage].quoted.append(Quoted(known, runs))
        for note in self.notes:
            by_number[note.passage].notes.append(note)
        for proposal in self.proposals:
            by_number[proposal.passage].proposals.append((proposal, self.decided.get(proposal.key, "")))
        for number, kinds in self.agreeing.items():
            by_number[number].agreeing = kinds
        return list(by_number.values())


def agreeing(found: list[Claim], against: set[tuple[int, int]], proposed: list[Proposal]) -> dict[int, list[str]]:
    """By passage: what it says that the record says as well."""
    open_ones = {proposal.claim for proposal in proposed}
    told: dict[int, list[str]] = {}
    for claim in found:
        if claim.kind in COMPARED and claim not in open_ones and (claim.passage, claim.start) not in against:
            words = " – ".join(filter(None, (claim.subject.title, claim.value if claim.kind == "strength" else "")))
            told.setdefault(claim.passage, []).append(f"{COMPARED[claim.kind]}: {words}")
    return told


def pieces(passage: Passage) -> Iterator[Piece]:
    """The passage cut where something was found. What stands inside a quotation is marked inside it."""
    marks = [(m.start, m.end, *_named(m)) for m in passage.mentions]
    marks += [(d.start, d.end, "date", "date", d.iso) for d in passage.dates]
    for quote in passage.quotations:
        said_by = quote.speaker.title if quote.speaker else ""
        # The marks of a quotation themselves; names in it keep their own.
        marks.append((quote.start, quote.start + 1, "quotation", "quotation", said_by))
        marks.append((quote.end - 1, quote.end, "quotation", "", said_by))
    at = 0
    for start, end, kind, word, title in sorted(marks):
        if start < at:
            continue
        if start > at:
            yield Piece(passage.text[at:start])
        yield Piece(passage.text[start:end], kind, word, title)
        at = end
    yield Piece(passage.text[at:])


def _named(mention) -> tuple[str, str, str]:
    title = " · ".join(entry.title for entry in mention.entries)
    return (
        ("several", "several", title) if len(mention.entries) > 1 else (mention.entry.kind, mention.entry.kind, title)
    )
