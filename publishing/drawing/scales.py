"""From days and amounts to places, in percent of a picture's width: so pictures are as wide as the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Days:
    """From `start` until `end`, the first day that is not in it."""

    start: date
    end: date

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    def at(self, day: date | None, beyond: float = 100.0) -> float:
        """Where a day lies; what lies outside is drawn at the edge. None, an end nobody set, is `beyond`."""
        if day is None:
            return beyond
        share = (day - self.start).days / max((self.end - self.start).days, 1)
        return 100 * min(max(share, 0.0), 1.0)

    def width(self, first: date | None, until: date | None) -> tuple[float, float]:
        """Left edge and width of a period."""
        left = self.at(first, 0.0)
        return left, max(self.at(until) - left, 0.0)

    def years(self, most: int = 8) -> Iterator[date]:
        """The first days of years to write at the axis: round ones, no more than `most`."""
        span = self.end.year - self.start.year + 1
        step = next((step for step in (1, 2, 5, 10, 20, 50) if span / step <= most), 100)
        for year in range(self.start.year, self.end.year + 1):
            if year % step == 0 and self.start <= date(year, 1, 1) < self.end:
                yield date(year, 1, 1)


@dataclass(frozen=True)
class Amounts:
    """From nothing to `top`."""

    top: float

    def at(self, amount: float) -> float:
        return 100 * amount / self.top if self.top else 0.0

    def marks(self, most: int = 6) -> list[int]:
        """Round amounts to write at the axis."""
        return list(range(0, int(self.top) + 1, step_for(self.top, most)))


def step_for(top: float, most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … that divides `top` into at most `most` steps."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if top / step <= most:
                return step
        size *= 10


def topped(largest: float, most: int = 6) -> Amounts:
    """A scale that ends at the first round amount from `largest` on."""
    step = step_for(max(largest, 1), most)
    return Amounts(-(-max(largest, 1) // step) * step)
