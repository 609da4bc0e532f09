"""Two summits held against each other: who came and how, who hosted and chaired, what was adopted."""

from typing import Any
from uuid import UUID

from django.db.models import FETCH_RAISE

from publishing.comparing.sides import object_id, shared, subject_id
from publishing.models import Edition, Fact, Standing
from publishing.reading import Moment

KINDS = ("attendance", "host", "chair", "adopted_at", "decided_at", "occasion")
MOST = 4000


def facts_of(moment: Moment, summits: tuple[UUID, UUID]) -> list[dict]:
    """The accepted facts of both, in one query."""
    rows = Fact.objects.at(moment.position).filter(kind__in=KINDS, object__in=summits, standing=Standing.ACCEPTED)
    ordered = rows.fetch_mode(FETCH_RAISE).order_by("sort_on", "id")
    return list(ordered.values_list("statement", flat=True)[:MOST])


def compare_summits(statements: list[dict], one: Edition, other: Edition) -> dict[str, Any]:
    sides = [[s for s in statements if object_id(s) == str(summit.entry_id)] for summit in (one, other)]
    present = [[s for s in side if is_present(s)] for side in sides]
    came = shared(present[0], present[1], key=subject_id)
    return {
        "came": came,
        "ways": came.differing(lambda fact: fact["value"]["mode"]),
        "persons": came.differing(lambda fact: (fact["value"]["person"] or {}).get("id")),
        "absent": [[s for s in side if s["kind"] == "attendance" and not is_present(s)] for side in sides],
        "of": [{kind: [s for s in side if s["kind"] == kind] for kind in KINDS} for side in sides],
        "days_between": days_between(one, other),
        "statements": statements,
    }


def is_present(statement: dict) -> bool:
    return statement["kind"] == "attendance" and statement["value"]["mode"] != "absent"


def days_between(one: Edition, other: Edition) -> int | None:
    """From the first day of the one to that of the other, where both are known to the day."""
    known = [each.document["dates"]["precision"]["from"] == "day" for each in (one, other)]
    return (other.sort_on - one.sort_on).days if all(known) else None
