"""What a phrase says of time: on a date, since one, until one, from one to another."""

import re
from dataclasses import dataclass
from enum import Enum

from members.prose.dates import Span, date_at, dates_in, range_at

_ALSO = r"(?:\s*,?\s*\(?|\s+)(?:(?:again|back|only|already|formally|officially|as early as|as late as|first) )*"
_SINCE = re.compile(rf"{_ALSO}(?:ever )?(?:since|as of|starting (?:in|on|from)|from) ")
_UNTIL = re.compile(rf"{_ALSO}(?:until|till|up to|through) ")
_ON = re.compile(rf"{_ALSO}(?:(?:in|on|during|back in) )?")
_RANGE = re.compile(rf"{_ALSO}(?:(?:from|between|in|on|over) )?")
_OPENING = re.compile(r"\s*(?:In|On|During) ")
_WHEN = re.compile(r",? when (?:the )?\Z")


class How(Enum):
    ON = "on"
    SINCE = "since"
    UNTIL = "until"
    RANGE = "range"


@dataclass(frozen=True)
class Time:
    """`first` and `last` bound a range; of any other there is `first` only. `end`: where the phrase ends."""

    how: How
    first: Span
    last: Span
    end: int


def time_at(text: str, place: int, year: int | None = None) -> Time | None:
    """The phrase of time that begins at `place`; “by”, “before” and “after” leave too much open to be one."""
    match = _RANGE.match(text, place)
    both = match and range_at(text, match.end(), year, joined="between" in match[0])
    if both:
        return Time(How.RANGE, *both, both[1].end)
    for how, pattern in ((How.SINCE, _SINCE), (How.UNTIL, _UNTIL), (How.ON, _ON)):
        match = pattern.match(text, place)
        span = match and date_at(text, match.end(), year)
        if span:
            return Time(how, span, span, span.end)
    return None


def time_before(text: str, start: int) -> Time | None:
    """The one date a sentence opens with, or that stands right before “when”, for what begins at `start`."""
    spans = list(dates_in(text))
    opening = _OPENING.match(text)
    for span in spans:
        opens = opening and span.start == opening.end() and span.end <= start and len(spans) == 1
        if opens or (span.end <= start and _WHEN.fullmatch(text[span.end : start])):
            return Time(How.ON, span, span, start)
    return None
