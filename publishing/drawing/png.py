"""SVG to PNG, with the fonts that lie beside this file and none of the machine's."""

from hashlib import blake2b
from pathlib import Path

from django.core.cache import cache
from resvg_py import svg_to_bytes

FONTS = [str(path) for path in sorted((Path(__file__).parent / "fonts").glob("*.ttf"))]
FAMILY = "Record Sans"
# Twice as many dots as the drawing has units: sharp on the screens people have.
ZOOM = 2
# A drawing of more dots than this, some 60 MB of memory, is drawn smaller.
MOST_DOTS = 16_000_000
# Drawing costs tenths of a second; the same drawing is made once a day.
REMEMBERED = 24 * 60 * 60


def png(svg: str, width: float, height: float) -> bytes:
    """`width` and `height` are those of the drawing, in its own units."""
    key = f"png:{blake2b(svg.encode(), digest_size=16).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = drawn(svg, dots_across(width, height))
        cache.set(key, found, REMEMBERED)
    return found


def dots_across(width: float, height: float) -> int:
    """As many as are sharp, as few as memory allows."""
    bounded = (MOST_DOTS * width / height) ** 0.5
    return max(int(min(ZOOM * width, bounded)), 1)


def drawn(svg: str, width: int) -> bytes:
    return bytes(
        svg_to_bytes(
            svg_string=svg,
            width=width,
            skip_system_fonts=True,
            font_files=FONTS,
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )
