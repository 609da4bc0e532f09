"""A picture as part of a page, as wide as the page; and as a file of its own, with title, keys and source on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from textwrap import wrap

from django.conf import settings
from django.utils.translation import gettext as _

from publishing.drawing.elements import Element, el
from publishing.drawing.hatching import pattern
from publishing.drawing.picture import Key, Picture, filled

WIDTH, MARGIN = 960, 32
INNER = WIDTH - 2 * MARGIN
FONT = "Record Sans, Source Sans 3, Segoe UI, Helvetica Neue, sans-serif"
LINE, KEY_LINE = 21, 24
# What a letter is wide on average at 15 pixels.
LETTER = 6.7


def on_page(picture: Picture) -> Element:
    """Its colours are the page's; the table below says the same to those who do not see it."""
    size = {"viewBox": "0 0 {} {}".format(*picture.sheet)} if picture.sheet else {"height": picture.height}
    title, words = f"{picture.name}-title", f"{picture.name}-words"
    return el(
        "svg",
        el("title", picture.title, id=title),
        el("desc", picture.description, id=words),
        defined(picture),
        *picture.marks,
        class_=f"drawing__plot drawing__plot--{'sheet' if picture.sheet else 'rows'}",
        role="img",
        aria_labelledby=f"{title} {words}",
        **size,
    )


def key_on_page(picture: Picture, key: Key) -> Element:
    """A sample of a fill, for the list of keys on the page."""
    return el(
        "svg",
        el("rect", width="100%", height="100%", fill=sample_of(picture, key)),
        class_="drawing__swatch",
        aria_hidden="true",
    )


def sample_of(picture: Picture, key: Key) -> str:
    """The fill in its own size, where the drawing's is scaled."""
    return filled(picture.name, key.code if picture.hatch_scale == 1 else f"key-{key.code}")


def defined(picture: Picture) -> Element | None:
    patterns = [pattern(f"{picture.name}-{key.code}", key.tone, key.hatch, picture.hatch_scale) for key in picture.keys]
    if picture.hatch_scale != 1:
        patterns += [pattern(f"{picture.name}-key-{key.code}", key.tone, key.hatch) for key in picture.keys]
    return el("defs", *patterns) if patterns else None


@dataclass(frozen=True)
class Drawn:
    """A whole SVG document, and how large it is in its own units."""

    svg: str
    width: float
    height: float


def as_file(picture: Picture, style: str) -> Drawn:
    """The picture by itself, in the colours of `style`."""
    head = list(headed(picture))
    top = MARGIN + 34 + LINE * (len(head) - 1)
    keys, below = keyed(picture, top)
    width, height = scaled(picture)
    bottom = below + height + 34
    root = el(
        "svg",
        el("title", picture.title),
        el("desc", picture.description),
        Element("style", {}, (style,)),
        defined(picture),
        el("rect", width="100%", height="100%", class_="ground"),
        *head,
        *keys,
        plot(picture, below, width, height),
        el("text", source_line(picture), x=MARGIN, y=bottom, class_="note"),
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=bottom + 20,
        viewBox=f"0 0 {WIDTH} {number_of(bottom + 20)}",
        font_family=FONT,
    )
    return Drawn(str(root), WIDTH, bottom + 20)


def number_of(value: float) -> str:
    return f"{value:g}"


def headed(picture: Picture) -> Iterator[Element]:
    yield el("text", picture.title, x=MARGIN, y=MARGIN + 16, class_="heading")
    for line, words in enumerate(wrap(picture.description, int(INNER / 6.6))):
        yield el("text", words, x=MARGIN, y=MARGIN + 42 + LINE * line, class_="words")


def keyed(picture: Picture, top: float) -> tuple[list[Element], float]:
    """The keys in as many lines as they need, and where the plot may begin."""
    found: list[Element] = []
    x, y = float(MARGIN), top + 22
    for key in picture.keys:
        width = 48 + LETTER * len(key.words)
        if x > MARGIN and x + width > WIDTH - MARGIN:
            x, y = float(MARGIN), y + KEY_LINE
        found.append(el("rect", x=x, y=y - 12, width=18, height=14, fill=sample_of(picture, key)))
        found.append(el("text", key.words, x=x + 24, y=y, class_="words"))
        x += width
    return found, y + (20 if picture.keys else -2)


def scaled(picture: Picture) -> tuple[float, float]:
    if picture.sheet is None:
        return INNER, picture.height
    width, height = picture.sheet
    return INNER, ceil(INNER * height / width)


def plot(picture: Picture, top: float, width: float, height: float) -> Element:
    box = {"viewBox": "0 0 {} {}".format(*picture.sheet)} if picture.sheet else {}
    return el("svg", *picture.marks, x=MARGIN, y=top, width=width, height=height, **box)


def source_line(picture: Picture) -> str:
    said = _("Source: %(site)s, %(address)s") % {
        "site": settings.SITE_NAME,
        "address": settings.SITE_URL + picture.page,
    }
    return " · ".join([said, *picture.notes])
