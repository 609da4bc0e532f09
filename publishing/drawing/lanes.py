"""Lanes below each other, each with its name above it: the frame that most pictures of the record stand in."""

from collections.abc import Sequence

from publishing.drawing.elements import Element, el, share
from publishing.drawing.scales import Amounts, Days

AXIS, LANE, BAR = 24, 36, 14


def height_of(count: int, lane: int = LANE) -> int:
    return AXIS + lane * count


def top_of(number: int, lane: int = LANE) -> int:
    return AXIS + lane * number


def years(scale: Days, height: float) -> list[Element]:
    return [mark for first in scale.years() for mark in rule(scale.at(first), str(first.year), height)]


def amounts(scale: Amounts, height: float, words) -> list[Element]:
    return [mark for amount in scale.marks() for mark in rule(scale.at(amount), words(amount), height)]


def rule(place: float, words: str, height: float) -> list[Element]:
    """A line across all lanes and what it stands for; at the edges the words stay within the picture."""
    edge = " tick--end" if place > 97 else " tick--middle" if place > 2 else ""
    at = share(place)
    return [
        el("line", x1=at, x2=at, y1=AXIS - 6, y2=height, class_="grid"),
        el("text", words, x=at, y=AXIS - 10, class_=f"tick{edge}"),
    ]


def named(title: str, top: float, aside: str = "") -> list[Element]:
    """The name of a lane, and at its other end what else is to be said of it."""
    found = [el("text", title, x=0, y=top + 12, class_="name")]
    if aside:
        found.append(el("text", aside, x="100%", dx=-6, y=top + 12, class_="status"))
    return [*found, el("rect", x=0, y=top + 17, width="100%", height=BAR, class_="track")]


def columns(count: int) -> Sequence[float]:
    """The left edges of columns of equal width."""
    return [100 * number / max(count, 1) for number in range(count)]
