"""Exercises by year and host."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from publishing.datewords import dates_words
from publishing.days import in_time
from publishing.drawing.elements import Element, el, share
from publishing.drawing.lanes import BAR, columns, height_of, named, rule, top_of
from publishing.drawing.picture import Key, Picture, filled
from publishing.drawing.tables import Cell, Row, Table, dated
from publishing.models import Edition
from publishing.reading import present

NAME = "exercises"


@dataclass(frozen=True)
class Exercise:
    """One exercise on the ground of one host, or of nobody known; `year` as its dates say."""

    id: str
    title: str
    url: str
    host: dict[str, Any] | None
    year: int
    document: dict[str, Any]

    @property
    def lane(self) -> str:
        return self.host["title"] if self.host else _("Host not known")


def of_editions(editions: Iterable[Edition], references: dict[str, dict], as_of: str = "") -> list[Exercise]:
    """A row for each exercise and each of its hosts, oldest first; what has no date is not drawn."""
    found = []
    for edition in editions:
        document = edition.document
        if not document["dates"]["from"]:
            continue
        year = date.fromisoformat(document["dates"]["from"]).year
        url = in_time(edition.url or "", as_of)
        for stored in document["hosts"] or [None]:
            host = stored and present(stored, references)
            found.append(Exercise(str(edition.entry_id), edition.title, url, host, year, document))
    return sorted(found, key=lambda each: (each.document["dates"]["from"], each.title, each.lane))


def exercises(found: Sequence[Exercise]) -> Picture | None:
    if not found:
        return None
    first, last = min(each.year for each in found), max(each.year for each in found)
    lefts = dict(zip(range(first, last + 1), columns(last - first + 1), strict=True))
    held: dict[str, dict[int, list[Exercise]]] = defaultdict(lambda: defaultdict(list))
    for each in found:
        held[each.lane][each.year].append(each)
    lanes = sorted(held, key=lambda lane: (-sum(map(len, held[lane].values())), lane))
    height = height_of(len(lanes))
    step = 5 if last - first > 12 else 1
    marks = [mark for year in lefts if year % step == 0 for mark in rule(lefts[year], str(year), height)]
    for number, lane in enumerate(lanes):
        marks += named(lane, top_of(number), str(sum(map(len, held[lane].values()))))
        for year, several in sorted(held[lane].items()):
            marks += cell(several, lefts[year], 100 / len(lefts), top_of(number) + 17)
    return Picture(
        name=NAME,
        title=_("Exercises by year and host, %(first)d to %(last)d") % {"first": first, "last": last},
        description=_(
            "%(count)d exercises. One that several states hosted stands in the lane of each; at the right, how many a "
            "state hosted. The record lists those that its sources name, not all there were."
        ) % {"count": len({each.id for each in found})},
        table=table(found),
        marks=marks,
        height=height,
        keys=[key for key in keys() if key.code in {look(each) for years in held.values() for each in years.values()}],
    )  # fmt: skip


def keys() -> list[Key]:
    return [
        Key("one", _("One exercise"), "party"),
        Key("two", _("Two"), "charter", "upright"),
        Key("more", _("Three or more"), "member", "dots"),
    ]


def look(several: Sequence[Exercise]) -> str:
    return ("one", "two")[len(several) - 1] if len(several) < 3 else "more"


def cell(several: Sequence[Exercise], left: float, width: float, top: float) -> list[Element]:
    told = "; ".join(f"{each.title}, {dates_words(each.document['dates'])}" for each in several)
    at, wide = share(left), share(width)
    fill = filled(NAME, look(several))
    return [el("rect", el("title", told), x=at, y=top, width=wide, height=BAR, fill=fill, class_="edge")]


def table(found: Sequence[Exercise]) -> Table:
    return Table(
        columns=(_("Exercise"), _("From"), _("Until"), _("Host"), _("Personnel")),
        names=("exercise", "from", "until", "host", "personnel", "entry"),
        rows=tuple(Row(cells(each), each.document["sources"], shown=5) for each in found),
    )


def cells(each: Exercise) -> tuple[Cell, ...]:
    dates = each.document["dates"]
    return (
        Cell(each.title, url=each.url),
        dated(dates, "from"),
        dated(dates, "to"),
        Cell(each.host["title"], url=each.host["url"]) if each.host else Cell(None),
        Cell(each.document["personnel"]),
        Cell(each.id),
    )
