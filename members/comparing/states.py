"""Two states held against each other: what each was to which organisation, where both came, what both signed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import FETCH_RAISE, Q

from publishing.comparing.sides import Shared, object_id, shared
from publishing.models import Fact, Standing
from publishing.reading import Moment
from publishing.related import holding

# Kinds of fact that two states may share: the same summit, document, event or force.
SHARED = ("attendance", "signatory", "participation", "contribution", "host")
KINDS = (*SHARED, "membership", "chairmanship", "capital")
# Who takes part by right: as `Membership.BELONGING`, which public code does not read.
BELONGING = (
    "treaty-signatory", "treaty-party", "charter-signatory", "member", "member-participation-frozen",
    "suspension-requested",
)  # fmt: skip
MOST = 6000


@dataclass(frozen=True)
class Together:
    """A time in which both belonged to one organisation; `until` is None while they do."""

    organisation: dict
    since: date
    until: date | None
    facts: tuple[dict, dict]


def facts_of(moment: Moment, states: tuple[UUID, UUID]) -> list[Fact]:
    """The accepted facts of both, in one query; those of their heads of state among them."""
    offices = moment.editions().filter(kind="office", type="head-of-state", related__overlap=list(states))
    mine = Q(kind__in=KINDS, subject__in=states) | Q(kind="tenure", object__in=offices.values("entry_id"))
    rows = Fact.objects.at(moment.position).filter(mine, standing=Standing.ACCEPTED).fetch_mode(FETCH_RAISE)
    return list(rows.order_by("sort_on", "id")[:MOST])


def compare_states(rows: list[Fact], states: tuple[UUID, UUID], day: date) -> dict[str, Any]:
    of_each = tuple([row for row in rows if state_of(row) == str(state)] for state in states)
    first, second = of_each
    both = {kind: _shared(kind, first, second) for kind in SHARED}
    return {
        **both,
        "ways": both["attendance"].differing(lambda fact: fact["value"]["mode"]),
        "today": [{fact.kind: fact.statement for fact in _shown(side, day)} for side in of_each],
        "statuses": [[f.statement for f in side if f.kind == "membership"] for side in of_each],
        "held": [[f.statement for f in holding(side, day) if f.kind == "membership"] for side in of_each],
        "chaired": [[f.statement for f in side if f.kind == "chairmanship"] for side in of_each],
        "together": list(together(first, second)),
        "statements": [row.statement for row in rows],
    }


def state_of(row: Fact) -> str:
    """Whose fact it is; a tenure is its office's state's."""
    if row.kind == "tenure":
        return (row.statement["value"].get("state") or {}).get("id", "")
    return str(row.subject)


def _shared(kind: str, first: list[Fact], second: list[Fact]) -> Shared:
    one, other = (
        [fact.statement for fact in side if fact.kind == kind and fact.term != "absent"] for side in (first, second)
    )
    return shared(one, other, key=object_id)


def _shown(side: list[Fact], day: date) -> Iterator[Fact]:
    """What a state is told by in one line: its capital and who heads it that day."""
    yield from (fact for fact in holding(side, day) if fact.kind in ("capital", "tenure"))


def together(first: list[Fact], second: list[Fact]) -> Iterator[Together]:
    """The times in which both belonged to the same organisation, earliest first; adjoining ones are one."""
    found: dict[Any, list[Together]] = defaultdict(list)
    for one in _belonging(first):
        for other in _belonging(second):
            if one.object == other.object and (days := _overlap(one, other)):
                found[one.object].append(Together(one.statement["object"], *days, (one.statement, other.statement)))
    for times in found.values():
        yield from joined(sorted(times, key=lambda time: time.since))


def joined(times: Iterable[Together]) -> Iterator[Together]:
    """Times that touch, as one: a member that asks for suspension goes on belonging."""
    last: Together | None = None
    for time in times:
        if last and (last.until is None or time.since <= last.until):
            until = None if None in (last.until, time.until) else max(last.until, time.until)  # type: ignore[type-var]
            last = Together(last.organisation, last.since, until, last.facts)
        else:
            if last:
                yield last
            last = time
    if last:
        yield last


def _belonging(side: list[Fact]) -> list[Fact]:
    return [fact for fact in side if fact.kind == "membership" and fact.term in BELONGING and not fact.valid.isempty]


def _overlap(one: Fact, other: Fact) -> tuple[date, date | None] | None:
    """The days both hold: the first, and the first after the last."""
    since = max(one.valid.lower or date.min, other.valid.lower or date.min)
    ends = [each for each in (one.valid.upper, other.valid.upper) if each]
    until = min(ends, default=None)
    return None if until and until <= since else (since, until)
