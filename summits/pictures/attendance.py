"""Who came to which summit, and how: a lane for each state, a column for each summit, oldest first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from publishing.datewords import dates_words
from publishing.drawing.elements import Element, el, share
from publishing.drawing.lanes import BAR, columns, height_of, named, rule, top_of
from publishing.drawing.picture import Key, Picture, filled
from publishing.drawing.tables import Cell, Row, Table, dated
from publishing.models import Standing
from publishing.reading import present
from publishing.words import words

NAME = "attendance"
# mode → tone and hatch
MODES = {
    "in-person": ("member", "plain"),
    "by-video": ("party", "upright"),
    "represented": ("signatory", "dots"),
    "absent": ("disputed", "crossed"),
}
OTHER = ("other", "rising")


@dataclass(frozen=True)
class Presence:
    """How one state was at one summit, and in whose person."""

    state: dict[str, Any]
    summit: dict[str, Any]
    person: dict[str, Any] | None
    mode: str
    is_guest: bool
    statement: dict[str, Any]


def of_statements(statements: Iterable[dict], references: dict[str, dict]) -> list[Presence]:
    """Those of states that still stand, by summit and state."""

    found = [
        Presence(
            present(said["subject"], references),
            present(said["object"], references),
            value["person"] and present(value["person"], references),
            value["mode"],
            value["guest"],
            said,
        )
        for said in statements
        for value in [said["value"]]
        if said["subject"]["kind"] == "state" and said["standing"] != Standing.SUPERSEDED
    ]
    return sorted(found, key=in_order)


def in_order(each: Presence) -> tuple:
    said = each.statement
    return said["valid"]["from"] or "", each.summit["id"], each.state["title"], said["id"]


def attendance(found: Sequence[Presence]) -> Picture | None:
    if not found:
        return None
    summits = list(dict.fromkeys(each.summit["id"] for each in found))
    titles = {each.state["id"]: each.state["title"] for each in found}
    states = by_presence(found, titles)
    height = height_of(len(states))
    lefts = columns(len(summits))
    first = {each.summit["id"]: each.statement["valid"]["from"] for each in reversed(found)}
    marks = years(summits, first, lefts, height)
    for number, state in enumerate(states):
        there = len({each.summit["id"] for each in found if each.state["id"] == state and each.mode != "absent"})
        aside = _("%(there)d of %(all)d") % {"there": there, "all": len(summits)}
        marks += named(titles[state], top_of(number), aside)
    places = dict(zip(summits, lefts, strict=True))
    marks += [
        mark(each, places[each.summit["id"]], 100 / len(summits), top_of(states.index(each.state["id"])) + 17)
        for each in found
    ]
    return Picture(
        name=NAME,
        title=_("Who came to which summit, and how"),
        description=_(
            "%(states)d states by %(summits)d summits, a column each, oldest first. An empty place means that no "
            "source seen by us names the state."
        ) % {"states": len(states), "summits": len(summits)},
        table=table(found),
        marks=marks,
        height=height,
        keys=[key(mode) for mode in [*MODES, *sorted({e.mode for e in found} - set(MODES))] if occurs(mode, found)],
    )  # fmt: skip


def occurs(mode: str, found: Sequence[Presence]) -> bool:
    return any(each.mode == mode for each in found)


def by_presence(found: Sequence[Presence], titles: dict[str, str]) -> list[str]:
    """States, those named at most summits first, then by name; a state may be named there in several persons."""
    named_at = Counter(state for state, _summit in {(each.state["id"], each.summit["id"]) for each in found})
    return sorted(titles, key=lambda state: (-named_at[state], titles[state]))


def years(summits: Sequence[str], first: dict[str, str | None], lefts: Sequence[float], height: float) -> list[Element]:
    """The year at the first summit of every fifth year, or of the first year after it that had one."""
    marks: list[Element] = []
    due = 0
    for summit, left in zip(summits, lefts, strict=True):
        year = int((first[summit] or "0")[:4])
        if year >= due and year:
            marks += rule(left, str(year), height)
            due = (year // 5 + 1) * 5
    return marks


def key(mode: str) -> Key:
    text = words(mode)
    return Key(mode, text[:1].upper() + text[1:], *MODES.get(mode, OTHER))


def mark(each: Presence, left: float, width: float, top: float) -> Element:
    who = each.person["title"] if each.person else ""
    told = [each.state["title"], who, words(each.mode), _("guest") if each.is_guest else ""]
    when = dates_words(each.statement["valid"])
    return el(
        "rect",
        el("title", f"{each.summit['title']}, {when}: {', '.join(filter(None, told))}"),
        x=share(left),
        y=top,
        width=share(width),
        height=BAR,
        fill=filled(NAME, each.mode),
        class_="edge",
    )


def table(found: Sequence[Presence]) -> Table:
    return Table(
        columns=(_("Summit"), _("From"), _("State"), _("In the person of"), _("How"), _("Guest"), _("Standing")),
        names=("summit", "from", "state", "person", "mode", "guest", "standing", "fact"),
        rows=tuple(Row(cells(each), each.statement["citations"], shown=7) for each in found),
    )


def cells(each: Presence) -> tuple[Cell, ...]:
    said, person = each.statement, each.person
    return (
        Cell(each.summit["title"], url=each.summit["url"]),
        dated(said["valid"], "from"),
        Cell(each.state["title"], url=each.state["url"]),
        Cell(person["title"], url=person["url"]) if person else Cell(None),
        Cell(each.mode, words(each.mode)),
        Cell("yes" if each.is_guest else "no", _("yes") if each.is_guest else _("no")),
        Cell(said["standing"], words(said["standing"])),
        Cell(said["id"]),
    )
