"""Whether the record already has a quotation, in these words or in others."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from commentary.importing.found import Quotation
from commentary.importing.lookup import statements_of
from commentary.importing.names import words_of
from summits.models import Statement

ALIKE, THE_SAME = 0.6, 0.97


@dataclass(frozen=True)
class Known:
    statement: Statement
    words: str
    is_exact: bool


def same_words(quote: Quotation) -> Known | None:
    """The statement of that speaker that comes nearest to the quotation, if any comes near."""
    if quote.speaker is None:
        return None
    best: tuple[float, Known] | None = None
    for statement in statements_of(quote.speaker):
        for words in (statement.text, *(variant.text for variant in statement.variants.all())):
            ratio = _ratio(words, quote.words)
            if ratio >= ALIKE and (best is None or ratio > best[0]):
                best = ratio, Known(statement, words, ratio >= THE_SAME)
    return best[1] if best else None


def _ratio(one: str, other: str) -> float:
    """How much of the one, word by word, stands in the other in that order."""
    first, second = ([word for _start, _end, word in words_of(text)] for text in (one, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
