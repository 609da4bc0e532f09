"""What differed between two days: who belonged to what, who held which office, who chaired, how strong forces were."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import FETCH_RAISE, Q

from publishing.models import Fact, Standing
from publishing.reading import Moment

KINDS = ("membership", "tenure", "chairmanship", "capital", "contribution")
# More than this no reader would read; the page says so.
MOST = 4000


@dataclass(frozen=True)
class Turn:
    """What was said of one thing on the first day and on the second: a state in an organisation, an office …"""

    before: list[dict]
    after: list[dict]
    # Days on which it did not hold lie between the two.
    is_interrupted: bool = False

    @property
    def citations(self) -> list[dict]:
        return [cited for statement in (*self.before, *self.after) for cited in statement["citations"]]

    @property
    def any(self) -> dict:
        """A statement that names the thing."""
        return (self.after or self.before)[0]

    @property
    def change(self) -> str:
        """came, left, changed, again (the same after an interruption) or same."""
        if not self.before:
            return "came"
        if not self.after:
            return "left"
        if [told(each) for each in self.before] != [told(each) for each in self.after]:
            return "changed"
        return "again" if self.is_interrupted else "same"


@dataclass(frozen=True)
class Turns:
    """What changed of one sort of thing, and what did not."""

    changed: list[Turn]
    same: list[Turn]

    @property
    def any(self) -> Turn:
        return (self.changed or self.same)[0]

    def __len__(self) -> int:
        return len(self.changed) + len(self.same)


@dataclass(frozen=True)
class Days:
    """Everything two days are compared by. `organisations`: the states of each, most states first."""

    organisations: list[Turns]
    offices: Turns
    chairs: Turns
    capitals: Turns
    contributions: Turns
    strengths: Turns
    disputed: list[dict]
    statements: list[dict]
    is_cut: bool


def told(statement: dict) -> tuple:
    """What makes two facts say the same: who, and as what."""
    value = statement["value"]
    as_what = value.get("status") or value.get("name") or value.get("acting") or value.get("personnel")
    return statement["subject"]["id"], as_what


def facts_of(moment: Moment, first: date, second: date) -> list[Fact]:
    held = Q(kind__in=KINDS) & (Q(valid__contains=first) | Q(valid__contains=second))
    rows = Fact.objects.at(moment.position).exclude(standing=Standing.SUPERSEDED)
    rows = rows.filter(held | Q(kind="strength", starts_on__lte=second)).fetch_mode(FETCH_RAISE)
    return list(rows.order_by("sort_on", "id")[: MOST + 1])


def compare_days(rows: list[Fact], first: date, second: date) -> Days:
    by_kind: dict[str, list[Fact]] = defaultdict(list)
    for row in rows[:MOST]:
        by_kind[row.kind if row.standing == Standing.ACCEPTED else Standing.DISPUTED].append(row)

    def turned(kind: str, key: Callable[[Fact], Any]) -> list[Turn]:
        return _turns(by_kind[kind], key, first, second)

    return Days(
        organisations=_by_organisation(turned("membership", lambda row: (row.object, row.subject))),
        offices=split(turned("tenure", lambda row: row.object)),
        chairs=split(turned("chairmanship", lambda row: row.object)),
        capitals=split(turned("capital", lambda row: row.subject)),
        contributions=split(turned("contribution", lambda row: (row.object, row.subject))),
        strengths=split(_counts(by_kind["strength"], first, second)),
        disputed=[row.statement for row in by_kind[Standing.DISPUTED] if row.kind != "strength"],
        statements=[row.statement for row in rows[:MOST]],
        is_cut=len(rows) > MOST,
    )


def split(turns: Iterable[Turn]) -> Turns:
    turns = list(turns)
    changed = [turn for turn in turns if turn.change != "same"]
    return Turns(changed, [turn for turn in turns if turn.change == "same"])


def _turns(rows: list[Fact], key: Callable[[Fact], Any], first: date, second: date) -> list[Turn]:
    grouped: dict[Any, list[Fact]] = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    turns = [_turn(group, first, second) for group in grouped.values()]
    return sorted(turns, key=lambda turn: (turn.any["subject"]["title"], turn.any["valid"]["from"] or ""))


def _turn(rows: list[Fact], first: date, second: date) -> Turn:
    before = [row for row in rows if first in row.valid]
    after = [row for row in rows if second in row.valid]
    return Turn([row.statement for row in before], [row.statement for row in after], _is_interrupted(before, after))


def _is_interrupted(before: list[Fact], after: list[Fact]) -> bool:
    """Whether what held first had ended before what held second began."""
    ends = [row.valid.upper for row in before]
    begins = [row.valid.lower for row in after if row.valid.lower]
    return bool(begins and ends and None not in ends) and max(ends) < min(begins)


def _by_organisation(turns: Iterable[Turn]) -> list[Turns]:
    grouped: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        grouped[turn.any["object"]["id"]].append(turn)
    ordered = sorted(grouped.values(), key=lambda group: (-len(group), group[0].any["object"]["title"]))
    return [split(group) for group in ordered]


def _counts(rows: list[Fact], first: date, second: date) -> Iterable[Turn]:
    """The latest count of each force by either day: a count stands until the next."""
    grouped: dict[Any, list[Fact]] = defaultdict(list)
    for row in rows:
        grouped[row.subject].append(row)
    for group in grouped.values():
        by_first = [row.statement for row in group if row.starts_on and row.starts_on <= first]
        yield Turn(by_first[-1:], [group[-1].statement])
