"""A picture as the subjects describe it: what it is called and shows, its marks, its keys, its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from publishing.drawing.elements import Element
from publishing.drawing.tables import Table

FORMS = ("svg", "png", "csv")
# Pictures that belong to no entry.
GALLERY = "/pictures/"


@dataclass(frozen=True)
class Key:
    """One fill and what it stands for."""

    code: str
    words: str
    tone: str
    hatch: str = "plain"


@dataclass(frozen=True)
class Picture:
    """`marks` are placed in percent of the width and pixels of `height`, or in the units of a `sheet`.

    `name` ends the address of its files and begins the ids of its parts, so it is unlike others on the same page.
    """

    name: str
    title: str
    description: str
    table: Table
    marks: Sequence[Element]
    height: float = 0
    keys: Sequence[Key] = ()
    sheet: tuple[int, int] | None = None
    hatch_scale: float = 1
    # The folder its files are in, with the day and moment asked for.
    address: str = ""
    query: str = ""
    notes: Sequence[str] = field(default=())

    @property
    def page(self) -> str:
        """Where it is explained: a page of its own, or the entry it belongs to."""
        return f"{self.address}{self.name}/{self.query}" if self.address == GALLERY else self.address + self.query

    @property
    def files(self) -> list[tuple[str, str]]:
        """`(SVG, address)` and so on."""
        return [(form.upper(), f"{self.address}{self.name}.{form}{self.query}") for form in FORMS]

    def placed(self, address: str, asked_day: date | None, as_of: str) -> "Picture":
        """The picture with its address, and with the day and moment it was drawn for."""
        asked = {"on": asked_day and asked_day.isoformat(), "as_of": as_of}
        query = urlencode({name: value for name, value in asked.items() if value})
        return replace(self, address=address, query=f"?{query}" if query else "")


def filled(name: str, code: str) -> str:
    """The fill of a key of the picture called `name`."""
    return f"url(#{name}-{code})"
