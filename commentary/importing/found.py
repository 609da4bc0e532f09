"""What is found in a text: plain values that carry where they stand. No database here."""

from dataclasses import dataclass, field
from uuid import UUID

from publishing.claims import Claim as Recorded
from publishing.periods import next_unit, parse_partial


@dataclass(frozen=True)
class Named:
    """An entry of the record, as far as recognition needs it."""

    id: UUID
    kind: str
    title: str


@dataclass(frozen=True)
class Mention:
    """A name in a passage. More than one entry: the record has several of that name."""

    start: int
    end: int
    text: str
    entries: tuple[Named, ...]
    # Nobody of that surname stands in full before it; the record has only one.
    by_surname: bool = False

    @property
    def entry(self) -> Named | None:
        return self.entries[0] if len(self.entries) == 1 else None

    def of(self, *kinds: str) -> bool:
        return self.entry is not None and self.entry.kind in kinds


@dataclass(frozen=True)
class DateFound:
    """A date in a passage as a partial ISO date; an anniversary has the number of years instead."""

    start: int
    end: int
    text: str
    iso: str
    sense: str = "on"  # on, since, until, anniversary
    years: int = 0


@dataclass(frozen=True)
class Quotation:
    start: int
    end: int
    words: str
    speaker: Named | None = None


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, list item or quotation of the text, and what was found in it."""

    number: int
    tag: str
    text: str
    sentences: tuple[tuple[int, int], ...] = ()
    mentions: tuple[Mention, ...] = ()
    dates: tuple[DateFound, ...] = ()
    quotations: tuple[Quotation, ...] = ()

    def sentence_of(self, position: int) -> tuple[int, int]:
        return next((span for span in self.sentences if span[0] <= position < span[1]), (0, len(self.text)))

    def inside(self, span: tuple[int, int], *kinds: str) -> list[Mention]:
        """The unambiguous mentions of these kinds in a sentence, outside quotations."""
        start, end = span
        return [
            each
            for each in self.mentions
            if start <= each.start < end
            and each.of(*kinds)
            and not any(quote.start <= each.start < quote.end for quote in self.quotations)
        ]

    def date_in(self, span: tuple[int, int], senses: tuple[str, ...] = ("on",)) -> str:
        """The most precise date of a sentence; empty when it has none."""
        start, end = span
        told = [each.iso for each in self.dates if start <= each.start < end and each.sense in senses]
        return max(told, key=len, default="")


@dataclass(frozen=True)
class Claim:
    """What a passage says of the record's entries, in a form that can be compared."""

    kind: str
    passage: int
    start: int
    end: int
    subject: Named
    object: Named | None = None
    value: str = ""
    day: str = ""
    words: str = ""  # the sentence
    # The days its paragraph is about, where its sentence tells none.
    around: tuple[str, ...] = ()
    is_rough: bool = False  # a number that the text itself calls approximate


@dataclass(frozen=True)
class Contradiction:
    """A passage that does not agree with the record: what the record says instead, and according to whom."""

    passage: int
    start: int
    end: int
    message: str
    source: str = ""
    kind: str = ""  # of the claim, or “quotation”
    # The entries the passage speaks of, and the record's own facts with their sources.
    about: tuple[UUID, ...] = ()
    facts: tuple[Recorded, ...] = ()


@dataclass(frozen=True)
class Note:
    """What the record says beside a passage without contradicting it: to be weighed, nothing is decided by it."""

    passage: int
    start: int
    label: str
    entry: Named
    words: str


@dataclass
class Reading:
    """A whole text as it was recognised."""

    passages: list[Passage] = field(default_factory=list)
    day: str = ""


def same_time(one: str, other: str) -> bool:
    """Whether two partial ISO dates can mean the same day."""
    first, first_after = days(one)
    second, second_after = days(other)
    return first < second_after and second < first_after


def days(iso: str):
    """The half-open range of days a partial ISO date stands for."""
    day, precision = parse_partial(iso)
    return day, next_unit(day, precision)
