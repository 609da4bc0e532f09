"""The style sheet of the pictures in its light colours, for files that stand alone.

`static/css/drawing.css` is the one place where their colours are set; it holds plain rules only.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PROPERTY = re.compile(r"(--[\w-]+)\s*:\s*([^;]+);")
LIGHT_DARK = re.compile(r"light-dark\(\s*([^,()]+?)\s*,[^()]*\)")
USED = re.compile(r"var\((--[\w-]+)\)")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


@cache
def style() -> str:
    """Rules with their colours written out, as resvg and drawing programs understand them."""
    base, drawing = (text(name) for name in ("base.css", "drawing.css"))
    # What is set first is the rule; later come the changes for those who ask for more contrast.
    set_first = reversed(PROPERTY.findall(base + drawing))
    colours = {name: LIGHT_DARK.sub(r"\1", value) for name, value in set_first}
    body = drawing.split("{", 1)[1].rsplit("}", 1)[0]  # without the layer around it
    rules = [
        f"{selector.strip()}{{{settled(block, colours)}}}"
        for selector, block in RULE.findall(body)
        if not selector.strip().startswith(":root")
    ]
    return "".join(rules)


def settled(block: str, colours: dict[str, str]) -> str:
    written = USED.sub(lambda use: colours[use.group(1)], block)
    return re.sub(r"\s+", " ", LIGHT_DARK.sub(r"\1", written)).strip()


def text(name: str) -> str:
    return COMMENT.sub("", (Path(settings.BASE_DIR) / "static" / "css" / name).read_text())
