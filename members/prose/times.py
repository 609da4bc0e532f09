"""What a phrase says of time: on a date, since one, until one, from one to another."""

import re
from dataclasses import dataclass
from enum import Enum

from members.prose.dates import Span, date_at, dates_in, range_at


class How(Enum):
    ON = "on"
    SINCE = "since"
    UNTIL = "until"
    RANGE = "range"


_ALSO = (
    r"(?:\s*,?\s*\(?|\s+)(?:(?:again|back|only|already|formally|officially|as early as|as late as|first|for good|"
    r"for ever|altogether|once more|once again|at last|in full|for (?:a|the) (?:first|second|third) time|"
    r"(?:at|by) its own \w+|of its own accord|"
    r"without (?:interruption|a break|a pause)|continuously|uninterruptedly|by the [A-Z]\w+(?: [A-Z]\w+)*) )*"
)
_SINCE = re.compile(rf"{_ALSO}(?:ever )?(?:since|as of|starting (?:in|on|from)|from) ")
# “Until his death in 2016”
_UNTIL = re.compile(rf"{_ALSO}(?:until|till|up to|through) (?:(?:his|her) \w+ (?:in|on) )?")
_ON = re.compile(
    rf"{_ALSO}(?:at (?:the|its|an?) (?:[\w-]+ ){{0,3}}(?:summit|session|meeting) (?:of|on|in) )?"
    r"(?:(?:in|on|during|back in|late in|early in|in the course of) )?"
)
_RANGE = re.compile(rf"{_ALSO}(?:(?:from|between|in|on|over) )?")
_OPENINGS = {
    How.ON: re.compile(r"\s*(?:In|On|During|Back in|As early as|As late as) "),
    How.SINCE: re.compile(r"\s*(?:Ever since|Since|From) "),
    How.UNTIL: re.compile(r"\s*(?:Until|Till|Up to) "),
}
# “When the Charter entered into force in 2003, X was a member”
_CLAUSE = re.compile(r"\s*(?:When|As) [^,;.]{3,90}? (?:in|on) ")
# “in 2003, when X left”, “it was in 2003 that X left”
_WHEN = re.compile(r"(?:,? when|,? that) (?:the )?\Z")


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
    for span in spans:
        if span.end <= start and _WHEN.fullmatch(text[span.end : start]):
            return Time(How.ON, span, span, start)
    if len(spans) != 1 or spans[0].end > start:
        return None
    clause = _CLAUSE.fullmatch(text[: spans[0].start])
    if clause and re.fullmatch(r", (?:the )?", text[spans[0].end : start]):
        return Time(How.ON, spans[0], spans[0], start)
    for how, pattern in _OPENINGS.items():
        opening = pattern.match(text)
        time = time_at(text, opening.end()) if opening else None
        if time:
            return Time(how if time.how is How.ON else time.how, time.first, time.last, start)
    return None
