"""Fills that are told apart by colour and by hatching, so that neither is needed to read the other."""

from publishing.drawing.elements import Element, el

# Lines in a tile of 8 by 8.
HATCHES = {
    "plain": "",
    "rising": "M-2 2l4-4M0 8l8-8M6 10l4-4",
    "falling": "M-2 6l4 4M0 0l8 8M6-2l4 4",
    "upright": "M2 0v8M6 0v8",
    "level": "M0 2h8M0 6h8",
    "grid": "M0 4h8M4 0v8",
    "crossed": "M0 0l8 8M0 8l8-8",
    "dots": "M2 2h.01M6 6h.01",
}


def pattern(name: str, tone: str, hatch: str, scale: float = 1) -> Element:
    """The fill `url(#name)`. Colours come from the classes `tone-…` and `hatch hatch--…`."""
    lines = el("path", d=HATCHES[hatch], class_=f"hatch hatch--{hatch}") if HATCHES[hatch] else None
    return el(
        "pattern",
        el("rect", width=8, height=8, class_=f"tone-{tone}"),
        lines,
        id=name,
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
        patternTransform=f"scale({scale})" if scale != 1 else None,
    )
