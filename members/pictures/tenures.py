"""Who held which office when, in parallel lanes, with the summits marked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from publishing.datewords import period_words
from publishing.drawing.elements import Element, el, share
from publishing.drawing.lanes import BAR, height_of, named, top_of, years
from publishing.drawing.picture import Key, Picture, filled
from publishing.drawing.scales import Days
from publishing.drawing.tables import Cell, Row, Table, dated
from publishing.models import Fact, Standing
from publishing.reading import present
from publishing.words import words

NAME = "tenures"


@dataclass(frozen=True)
class Held:
    """A person in an office for a while; `lane` is whose line it is drawn in."""

    lane: str
    person: dict[str, Any]
    office: dict[str, Any]
    first: date | None
    until: date | None
    statement: dict[str, Any]

    @property
    def look(self) -> str:
        if self.statement["standing"] != Standing.ACCEPTED:
            return "disputed"
        return "acting" if self.statement["value"]["acting"] else "held"


def of_facts(rows: Iterable[Fact], references: dict[str, dict], lane: Callable[[dict], dict]) -> list[Held]:
    """`lane` says of a statement in whose line it stands: the office's for a person, the state's for all leaders."""
    found = []
    for row in rows:
        if row.pk is None or row.standing == Standing.SUPERSEDED or row.valid.isempty:
            continue
        said = row.statement
        title = present(lane(said), references)["title"]
        person, office = present(said["subject"], references), present(said["object"], references)
        found.append(Held(title, person, office, row.valid.lower, row.valid.upper, said))
    return sorted(found, key=lambda each: (each.lane, each.first or date.min, each.statement["id"]))


def tenures(
    held: Sequence[Held], summits: Iterable[date], day: date, *, title: str, by_person: bool = False
) -> Picture | None:
    if not held:
        return None
    lanes = list(dict.fromkeys(each.lane for each in held))
    first = min([each.first for each in held if each.first], default=day)
    scale = Days(date(first.year, 1, 1), max(day, first) + timedelta(days=1))
    height = height_of(len(lanes))
    marks = years(scale, height)
    for number, lane in enumerate(lanes):
        marks += named(lane, top_of(number))
    marks += [bar(each, scale, top_of(lanes.index(each.lane)) + 17) for each in held]
    marks += [tick(met, scale, height) for met in sorted(set(summits)) if scale.start <= met <= day]
    if not by_person:
        marks += [name for each in held for name in surname(each, scale, top_of(lanes.index(each.lane)) + 28)]
    return Picture(
        name=NAME,
        title=title,
        description=_("A lane for each office. The thin lines are the summits attended.")
        if by_person
        else _("A lane for each state. The thin lines are the summits."),
        table=table(held),
        # Words last: the lines of summits stop where somebody is named.
        marks=sorted(marks, key=lambda each: each.name == "text"),
        height=height,
        keys=[key for key in keys() if key.code in {each.look for each in held}],
    )


def keys() -> list[Key]:
    return [
        Key("held", _("In office"), "member"),
        Key("acting", _("Acting"), "frozen", "rising"),
        Key("disputed", _("Disputed"), "disputed", "crossed"),
    ]


def bar(each: Held, scale: Days, top: float) -> Element:
    left, width = scale.width(each.first, each.until)
    told = f"{each.person['title']}, {each.office['title']}: {period_words(each.statement['valid'])}"
    cut = BAR / 2 if each.look == "disputed" else 0
    fill, size = filled(NAME, each.look), {"y": top + cut, "height": BAR - cut}
    return el("rect", el("title", told), x=share(left), width=share(width), fill=fill, class_="edge", **size)


def surname(each: Held, scale: Days, top: float) -> list[Element]:
    """On a bar that is wide enough for it."""
    left, width = scale.width(each.first, each.until)
    name = each.person["title"].split()[-1]
    return [el("text", name, x=share(left), dx=5, y=top, class_="bar-name")] if width > len(name) else []


def tick(met: date, scale: Days, height: float) -> Element:
    at = share(scale.at(met))
    return el("line", x1=at, x2=at, y1=height_of(0), y2=height, class_="summit")


def table(held: Sequence[Held]) -> Table:
    return Table(
        columns=(_("Person"), _("Office"), _("From"), _("Until"), _("Acting"), _("Standing")),
        names=("person", "office", "from", "until", "acting", "standing", "fact"),
        rows=tuple(Row(cells(each), each.statement["citations"], shown=6) for each in held),
    )


def cells(each: Held) -> tuple[Cell, ...]:
    said = each.statement
    is_acting = said["value"]["acting"]
    return (
        Cell(each.person["title"], url=each.person["url"]),
        Cell(each.office["title"]),
        dated(said["valid"], "from"),
        dated(said["valid"], "to"),
        Cell("yes" if is_acting else "no", _("yes") if is_acting else _("no")),
        Cell(said["standing"], words(said["standing"])),
        Cell(said["id"]),
    )
