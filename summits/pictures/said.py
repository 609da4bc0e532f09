"""Who said what on which topic at one summit: a lane for each topic, a column for each speaker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from publishing.drawing.elements import Element, el, share
from publishing.drawing.lanes import BAR, columns, height_of, named, top_of
from publishing.drawing.picture import Picture
from publishing.drawing.tables import Cell, Row, Table
from publishing.models import Edition

NAME = "said"


@dataclass(frozen=True)
class Said:
    """One statement under one of its topics, or under none."""

    speaker: dict[str, Any]
    topic: dict[str, Any] | None
    statement: Edition
    url: str

    @property
    def lane(self) -> str:
        return self.topic["title"] if self.topic else _("Under no topic")


def of_editions(editions: Iterable[Edition], references: dict[str, dict], as_of: str = "") -> list[Said]:
    def now(stored: dict) -> dict[str, Any]:
        return references.get(stored["id"], {**stored, "url": None})

    found = [
        Said(now(document["speaker"]), topic and now(topic), edition, f"{edition.url}?as_of={as_of}" if as_of else url)
        for edition in editions
        for document, url in [(edition.document, edition.url or "")]
        for topic in document["topics"] or [None]
    ]
    return sorted(found, key=lambda each: (each.lane, each.speaker["title"], each.statement.title))


def said(found: Sequence[Said]) -> Picture | None:
    if not found:
        return None
    speakers = list(dict.fromkeys(sorted(each.speaker["title"] for each in found)))
    lanes = list(dict.fromkeys(each.lane for each in found))
    height = height_of(len(lanes))
    wide = 100 / len(speakers)
    places = {name: left + wide / 2 for name, left in zip(speakers, columns(len(speakers)), strict=True)}
    marks: list[Element] = []
    for name, place in places.items():
        at = share(place)
        marks.append(el("text", name.split()[-1], x=at, y=14, class_="tick tick--middle"))
        marks.append(el("line", x1=at, x2=at, y1=18, y2=height, class_="grid"))
    for number, lane in enumerate(lanes):
        marks += named(lane, top_of(number))
        for name in speakers:
            here = [each for each in found if (each.lane, each.speaker["title"]) == (lane, name)]
            marks += dots(here, places[name], top_of(number) + 17 + BAR / 2)
    return Picture(
        name=NAME,
        title=_("Who spoke on which topic"),
        description=_("A dot for each statement that the record has, in the column of its speaker."),
        table=table(found),
        marks=marks,
        height=height,
    )


def dots(here: Sequence[Said], place: float, middle: float) -> list[Element]:
    """Side by side around the middle of the column."""
    return [
        el(
            "circle",
            el("title", f"{each.speaker['title']}: {each.statement.title}"),
            cx=share(place + 1.4 * (number - (len(here) - 1) / 2)),
            cy=middle,
            r=5.5,
            class_="dot",
        )
        for number, each in enumerate(here)
    ]


def table(found: Sequence[Said]) -> Table:
    return Table(
        columns=(_("Topic"), _("Speaker"), _("Statement"), _("Said")),
        names=("topic", "speaker", "statement", "text", "entry"),
        rows=tuple(Row(cells(each), each.statement.document["sources"], shown=4) for each in found),
    )


def cells(each: Said) -> tuple[Cell, ...]:
    return (
        Cell(each.topic["title"], url=each.topic["url"]) if each.topic else Cell(None, each.lane),
        Cell(each.speaker["title"], url=each.speaker["url"]),
        Cell(each.statement.title, url=each.url),
        Cell(each.statement.document["text"]),
        Cell(str(each.statement.entry_id)),
    )
