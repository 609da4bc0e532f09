"""Whether what a text says of time agrees with the periods on record."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import Enum
from typing import Any

from members.prose.dates import Span
from members.prose.times import How, Time
from publishing.periods import Precision, next_unit

type Days = tuple[date | None, date | None]
ANY: Days = (None, None)


class Deed(Enum):
    """What a verb says of a period: that it began, that it ended, that it was running."""

    BEGAN = "began"
    ENDED = "ended"
    HELD = "held"


def unit(text: str | None, precision: str) -> tuple[date, date] | None:
    """A stored end at its precision, as half-open days."""
    if not text:
        return None
    day = date.fromisoformat(text)
    return day, next_unit(day, precision)


def possible(valid: dict[str, Any]) -> Days:
    """The widest days of a fact: an end known to the year may be any day of it, an unknown one any day at all."""
    start = unit(valid["from"], valid["precision"]["from"])
    end = unit(valid["to"], valid["precision"]["to"])
    if end and valid["precision"]["to"] == Precision.DAY:
        end = (end[0], end[0])
    return (start[0] if start else None, end[1] if end else None)


def began(valid: dict[str, Any]) -> Days:
    """The days on which it may have begun; any where nobody knows."""
    return unit(valid["from"], valid["precision"]["from"]) or ANY


def ended(valid: dict[str, Any]) -> Days | None:
    """The last day on which it held and the first on which it did not both count as its end. None: it still runs."""
    end = unit(valid["to"], valid["precision"]["to"])
    if end and valid["precision"]["to"] == Precision.DAY:
        return end[0] - timedelta(days=1), end[1]
    return end or (ANY if valid["precision"]["to"] == Precision.UNKNOWN else None)


def disagreement(deed: Deed, time: Time, begun: Iterable[Days], over: Iterable[Days], held: Iterable[Days]):
    """Which deed of the text the record does not bear out; None where it does.

    `begun`, `over`: the days on which a period began or ended; `held`: the days through which one ran.
    """
    for part, span in _parts(deed, time):
        days = {Deed.BEGAN: begun, Deed.ENDED: over, Deed.HELD: held}[part]
        if not any(span.meets(each) for each in days):
            return part
    return None


def _parts(deed: Deed, time: Time) -> Iterator[tuple[Deed, Span]]:
    """“A member from A to B” says that it began and that it ended; “joined on A” says the one."""
    if deed is Deed.HELD and time.how in (How.SINCE, How.RANGE):
        yield Deed.BEGAN, time.first
    if deed is Deed.HELD and time.how in (How.UNTIL, How.RANGE):
        yield Deed.ENDED, time.last
    if time.how is How.ON or (deed is Deed.BEGAN and time.how is How.SINCE):
        yield deed, time.first


def covers(span: Span, held: Iterable[Days]) -> bool:
    """Whether the periods hold the span from its first day to its last."""
    held = list(held)
    last = span.after - timedelta(days=1)
    return all(any((lo is None or lo <= day) and (hi is None or day < hi) for lo, hi in held)
               for day in (span.first, last))  # fmt: skip
