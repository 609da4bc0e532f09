"""Who said what on which topic at one summit: a lane for each topic, a column for each speaker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from publishing.days import in_time
from publishing.drawing.elements import Element, el, share
from publishing.drawing.lanes import BAR, columns, height_of, named, top_of
from publishing.drawing.picture import Picture
from publishing.drawing.tables import Cell, Row, Table
from publishing.models import Edition
from publishing.reading import present

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
    found = [
        Said(
            present(document["speaker"], references),
            topic and present(topic, references),
            edition,
            in_time(edition.url or "", as_of),
        )
        for edition in editions
        for document in [edition.document]
        for topic in document["topics"] or [None]
    ]
    return sorted(found, key=lambda each: (each.lane, each.speaker["title"], each.statement.title))


def said(found: Sequence[Said]) -> Picture | None:
    if not found:
        return None
    # By id: two speakers may bear one name.
    names = {each.speaker["id"]: each.speaker["title"] for each in found}
    speakers = sorted(names, key=lambda speaker: (names[speaker], speaker))
    lanes = list(dict.fromkeys(each.lane for each in found))
    height = height_of(len(lanes))
    wide = 100 / len(speakers)
    places = {speaker: left + wide / 2 for speaker, left in zip(speakers, columns(len(speakers)), strict=True)}
    marks: list[Element] = []
    for speaker, place in places.items():
        at = share(place)
        marks.append(el("text", names[speaker].split()[-1], x=at, y=14, class_="tick tick--middle"))
        marks.append(el("line", x1=at, x2=at, y1=18, y2=height, class_="grid"))
    for number, lane in enumerate(lanes):
        marks += named(lane, top_of(number))
        for speaker in speakers:
            here = [each for each in found if (each.lane, each.speaker["id"]) == (lane, speaker)]
            marks += dots(here, places[speaker], top_of(number) + 17 + BAR / 2)
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
