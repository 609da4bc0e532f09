"""Whether the record already has a quotation, in these words or in others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from uuid import UUID

from commentary.importing import lookup
from commentary.importing.found import Quotation, Reading
from commentary.importing.names import words_of
from summits.models import Statement

ALIKE, THE_SAME = 0.6, 0.97
# So many words at its beginning tell one quotation from any other.
OPENING = 6


@dataclass(frozen=True)
class Rendering:
    """A statement's words as one source gives them."""

    words: str
    source: str


@dataclass(frozen=True)
class Known:
    """A quotation that the record has: the rendering that comes nearest, and the others."""

    passage: int
    quote: Quotation
    statement: Statement
    words: str
    source: str
    is_exact: bool
    others: tuple[Rendering, ...] = ()

    @property
    def at(self) -> tuple[int, int]:
        return self.passage, self.quote.start


class Wording:
    """The quotations of a text beside the record's. What the record has is read once: two questions a text, with what
    belongs to the statements found."""

    def __init__(self, reading: Reading):
        self.said = [
            (passage.number, quote, quote.speaker)
            for passage in reading.passages
            for quote in passage.quotations
            if quote.speaker
        ]

    @property
    def known(self) -> list[Known]:
        """Those that are statements of the record, in the order of the text."""
        return [known for known in self._own if known]

    @cached_property
    def of_others(self) -> list[Known]:
        """Those that the record has, word for word, from somebody else."""
        new = [said for said, known in zip(self.said, self._own, strict=True) if not known]
        rows = lookup.statements_with({_opening(quote.words) for _number, quote, _speaker in new})
        folded = [(row, row.text.casefold()) for row in rows]
        found = [
            _known(number, quote, [row for row, text in folded if opening in text and row.speaker_id != speaker.id])
            for number, quote, speaker in new
            for opening in (_opening(quote.words).casefold(),)
        ]
        return [known for known in found if known and known.is_exact]

    @cached_property
    def _own(self) -> list[Known | None]:
        """For each quotation what its speaker is on record with."""
        by_speaker: dict[UUID, list[Statement]] = defaultdict(list)
        for row in lookup.statements_of({speaker.id for _number, _quote, speaker in self.said}):
            by_speaker[row.speaker_id].append(row)
        return [_known(number, quote, by_speaker[speaker.id]) for number, quote, speaker in self.said]


def _known(number: int, quote: Quotation, statements: Iterable[Statement]) -> Known | None:
    """The statement that comes nearest to the quotation, if any comes near."""
    nearest: tuple[float, Statement, Rendering] | None = None
    for statement in statements:
        for rendering in renderings(statement):
            ratio = _ratio(rendering.words, quote.words)
            if ratio >= ALIKE and (nearest is None or ratio > nearest[0]):
                nearest = ratio, statement, rendering
    if nearest is None:
        return None
    ratio, statement, rendering = nearest
    others = tuple(each for each in renderings(statement) if each != rendering)
    return Known(number, quote, statement, rendering.words, rendering.source, ratio >= THE_SAME, others)


def _opening(words: str) -> str:
    return " ".join(words.split()[:OPENING])


def renderings(statement: Statement) -> Iterator[Rendering]:
    yield Rendering(statement.text, lookup.source_of(statement))
    for variant in statement.variants.all():
        yield Rendering(variant.text, lookup.named(variant.source))


def _ratio(one: str, other: str) -> float:
    """How much of the one, word by word, stands in the other in that order; 1 when it is a stretch of it."""
    first, second = ([word for _start, _end, word in words_of(text)] for text in (one, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    longest = matcher.find_longest_match(0, len(first), 0, len(second))
    if longest.size == len(second):
        return 1.0
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
