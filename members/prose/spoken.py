"""Dates and numbers as prose writes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from publishing.periods import Precision, next_unit

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join(MONTHS)
_YEAR = r"(?:19|20)\d\d"
DATE = (
    rf"(?:(?P<days>\d{{1,2}})(?: ?[-–] ?| to | and )(?P<last>\d{{1,2}}) (?P<in_month>{_MONTH}),? (?P<of_year>{_YEAR})"
    rf"|(?P<day>\d{{1,2}}) (?P<month>{_MONTH}),? (?P<year>{_YEAR})"
    rf"|(?P<us_month>{_MONTH}) (?P<us_day>\d{{1,2}}), (?P<us_year>{_YEAR})"
    rf"|(?P<only_month>{_MONTH}) (?P<month_year>{_YEAR})"
    rf"|(?P<iso>{_YEAR}-\d\d-\d\d)"
    rf"|(?P<only_year>{_YEAR}))(?![\d-]|s\b|,\d)"
)
_DATE = re.compile(rf"(?<![\d\w-]){DATE}")
NUMBER = r"(?P<number>\d{1,3}(?:[,   ]\d{3})+|\d+)(?P<thousand> thousand\b)?"
_HEDGES = "|".join((
    "about", "around", "some", "approximately", "roughly", "nearly", "almost", "more than", "over", "at least",
    "up to", "under", "fewer than", "less than", "only", "just",
))  # fmt: skip
ABOUT = rf"(?P<hedge>(?:{_HEDGES})\s+)?"


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


def dates_in(text: str) -> Iterator[Span]:
    for match in _DATE.finditer(text):
        span = span_of(match)
        if span:
            yield span


def span_of(match: re.Match) -> Span | None:
    """The days a match of DATE speaks of; None where there is no such day."""
    try:
        first, precision, last = _parts(match)
        after = next_unit(last or first, precision)
    except ValueError:
        return None
    return Span(first, after, match.start(), match.end()) if first < after else None


def _parts(match: re.Match) -> tuple[date, Precision, date | None]:
    said = match.groupdict()
    if said["days"]:
        year, month = int(said["of_year"]), MONTHS.index(said["in_month"]) + 1
        return date(year, month, int(said["days"])), Precision.DAY, date(year, month, int(said["last"]))
    if said["day"]:
        return date(int(said["year"]), MONTHS.index(said["month"]) + 1, int(said["day"])), Precision.DAY, None
    if said["us_day"]:
        return date(int(said["us_year"]), MONTHS.index(said["us_month"]) + 1, int(said["us_day"])), Precision.DAY, None
    if said["only_month"]:
        return date(int(said["month_year"]), MONTHS.index(said["only_month"]) + 1, 1), Precision.MONTH, None
    if said["iso"]:
        return date.fromisoformat(said["iso"]), Precision.DAY, None
    return date(int(said["only_year"]), 1, 1), Precision.YEAR, None


def number_of(match: re.Match) -> int:
    digits = int(re.sub(r"\D", "", match["number"]))
    return digits * 1000 if match["thousand"] else digits


def unit(text: str | None, precision: str) -> tuple[date, date] | None:
    """A stored end at its precision, as half-open days."""
    if not text:
        return None
    day = date.fromisoformat(text)
    return day, next_unit(day, precision)


def possible(valid: dict) -> tuple[date | None, date | None]:
    """The widest days of a fact: an end known to the year may be any day of it, an unknown one any day at all."""
    start = unit(valid["from"], valid["precision"]["from"])
    end = unit(valid["to"], valid["precision"]["to"])
    if end and valid["precision"]["to"] == Precision.DAY:
        end = (end[0], end[0])
    return (start[0] if start else None, end[1] if end else None)


def left_on(valid: dict) -> tuple[date, date] | None:
    """The days that count as its end: the last on which it held and the first on which it did not."""
    end = unit(valid["to"], valid["precision"]["to"])
    if end and valid["precision"]["to"] == Precision.DAY:
        return end[0] - timedelta(days=1), end[1]
    return end
