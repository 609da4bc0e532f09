"""A text read with the record's names: passages with their mentions, dates and quotations."""

import re

from commentary.importing import dates, quotations
from commentary.importing.found import Named, Passage, Reading
from commentary.importing.names import Names

_SENTENCE_END = re.compile(r"[.!?;][”\"»’)]*\s+(?=[“\"«„(]?[^\W\d_a-zа-я]|\d)")


def recognise(blocks: list[list[str]], day: str = "", names: Names | None = None) -> Reading:
    """`blocks` as reading.py cuts them; `day`: the day the article is about, as a partial ISO date."""
    texts = [words for _tag, words in blocks]
    mentions = (names or Names()).find(texts)
    dated = dates.find(texts, day)
    reading = Reading(day=day or _first_day(dated))
    last: Named | None = None
    for number, (tag, text) in enumerate(blocks):
        here = mentions[number]
        covered = [(each.start, each.end) for each in here]
        reading.passages.append(
            Passage(
                number,
                tag,
                text,
                tuple(sentences(text)),
                tuple(here),
                tuple(d for d in dated[number] if not any(s <= d.start < e for s, e in covered)),
                tuple(quotations.find(text, here, last)),
            )
        )
        people = [each.entry for each in here if each.of("person")]
        last = people[-1] if people else last
    return reading


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


def _first_day(dated: list[list[dates.DateFound]]) -> str:
    """The day an article is about, when nobody said so: the first one it gives to the day."""
    told = [each.iso for passage in dated for each in passage if each.sense == "on" and each.iso]
    return next((iso for iso in told if len(iso) == 10), told[0] if told else "")
