"""Whether the record already has a quotation, in these words or in others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

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


def known_quotations(reading: Reading) -> list[Known]:
    """The quotations of a text that are statements of the record, in the order of the text."""
    return [known for number, quote in _said(reading) if (known := _known(number, quote, _own(quote)))]


def words_of_others(reading: Reading) -> list[Known]:
    """The quotations that the record has, word for word, from somebody else."""
    found = [
        _known(number, quote, lookup.statements_with(_opening(quote.words)).exclude(speaker_id=quote.speaker.id))
        for number, quote in _said(reading)
        if quote.speaker and not _known(number, quote, _own(quote))
    ]
    return [known for known in found if known and known.is_exact]


def _said(reading: Reading) -> list[tuple[int, Quotation]]:
    return [(passage.number, quote) for passage in reading.passages for quote in passage.quotations if quote.speaker]


def _own(quote: Quotation) -> Iterable[Statement]:
    return lookup.statements_of(quote.speaker) if quote.speaker else ()


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
