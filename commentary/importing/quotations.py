"""Quotations in any usual marks, and who says them: the person beside the nearest word of speaking."""

import re
from collections.abc import Iterator

from commentary.importing.found import Mention, Named, Quotation

_MARKS = re.compile(r"“([^“”]+)[”“]|„([^„“”]+)[“”]|«([^«»]+)»|\"([^\"]+)\"|(?<!\w)‘([^‘]+?)’(?!\w)")
_SPOKE = re.compile(
    r"\b(said|says|saying|told|notes?|noted|adds?|added|stress(?:ed|es)|argue[sd]|emphasi[sz]e[sd]|declare[sd]|state[sd]"
    r"|explain(?:ed|s)|warn(?:ed|s)|ask(?:ed|s)|repl(?:ied|ies)|remark(?:ed|s)|insist(?:ed|s)|conclude[sd]|recall(?:ed|s)"
    r"|according\s+to|in\s+the\s+words\s+of|quoted|urge[sd])\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(he|she|the\s+(?:president|prime\s+minister|secretary[\s-]general|minister))\b", re.IGNORECASE
)
# Fewer words are a term in quotation marks, not something said.
FEWEST_WORDS = 4
REACH = 160


def find(text: str, mentions: list[Mention], before: Named | None = None) -> Iterator[Quotation]:
    """The quotations of a passage; `before`: the person the passage before it spoke of last."""
    for found in _MARKS.finditer(text):
        words = next(group for group in found.groups() if group).strip().rstrip(",")
        if len(words.split()) >= FEWEST_WORDS:
            outside = [each for each in mentions if each.of("person") and not found.start() <= each.start < found.end()]
            yield Quotation(found.start(), found.end(), words, _speaker(text, found.span(), outside, before))


def _speaker(text: str, quote: tuple[int, int], people: list[Mention], before: Named | None) -> Named | None:
    """First what follows the quotation, then what leads to it."""
    start, end = quote
    after = re.split(r"(?<=[.!?])\s", text[end : end + REACH], maxsplit=1)[0]
    leading = max(start - REACH, max((text.rfind(mark, 0, start) for mark in ".!?"), default=-1) + 1, 0)
    for begin, words in ((end, after), (leading, text[leading:start])):
        spoke = _SPOKE.search(words)
        if not spoke:
            continue
        close = [each for each in people if begin <= each.start < begin + len(words)]
        if close:
            at = begin + spoke.start()
            return min(close, key=lambda each: abs(each.start - at)).entry
        if _PRONOUN.search(words):
            earlier = [each for each in people if each.start < start]
            return earlier[-1].entry if earlier else before
    return None
