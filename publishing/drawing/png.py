"""SVG to PNG, with the fonts that lie beside this file and none of the machine's."""

from pathlib import Path

from resvg_py import svg_to_bytes

FONTS = [str(path) for path in sorted((Path(__file__).parent / "fonts").glob("*.ttf"))]
FAMILY = "Record Sans"
# Twice as many dots as the drawing has units: sharp on the screens people have.
ZOOM = 2


def png(svg: str) -> bytes:
    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=ZOOM,
            skip_system_fonts=True,
            font_files=FONTS,
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )
