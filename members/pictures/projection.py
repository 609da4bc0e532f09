"""Albers' equal-area conic projection of the sphere (Snyder, USGS Professional Paper 1395, p. 100)."""

from dataclasses import dataclass
from functools import cached_property
from math import cos, radians, sin, sqrt


@dataclass(frozen=True)
class Albers:
    """Degrees in, the earth's radii out: x to the east, y to the north of the origin."""

    south: float
    north: float
    latitude: float
    longitude: float

    @cached_property
    def constants(self) -> tuple[float, float, float]:
        south, north = radians(self.south), radians(self.north)
        n = (sin(south) + sin(north)) / 2
        c = cos(south) ** 2 + 2 * n * sin(south)
        return n, c, sqrt(c - 2 * n * sin(radians(self.latitude))) / n

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        n, c, origin = self.constants
        away = (longitude - self.longitude + 180) % 360 - 180
        distance, angle = sqrt(max(c - 2 * n * sin(radians(latitude)), 0)) / n, n * radians(away)
        return distance * sin(angle), origin - distance * cos(angle)


@dataclass(frozen=True)
class Sheet:
    """A projection on paper: `scale` units to a radius, `left` and `top` what is cut off."""

    projection: Albers
    scale: float
    left: float
    top: float
    width: int
    height: int

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        x, y = self.projection.at(longitude, latitude)
        return x * self.scale - self.left, -y * self.scale - self.top


# From the Adriatic to Cape Dezhnev, which lies beyond the 180th meridian, and from Afghanistan to the Arctic islands.
EURASIA = Sheet(Albers(45, 70, 50, 90), scale=1360, left=-1090, top=-995, width=2000, height=1450)
