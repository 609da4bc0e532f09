"""Statuses over time: one strip a state, from the first status to today."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.pictures.spells import Party, Spell
from members.pictures.statuses import LOOKS, keys, rank
from publishing.datewords import day_words, period_words
from publishing.drawing.elements import Element, el, share
from publishing.drawing.lanes import AXIS, BAR, height_of, named, top_of, years
from publishing.drawing.picture import Picture, filled
from publishing.drawing.scales import Days
from publishing.drawing.tables import Cell, Row, Table, dated
from publishing.models import Standing
from publishing.words import words

NAME = "membership"


def strips(spells: Sequence[Spell], day: date, *, title: str = "", name: str = NAME) -> Picture | None:
    """None where no status was ever attested."""
    if not spells:
        return None
    lanes = by_lane(spells, day)
    scale = scale_of(spells, day)
    height = height_of(len(lanes))
    marks = years(scale, height)
    for number, (party, held) in enumerate(lanes.items()):
        marks += lane(party, held, scale, top_of(number), day, name)
    marks.append(day_mark(scale, day, height))
    return Picture(
        name=name,
        title=title or _("Who was what, %(first)d to %(last)d") % {"first": scale.start.year, "last": scale.last.year},
        description=described(lanes, scale),
        table=table(spells),
        marks=marks,
        height=height,
        keys=keys(each.look for each in spells),
    )


def by_lane(spells: Sequence[Spell], day: date) -> dict[Party, list[Spell]]:
    """Whose strip → what it shows. A state's own strips are one an organisation; else one a state and organisation."""
    is_one_state = len({each.state.id for each in spells}) == 1
    several = len({each.organisation.id for each in spells}) > 1
    lanes: dict[Party, list[Spell]] = {}
    for each in spells:
        lanes.setdefault(whose(each, is_one_state, several), []).append(each)
    return dict(sorted(lanes.items(), key=lambda lane: (standing_on(lane[1], day), lane[0].title)))


def whose(each: Spell, is_one_state: bool, several: bool) -> Party:
    if is_one_state or not several:
        return each.organisation if is_one_state else each.state
    both = f"{each.organisation.id} {each.state.id}"
    return Party(both, f"{each.state.title} – {each.organisation.title}", each.state.url)


def standing_on(held: Sequence[Spell], day: date) -> int:
    """Those with the fullest part that day come first."""
    ranks = [rank(each.look) for each in held if each.holds(day)]
    return min(ranks, default=len(LOOKS) + 1)


def scale_of(spells: Sequence[Spell], day: date) -> Days:
    """From the year of the first known day until after the day asked for; at least until after the first known day."""
    first = min([each.first for each in spells if each.first], default=day)
    return Days(date(first.year, 1, 1), max(day, first) + timedelta(days=1))


def lane(party: Party, held: Sequence[Spell], scale: Days, top: float, day: date, name: str) -> list[Element]:
    """The state's name and what it was on the day; below them its strip."""
    that_day = "; ".join(status_words(each) for each in held if each.holds(day) and each.standing == Standing.ACCEPTED)
    # What is disputed lies over the lower half of what is accepted.
    ordered = sorted(held, key=lambda each: each.standing != Standing.ACCEPTED)
    return [*named(party.title, top, that_day), *(strip(party, each, scale, top + 17, name) for each in ordered)]


def strip(party: Party, each: Spell, scale: Days, top: float, name: str) -> Element:
    left, width = scale.width(each.first, each.until)
    cut = 0 if each.standing == Standing.ACCEPTED else BAR / 2
    return el(
        "rect",
        el("title", f"{party.title}: {status_words(each)}, {period_words(each.valid)}"),
        x=share(left),
        y=top + cut,
        width=share(width),
        height=BAR - cut,
        fill=filled(name, each.look),
        class_="edge",
    )


def day_mark(scale: Days, day: date, height: float) -> Element:
    place = share(scale.at(day))
    return el("line", x1=place, x2=place, y1=AXIS - 6, y2=height, class_="day")


def status_words(each: Spell) -> str:
    said = words(each.status)
    return said if each.standing == Standing.ACCEPTED else f"{said} ({words(each.standing)})"


def described(lanes: dict, scale: Days) -> str:
    counted = ngettext("%(count)d strip", "%(count)d strips", len(lanes)) % {"count": len(lanes)}
    return _(
        "%(strips)s from %(first)d to %(last)s, each status in a colour and a hatching of its own. What is disputed "
        "lies over the lower half. Nothing is drawn beyond the days that a source attests."
    ) % {"strips": counted, "first": scale.start.year, "last": day_words(scale.last)}


def table(spells: Sequence[Spell]) -> Table:
    return Table(
        columns=(_("State"), _("Organisation"), _("Status"), _("From"), _("Until"), _("Standing")),
        names=("state", "organisation", "status", "from", "until", "standing", "fact"),
        rows=tuple(Row(cells(each), each.citations, shown=6) for each in sorted(spells, key=in_table)),
    )


def in_table(each: Spell) -> tuple:
    return each.state.title, each.organisation.title, each.first or date.min, each.fact


def cells(each: Spell) -> tuple[Cell, ...]:
    return (
        Cell(each.state.title, url=each.state.url),
        Cell(each.organisation.title, url=each.organisation.url),
        Cell(each.status, words(each.status)),
        dated(each.valid, "from"),
        dated(each.valid, "to"),
        Cell(each.standing, words(each.standing)),
        Cell(each.fact),
    )
