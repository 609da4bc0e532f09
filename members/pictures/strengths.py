"""What strengths were given for forces: every figure of every source, and how far they lie apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.datewords import period_words
from publishing.drawing.elements import Element, el, share
from publishing.drawing.lanes import BAR, amounts, height_of, named, top_of
from publishing.drawing.picture import Picture
from publishing.drawing.scales import Amounts, topped
from publishing.drawing.tables import Cell, Row, Table, dated
from publishing.models import Standing
from publishing.reading import present
from publishing.words import words

NAME = "strength"


@dataclass(frozen=True)
class Figure:
    """One figure of one force in `unit`, in the lane of its force or of its year."""

    lane: str
    force: dict[str, Any]
    number: int
    statement: dict[str, Any]

    @property
    def unit(self) -> str:
        return self.statement["value"]["unit"]

    @property
    def is_approximate(self) -> bool:
        return self.statement["value"]["approximate"]


def of_statements(statements: Iterable[dict], references: dict[str, dict], *, by_year: bool) -> list[Figure]:
    """Those that name a number and still stand, oldest first."""
    found = []
    for said in statements:
        number = said["value"]["personnel"]
        if number is None or said["standing"] == Standing.SUPERSEDED:
            continue
        force = present(said["subject"], references)
        lane = (said["valid"]["from"] or _("undated"))[:4] if by_year and said["valid"]["from"] else force["title"]
        found.append(Figure(lane, force, number, said))
    return sorted(found, key=lambda each: (each.lane, each.statement["valid"]["from"] or "", each.statement["id"]))


def strengths(figures: Sequence[Figure], *, title: str) -> Picture | None:
    """Drawn are people; what is counted in other units is in the table only."""
    people = [each for each in figures if each.unit == "personnel"]
    if not people:
        return None
    lanes: dict[str, list[Figure]] = {}
    for each in people:
        lanes.setdefault(each.lane, []).append(each)
    scale = topped(max(each.number for each in people), 4)
    height = height_of(len(lanes))
    marks = amounts(scale, height, grouped)
    for number, (lane, given) in enumerate(lanes.items()):
        marks += figures_of(lane, given, scale, top_of(number))
    counted = ngettext("%(count)d figure", "%(count)d figures", len(people)) % {"count": len(people)}
    return Picture(
        name=NAME,
        title=title,
        description=_(
            "%(figures)s, a dot each; the line joins the lowest and the highest. A hollow dot is a figure given as "
            "approximate."
        ) % {"figures": counted},
        table=table(figures),
        marks=marks,
        height=height,
    )  # fmt: skip


def figures_of(lane: str, given: Sequence[Figure], scale: Amounts, top: float) -> list[Element]:
    numbers = [each.number for each in given]
    low, high, middle = min(numbers), max(numbers), top + 17 + BAR / 2
    spread = grouped(low) if low == high else f"{grouped(low)}–{grouped(high)}"
    ends = share(scale.at(low)), share(scale.at(high))
    stem = el("line", x1=ends[0], x2=ends[1], y1=middle, y2=middle, class_="stem")
    return [*named(lane, top, spread), stem, *(dot(each, scale, middle) for each in given)]


def dot(each: Figure, scale: Amounts, middle: float) -> Element:
    about = _("about") + " " if each.is_approximate else ""
    told = f"{each.force['title']}, {period_words(each.statement['valid'])}: {about}{grouped(each.number)}"
    look = "dot dot--open" if each.is_approximate else "dot"
    return el("circle", el("title", told), cx=share(scale.at(each.number)), cy=middle, r=5.5, class_=look)


def grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


def table(figures: Sequence[Figure]) -> Table:
    return Table(
        columns=(_("Force"), _("As of"), _("Figure"), _("Unit"), _("Approximate"), _("Standing"), _("According to")),
        names=("force", "as_of", "figure", "unit", "approximate", "standing", "publishers", "fact"),
        rows=tuple(Row(cells(each), each.statement["citations"], shown=7) for each in figures),
    )


def cells(each: Figure) -> tuple[Cell, ...]:
    said = each.statement
    told = dict.fromkeys(use["publisher"] or use["title"] for use in said["citations"])
    return (
        Cell(each.force["title"], url=each.force["url"]),
        dated(said["valid"], "from"),
        Cell(each.number, grouped(each.number)),
        Cell(each.unit),
        Cell("yes" if each.is_approximate else "no", _("yes") if each.is_approximate else _("no")),
        Cell(said["standing"], words(said["standing"])),
        Cell("; ".join(told)),
        Cell(said["id"]),
    )
