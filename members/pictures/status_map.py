"""The map of statuses on one day. Borders follow the resolutions of the United Nations: see /about/borders/."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.pictures.over_time import status_words
from members.pictures.spells import Spell, main_organisation
from members.pictures.statuses import keys
from publishing.datewords import day_words, period_words
from publishing.drawing.elements import Element, el
from publishing.drawing.picture import Picture, filled
from publishing.drawing.tables import Cell, Row, Table, dated
from publishing.models import Standing
from publishing.words import words

NAME = "map"
# Made by tools/draw_map.py.
SHAPES = Path(__file__).with_name("eurasia.json")
# Whose names would lie over each other stand apart from the middle of their state.
MOVED = {"ARM": (-52, 46), "AZE": (64, 40), "GEO": (-40, -22), "TJK": (20, 52), "KGZ": (96, -8), "SRB": (-20, 60)}


@dataclass(frozen=True)
class Shapes:
    size: tuple[int, int]
    outlines: dict[str, str]
    middles: dict[str, list[int]]


@cache
def eurasia() -> Shapes:
    read: dict[str, Any] = json.loads(SHAPES.read_text())
    return Shapes(tuple(read["size"]), read["shapes"], read["middles"])


def status_map(spells: Sequence[Spell], day: date, *, name: str = NAME) -> Picture | None:
    """Of the organisation of which most is said; None where nothing ever was."""
    organisation = main_organisation(spells)
    if organisation is None:
        return None
    held = on_day([each for each in spells if each.organisation.id == organisation.id], day)
    shown = {each.state.code: each for each in reversed(held)}
    shapes = eurasia()
    return Picture(
        name=name,
        title=_("%(organisation)s on %(day)s") % {"organisation": organisation.title, "day": day_words(day)},
        description=described(held, shapes),
        table=table(held),
        marks=[*states(shown, shapes, name), *names(shown, shapes)],
        keys=keys(each.look for each in shown.values() if each.state.code in shapes.outlines),
        sheet=shapes.size,
        hatch_scale=2.5,
        notes=(_("Map: Natural Earth, visionscarto."),),
    )


def on_day(spells: Iterable[Spell], day: date) -> list[Spell]:
    """What is attested for the day, by state; of one state what is accepted comes before what is disputed."""
    held = [each for each in spells if each.holds(day)]
    return sorted(held, key=lambda each: (each.state.title, each.standing != Standing.ACCEPTED, each.fact))


def states(shown: dict[str, Spell], shapes: Shapes, name: str) -> list[Element]:
    rest = "".join(outline for code, outline in shapes.outlines.items() if code not in shown)
    drawn = [
        el(
            "path",
            el("title", f"{each.state.title}: {status_words(each)}, {period_words(each.valid)}"),
            d=shapes.outlines[code],
            fill=filled(name, each.look),
            class_="shape",
        )
        for code, each in sorted(shown.items())
        if code in shapes.outlines
    ]
    return [el("path", d=rest, class_="land"), *drawn]


def names(shown: dict[str, Spell], shapes: Shapes) -> list[Element]:
    return [
        el("text", each.state.title, x=x + dx, y=y + dy + 9, class_="map-name")
        for code, each in sorted(shown.items())
        if code in shapes.middles
        for (x, y), (dx, dy) in [(shapes.middles[code], MOVED.get(code, (0, 0)))]
    ]


def described(held: Sequence[Spell], shapes: Shapes) -> str:
    counted = len({each.state.id for each in held})
    said = ngettext(
        "%(count)d state has a status that day.", "%(count)d states have a status that day.", counted
    ) % {"count": counted}  # fmt: skip
    beyond = sorted({each.state.title for each in held if each.state.code not in shapes.outlines})
    if beyond:
        said += " " + _("Not on this part of the map: %s.") % ", ".join(beyond)
    return said + " " + _("Land without a colour has none. Colour and hatching say the same.")


def table(held: Sequence[Spell]) -> Table:
    return Table(
        columns=(_("State"), _("Status"), _("From"), _("Until"), _("Standing")),
        names=("state", "status", "from", "until", "standing", "iso3", "organisation", "fact"),
        rows=tuple(Row(cells(each), each.citations, shown=5) for each in held),
    )


def cells(each: Spell) -> tuple[Cell, ...]:
    return (
        Cell(each.state.title, url=each.state.url),
        Cell(each.status, words(each.status)),
        dated(each.valid, "from"),
        dated(each.valid, "to"),
        Cell(each.standing, words(each.standing)),
        Cell(each.state.code),
        Cell(each.organisation.title),
        Cell(each.fact),
    )
