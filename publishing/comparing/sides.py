"""Two entries held against each other by their facts: what they share, and what only one has. Reads no table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

# A statement as it is published.
Statement = dict


@dataclass(frozen=True)
class Shared:
    """`both`: the facts of the one beside those of the other, per thing they share; `first`, `second`: the rest."""

    both: list[tuple[Statement, Statement]]
    first: list[Statement]
    second: list[Statement]

    @property
    def is_empty(self) -> bool:
        return not (self.both or self.first or self.second)

    def differing(self, key: Callable[[Statement], object]) -> list[tuple[Statement, Statement]]:
        return [(one, other) for one, other in self.both if key(one) != key(other)]


def shared(first: Iterable[Statement], second: Iterable[Statement], key: Callable[[Statement], str | None]) -> Shared:
    """The statements of two entries by what they share; of several under one key the first counts."""
    one, other = _by(first, key), _by(second, key)
    return Shared(
        both=[(fact, other[name]) for name, fact in one.items() if name in other],
        first=[fact for name, fact in one.items() if name not in other],
        second=[fact for name, fact in other.items() if name not in one],
    )


def _by(statements: Iterable[Statement], key: Callable[[Statement], str | None]) -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    for statement in statements:
        if name := key(statement):
            found.setdefault(name, statement)
    return found


def object_id(statement: Statement) -> str | None:
    return statement["object"] and statement["object"]["id"]


def subject_id(statement: Statement) -> str:
    return statement["subject"]["id"]
