"""The day in the world a page is about: links that keep it, and the days around it on which something changed."""

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlencode

from publishing.models import Fact, Standing
from publishing.periods import EARLIEST, LATEST


def in_time(url: str, as_of: str = "", on: date | None = None) -> str:
    """An address of this site with the two kinds of time a reader asked for."""
    asked = {"on": on.isoformat() if on else "", "as_of": as_of}
    query = urlencode({name: value for name, value in asked.items() if value}, safe=":")
    return f"{url}?{query}" if query else url


def edges(facts: Iterable[Fact]) -> Iterator[date]:
    """The days on which what is attested begins, and the first ones on which it no longer is."""
    for fact in facts:
        # What a retracted entry states stands on its page and holds on no day: it has no row.
        if fact.pk and fact.standing != Standing.SUPERSEDED and not fact.valid.isempty:
            yield from (day for day in (fact.valid.lower, fact.valid.upper) if day)


def around(days: Iterable[date], day: date) -> dict[str, date | None]:
    """The nearest of `days` before and after `day` that a reader can ask for."""
    days = {each for each in days if EARLIEST <= each < LATEST}
    return {
        "previous_change": max((each for each in days if each < day), default=None),
        "next_change": min((each for each in days if each > day), default=None),
    }
