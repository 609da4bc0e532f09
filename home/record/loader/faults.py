"""What is wrong in the prose files: collected, so that one run names everything with file and place."""

from collections.abc import Iterator
from contextlib import contextmanager

from home.record.loader.desk import UnknownId


class ProseRefused(Exception):
    """Nothing was written."""

    def __init__(self, found: list[str]) -> None:
        self.found = found
        super().__init__("\n".join(found))


class Faults:
    def __init__(self) -> None:
        self.found: list[str] = []

    @contextmanager
    def at(self, file: str, place: str) -> Iterator[None]:
        try:
            yield
        except UnknownId as unknown:
            self.found.append(f"{file}, {place}: there is no “{unknown}”")
        except (KeyError, TypeError, ValueError) as wrong:
            self.found.append(f"{file}, {place}: {type(wrong).__name__} {wrong}")

    def refuse(self) -> None:
        if self.found:
            raise ProseRefused(self.found)
