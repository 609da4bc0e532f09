"""Dates of the fact base, `{"value": "2022-05", "precision": "month"}`, into periods."""

from datetime import date
from typing import Any

from django.utils.formats import date_format

from publishing.periods import Precision, next_unit, parse_partial

# Open periods were last seen to run on these days (facts/README.md). For heads of state and government only the
# month is recorded, May 2026: its first day is the last one that is certain.
CHECKED_ALLIANCE = date(2025, 11, 27)
CHECKED_GOVERNMENTS = date(2026, 5, 1)
CHECKED_MINISTERS = date(2025, 11, 1)

type Partial = dict[str, str] | None


def half_open(start: Partial, end: Partial, absent_end: str = Precision.OPEN) -> dict[str, Any]:
    """The four fields of a period whose `end` is the first day on which it no longer holds."""
    starts_on, start_precision = parse_partial(start["value"]) if start else (None, Precision.UNKNOWN)
    ends_on, end_precision = parse_partial(end["value"]) if end else (None, absent_end)
    return {
        "starts_on": starts_on,
        "start_precision": start_precision,
        "ends_on": ends_on,
        "end_precision": end_precision,
    }


def inclusive(start: Partial, last: Partial) -> dict[str, Any]:
    """The same for what ran up to and including `last`; without it the end is unknown."""
    if last is None:
        return half_open(start, None, Precision.UNKNOWN)
    day, precision = parse_partial(last["value"])
    return half_open(start, None) | {"ends_on": next_unit(day, precision), "end_precision": precision}


def single(day: Partial) -> dict[str, Any]:
    """What happened on one day, or some time within one month or year."""
    return inclusive(day, day)


def as_of(day: Partial) -> dict[str, Any]:
    """What was seen to hold then; since when and how long is not known."""
    return half_open(day, None, Precision.UNKNOWN)


def in_words(day: Partial) -> str:
    if day is None:
        return "undated"
    formats = {"day": "j F Y", "month": "F Y", "year": "Y"}
    return date_format(parse_partial(day["value"])[0], formats[day["precision"]])
