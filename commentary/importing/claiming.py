"""What the rules share that read claims in a sentence: making one, its day, and where a name is only a place."""

import re

from commentary.importing.found import Claim, Mention, Passage, same_time

Span = tuple[int, int]

# Behind these stands where it was or what it was about, not who was there.
PLACE = re.compile(r"\b(in|at|near|to|on|about|over|for|against)\s+(?:the\s+)?\Z", re.IGNORECASE)
CANCELLED = re.compile(
    r"\b(cancel|call(?:ed|s)?\s+(?:it\s+|them\s+|the\s+\w+\s+)?off|scrapp"
    r"|did\s+not\s+(?:take\s+place|happen|go\s+ahead)|never\s+(?:took|happened|held)"
    r"|(?:was|were)\s+(?:to\s+have\s+been|never\s+held)|would\s+have\s+been)",
    re.IGNORECASE,
)


def claimed(
    passage: Passage, span: Span, kind: str, at: tuple[int, int], subject: Mention, *, day: str, **fields
) -> Claim:
    assert subject.entry
    words = passage.text[span[0] : span[1]].strip()
    return Claim(kind, passage.number, *at, subject.entry, day=day, words=words, **fields)


def day_told(passage: Passage, span: Span, day: str) -> str:
    """The date of a sentence; the day of the article when the sentence gives none, or gives it less exactly."""
    told = passage.date_in(span)
    if day and (not told or len(told) < len(day) and same_time(told, day)):
        return day
    return told


def within(position: int, span: Span) -> bool:
    return span[0] <= position < span[1]
