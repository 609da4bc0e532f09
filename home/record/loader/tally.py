"""What became of every item of the files: loaded, already there, or joined with another entry."""

from collections import Counter, defaultdict
from enum import StrEnum


class Fate(StrEnum):
    LOADED = "loaded"
    THERE = "already there"
    JOINED = "joined with another"


class Tally:
    """Counts by collection, and by kind of entry or row what was written."""

    def __init__(self) -> None:
        self.fates: dict[str, Counter[Fate]] = defaultdict(Counter)
        self.written: Counter[str] = Counter()

    def add(self, collection: str, fate: Fate, count: int = 1) -> None:
        self.fates[collection][fate] += count

    def fold(self, collection: str, count: int, is_new: bool) -> None:
        """Count what is told within an entry: loaded with it, or there with it."""
        self.add(collection, Fate.LOADED if is_new else Fate.THERE, count)

    def of(self, collection: str, fate: Fate) -> int:
        return self.fates[collection][fate]

    @property
    def loaded(self) -> int:
        return sum(counts[Fate.LOADED] for counts in self.fates.values())
