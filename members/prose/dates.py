"""Dates as prose writes them, each read as the days it may mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from publishing.periods import Precision, next_unit

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH = "|".join([*MONTHS, r"Sept\b\.?", *(rf"{name[:3]}\b\.?" for name in MONTHS)])
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_DAYS = (
    *_UNITS, "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth", *(f"twenty-{unit}" for unit in _UNITS), "thirtieth", "thirty-first",
)  # fmt: skip
_DAY_WORD = "|".join(sorted(_DAYS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_NTH = r"(?:st|nd|rd|th)?"
_PART = (
    r"(?:(?P<part>early|mid|late|(?:the )?(?:beginning|start|middle|close|end|spring|summer|autumn|fall|winter|"
    r"first half|second half) of|(?:the )?(?:spring|summer|autumn|fall|winter))[- ])?"
)
# The months of a part of a year, as the first and the one after; a winter has two ends, so it is any time of it.
_PARTS = {
    "early": (0, 6), "beginning": (0, 6), "start": (0, 6), "mid": (3, 9), "middle": (3, 9), "late": (6, 12),
    "close": (6, 12), "end": (6, 12), "spring": (2, 6), "summer": (5, 9), "autumn": (8, 12), "fall": (8, 12),
    "winter": (0, 12), "first half": (0, 6), "second half": (6, 12),
}  # fmt: skip
# A number that counts people is no year.
_COUNTED = r"(?! ?-?(?:troops|personnel|soldiers|servicemen|people|men|peacekeepers|strong)\b)"
_DATE = re.compile(
    rf"(?:(?P<iso>{_YEAR}-\d\d-\d\d)"
    rf"|(?P<in_day>\d{{1,2}})(?P<mark>[./])(?P<in_month>\d{{1,2}})(?P=mark)(?P<in_year>{_YEAR})"
    rf"|(?:the )?(?P<day>\d{{1,2}}|{_DAY_WORD}){_NTH}(?: of)? (?P<month>{MONTH})(?:,? (?P<year>{_YEAR}))?"
    rf"|{_PART}(?P<only_month>{MONTH}),? (?P<month_year>{_YEAR})"
    rf"|(?P<us_month>{MONTH}) (?P<us_day>\d{{1,2}}){_NTH}(?!\d)(?:,? (?P<us_year>{_YEAR}))?"
    rf"|(?:the )?{_PART.replace('part', 'of_decade', 1)}(?P<decade>(?:19|20)\d0)s\b"
    rf"|{_PART.replace('part', 'of_year', 1)}(?P<only_year>{_YEAR}){_COUNTED})"
    rf"(?!\d|[.,/]\d|s\b|-(?!{_YEAR}\b))"
)
# The first of two dates may leave to the second what they share: “12 to 16 October”, “September and October 2022”.
_BARE = re.compile(rf"(?P<bare_day>\d{{1,2}}){_NTH}|(?P<bare_month>{MONTH})(?: (?P<bare_us>\d{{1,2}}))?")
_TO = re.compile(r" ?[-–—] ?| (?:to|until|till|through) (?:the )?")
_AND = re.compile(r" and (?:the )?")
_START = re.compile(rf"(?<![\w-])(?:\d|(?:{MONTH})\b|{'|'.join(_PARTS)}|(?:{_DAY_WORD})(?: of)? (?:{MONTH}))")


@dataclass(frozen=True)
class Span:
    """A date in the text: the days it may mean, half-open, and where it stands."""

    first: date
    after: date
    start: int = 0
    end: int = 0

    def meets(self, other: tuple[date | None, date | None]) -> bool:
        """Whether they share a day; None is without end on that side."""
        return (other[1] is None or self.first < other[1]) and (other[0] is None or other[0] < self.after)


def date_at(text: str, place: int, year: int | None = None) -> Span | None:
    """The date that stands at `place`. One without its year is read only when `year` says which."""
    match = _DATE.match(text, place)
    try:
        days = _days(match, year) if match else None
    except ValueError:
        return None
    return Span(*days, match.start(), match.end()) if match and days else None


def range_at(text: str, place: int, year: int | None = None, joined: bool = False) -> tuple[Span, Span] | None:
    """Two dates that bound a range; `joined`: by “and”, as behind “between”."""
    first, end = _first_of_two(text, place)
    mark = _TO.match(text, end) or ((joined or not first) and _AND.match(text, end))
    last = date_at(text, mark.end(), year) if mark else None
    if last is None:
        return None
    begun = date_at(text, place, last.first.year) if first else _completed(text, place, last)
    return (replace(begun, start=place), last) if begun and begun.first < last.after else None


def dates_in(text: str) -> Iterator[Span]:
    """Every date in a text; the two of a range as one."""
    place = 0
    while match := _START.search(text, place):
        start = match.start()
        both, one = range_at(text, start), date_at(text, start)
        if both:
            yield Span(both[0].first, both[1].after, start, both[1].end)
        elif one:
            yield one
        place = both[1].end if both else one.end if one else match.end()


def _first_of_two(text: str, place: int) -> tuple[bool, int]:
    """Whether a date that needs nothing but perhaps a year stands there, and where the first of two ends."""
    if match := _DATE.match(text, place):
        return True, match.end()
    bare = _BARE.match(text, place)
    return False, bare.end() if bare else place


def _completed(text: str, place: int, last: Span) -> Span | None:
    bare = _BARE.match(text, place)
    if bare is None:
        return None
    month = _number(bare["bare_month"]) if bare["bare_month"] else last.first.month
    day = bare["bare_day"] or bare["bare_us"]
    try:
        first = date(last.first.year, month, int(day or 1))
    except ValueError:
        return None
    return Span(first, next_unit(first, Precision.DAY if day else Precision.MONTH), place, bare.end())


def _days(match: re.Match, year: int | None) -> tuple[date, date] | None:
    said = match.groupdict()
    if said["iso"]:
        return _unit(date.fromisoformat(said["iso"]), Precision.DAY)
    if said["mark"]:
        return _in_numbers(said)
    day, month = said["day"] or said["us_day"], said["month"] or said["us_month"]
    if day:
        given = int(said["year"] or said["us_year"] or year or 0)
        number = int(day) if day.isdigit() else _DAYS.index(day) + 1
        return _unit(date(given, _number(month), number), Precision.DAY) if given else None
    if said["only_month"]:
        return _unit(date(int(said["month_year"]), _number(said["only_month"]), 1), Precision.MONTH)
    if said["decade"]:
        return _part(int(said["decade"]), 10, said["of_decade"])
    return _part(int(said["only_year"]), 1, said["of_year"])


def _unit(first: date, precision: Precision) -> tuple[date, date]:
    return first, next_unit(first, precision)


def _number(month: str) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name[:3] == month[:3])


def _in_numbers(said: dict[str, str]) -> tuple[date, date] | None:
    """With points the day comes first; with strokes only where it could not be the month."""
    one, other = int(said["in_day"]), int(said["in_month"])
    if said["mark"] == "/" and one <= 12 and other <= 12 and one != other:
        return None
    day, month = (one, other) if other <= 12 else (other, one)
    return _unit(date(int(said["in_year"]), month, day), Precision.DAY)


def _part(year: int, years: int, part: str | None) -> tuple[date, date]:
    """The early, middle or late part of a year or a decade, generously."""
    first, after = _PARTS.get((part or "").removeprefix("the ").removesuffix(" of"), (0, 12))
    return _after_months(year, first * years), _after_months(year, after * years)


def _after_months(year: int, months: int) -> date:
    return date(year + months // 12, months % 12 + 1, 1)
