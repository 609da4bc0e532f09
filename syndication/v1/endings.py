"""What will end: a parameter that has a better twin. Answers to whoever uses it say so: RFC 9745, RFC 8594."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.http import http_date

# Nothing ends sooner than this after it was announced (docs/api.md, “What stays”).
NOTICE = timedelta(days=730)


@dataclass(frozen=True)
class Ending:
    """Works as ever up to the day `until`, which is not before the notice is over; `instead` is its twin."""

    instead: str
    since: date
    until: date

    @property
    def words(self) -> str:
        return f"Deprecated: use `{self.instead}`, which is the same. Works until {self.until}."


def headers(used: Sequence[Ending]) -> dict[str, str]:
    """Of several, what was announced first and what ends first."""
    if not used:
        return {}
    return {
        "Deprecation": f"@{_seconds(min(ending.since for ending in used))}",
        "Sunset": http_date(_seconds(min(ending.until for ending in used))),
    }


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time.min, UTC).timestamp())
