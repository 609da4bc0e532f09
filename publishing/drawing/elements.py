"""SVG elements as values. Writing one escapes all that stands in it; what could run or restyle a page is refused."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from publishing.elsewhere import xml_text

NAME = re.compile(r"[A-Za-z]+")
# Attributes in mixed case; all others are written with hyphens.
MIXED = {"viewBox", "patternUnits", "patternTransform", "preserveAspectRatio"}
Value = str | int | float | None


class Forbidden(ValueError):
    """An element or attribute that no picture may have."""


@dataclass(frozen=True)
class Element:
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple["Element | str", ...] = ()

    def __str__(self) -> str:
        return "".join(self.written())

    # A template tag's answer with this method is printed as it is: everything in it is escaped already.
    __html__ = __str__

    def written(self) -> Iterator[str]:
        attributes = "".join(f' {name}="{escape(xml_text(value))}"' for name, value in self.attributes.items())
        if not self.children:
            yield f"<{self.name}{attributes}/>"
            return
        yield f"<{self.name}{attributes}>"
        for child in self.children:
            yield from child.written() if isinstance(child, Element) else (escape(xml_text(child), quote=False),)
        yield f"</{self.name}>"


def el(name: str, *children: "Element | str | None", **attributes: Value) -> Element:
    """`el("rect", x=1, width="20%", class_="bar")`: a trailing underscore is dropped, others become hyphens."""
    if not NAME.fullmatch(name) or name.lower() in ("script", "style", "foreignObject".lower()):
        raise Forbidden(name)
    named = {_attribute(key): number(value) for key, value in attributes.items() if value is not None}
    return Element(name, named, tuple(child for child in children if child not in (None, "")))


def _attribute(key: str) -> str:
    name = key if key in MIXED else key.rstrip("_").replace("_", "-")
    if name == "style" or name.lower().startswith("on") or name.endswith("href"):
        raise Forbidden(name)
    return name


def number(value: Value) -> str:
    """At most two decimals: a hundredth of a pixel is seen by nobody and paid for by all."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
    return str(value)


def share(value: float) -> str:
    """A share of the picture's width."""
    return f"{number(float(value))}%"
