"""A card as SVG, and the SVG as PNG. Words are wrapped by the widths of the bundled fonts and escaped by the writer."""

import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import resvg_py
from PIL import ImageFont

from publishing.cards import Card
from publishing.elsewhere import xml_text

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
MEDIA_TYPE = "image/png"
PAPER, INK, MUTED, ACCENT, ALERT = "#fdfcf9", "#1b1a18", "#5d574e", "#16466b", "#93261d"
FONTS = Path(__file__).parent / "fonts"
FAMILIES = {"display": "Record Display", "sans": "Record Sans"}
# Sizes tried for the large words, and how many lines each leaves room for.
LARGE = ((104, 2), (76, 3), (64, 4), (52, 5), (44, 6))
ELLIPSIS = "…"


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"{name}.ttf", size)


def width_of(text: str, name: str, size: int) -> float:
    return font(name, size).getlength(text)


def wrapped(text: str, name: str, size: int, width: int) -> list[str]:
    """Lines no wider than `width`; a word that is wider by itself is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, name, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = broken(word, name, size, width)
        lines += whole
    return [*lines, line] if line else lines


def broken(word: str, name: str, size: int, width: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, name, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def cut(lines: list[str], most: int, name: str, size: int, width: int) -> list[str]:
    """No more than `most` lines; what is left out shows as three dots."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(last + ELLIPSIS, name, size) > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,.;:") + ELLIPSIS]


def large_words(text: str, width: int) -> tuple[int, list[str]]:
    """The largest size at which all words fit, and the lines."""
    for size, most in LARGE:
        lines = wrapped(text, "display", size, width)
        if len(lines) <= most:
            return size, lines
    size, most = LARGE[-1]
    return size, cut(wrapped(text, "display", size, width), most, "display", size, width)


def svg_of(card: Card) -> str:
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", width=str(WIDTH), height=str(HEIGHT))
    _box(root, 0, 0, WIDTH, HEIGHT, PAPER)
    _box(root, 0, 0, WIDTH, 14, ALERT if card.notice else ACCENT)
    inner = WIDTH - 2 * MARGIN
    kicker = f"{card.notice.rstrip('.')} · {card.kicker}" if card.notice else card.kicker
    _say(root, cut(wrapped(kicker.upper(), "sans", 26, inner), 1, "sans", 26, inner), "sans", 26, 92,
         ALERT if card.notice else MUTED)  # fmt: skip
    size, lines = large_words(card.large, inner)
    bottom = _say(root, lines, "display", size, 112 + size, INK)
    room = max(1, int((500 - bottom) // 42))
    said = cut(wrapped(card.line, "sans", 32, inner), room, "sans", 32, inner)
    if card.line and bottom < 490:
        _say(root, said, "sans", 32, min(bottom + 68, 500), MUTED)
    _box(root, MARGIN, 548, inner, 2, INK)
    _say(root, [card.site], "display", 34, 594, INK)
    foot = width_of(card.foot, "sans", 24)
    _say(root, [card.foot], "sans", 24, 592, MUTED, at=int(WIDTH - MARGIN - foot))
    return ET.tostring(root, encoding="unicode")


def _box(root: ET.Element, x: int, y: int, width: int, height: int, fill: str) -> None:
    ET.SubElement(root, "rect", x=str(x), y=str(y), width=str(width), height=str(height), fill=fill)


def _say(root: ET.Element, lines: list[str], name: str, size: int, baseline: int, fill: str, at: int = MARGIN) -> int:
    """Lines of words from a baseline down; returns the baseline of the last."""
    step = round(size * 1.18)
    for number, line in enumerate(lines):
        look = {"font-family": FAMILIES[name], "font-size": str(size), "fill": fill}
        text = ET.SubElement(root, "text", {"x": str(at), "y": str(baseline + number * step), **look})
        text.text = xml_text(line)
    return baseline + max(len(lines) - 1, 0) * step


def png_of(card: Card) -> bytes:
    """Only the bundled fonts are used: the same edition gives the same picture on every machine."""
    fonts = [str(FONTS / f"{name}.ttf") for name in FAMILIES]
    return resvg_py.svg_to_bytes(svg_string=svg_of(card), skip_system_fonts=True, font_files=fonts)
