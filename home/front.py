"""What stands on the front page and under a topic: the newest of several kinds in one query."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from members.pictures.over_time import strips
from members.pictures.spells import every_spell
from members.pictures.status_map import status_map
from publishing import kinds
from publishing.drawing.picture import GALLERY
from publishing.finding import light
from publishing.models import ANNOUNCED, Edition, Standing
from publishing.paging import BY_DATE, BY_TITLE
from publishing.reading import Moment

# How many of each kind the front page shows.
SHOWN = {"article": 7, "summit": 4, "statement": 3, "commentary": 4, "event": 4, "force": 3}
TOPICS = 40
PER_KIND = 12
# The membership of today, for the strip on the front page.
STRIP = 30


def newest(editions: QuerySet[Edition], numbers: dict[str, int]) -> dict[str, list[Edition]]:
    """The newest `numbers[kind]` of each kind, in one query."""
    arms = [_arm(editions.filter(kind=kind), kind, number) for kind, number in numbers.items()]
    first, *others = arms
    found: dict[str, list[Edition]] = {kind: [] for kind in numbers}
    for row in first.union(*others, all=True):
        found[row.kind].append(row)
    for kind, rows in found.items():
        rows.sort(key=_title if kind == "topic" else _date, reverse=kind != "topic")
    return found


def _arm(rows: QuerySet[Edition], kind: str, number: int) -> QuerySet[Edition]:
    return (BY_TITLE if kind == "topic" else BY_DATE).sort(rows)[:number]


def _title(row: Edition) -> str:
    return row.title


def _date(row: Edition) -> tuple[date, str]:
    return row.sort_on, str(row.entry_id)


def front_page(moment: Moment, day: date) -> dict[str, Any]:
    found = newest(light(moment.editions()), SHOWN | {"topic": TOPICS})
    articles, summits = found["article"], found["summit"]
    return {
        "lead": articles[0] if articles else None,
        "articles": articles[1:],
        "latest_summit": summits[0] if summits else None,
        "summits": summits[1:],
        "statements": found["statement"],
        "commentaries": found["commentary"],
        "events": found["event"],
        "forces": found["force"],
        "topics": found["topic"],
        **members(moment, day),
    }


def members(moment: Moment, day: date) -> dict[str, Any]:
    """The members of the day by name, and the pictures of who was what: from one reading of all statuses."""
    spells = every_spell(moment)
    held = [each for each in spells if each.holds(day) and each.standing == Standing.ACCEPTED]
    belonging = [each.statement for each in held if each.status.startswith("member")][:STRIP]
    drawn = {"map": status_map(spells, day), "membership": strips(spells, day)}
    return {
        "statuses": sorted(belonging, key=lambda row: row["subject"]["title"]),
        "pictures": {name: each and each.placed(GALLERY, None, moment.as_of) for name, each in drawn.items()},
    }


def newest_corrections(moment: Moment, number: int) -> list[Edition]:
    rows = Edition.objects.filter(action__in=ANNOUNCED, position__lte=moment.position, is_suppressed=False).exclude(
        action="withdrawn"
    )
    return list(light(moment.told(rows)).order_by("-position")[:number])


def of_topic(topic_id: UUID, moment: Moment) -> Iterable[dict[str, Any]]:
    """`{kind, rows, has_more}` for each kind that has entries filed under the topic."""
    wanted = {kind.name: PER_KIND + 1 for kind in kinds.every() if kind.has_page and kind.name != "topic"}
    found = newest(light(moment.editions().filter(topics__contains=[topic_id])), wanted)
    return [
        {"kind": kinds.get(name), "rows": rows[:PER_KIND], "has_more": len(rows) > PER_KIND}
        for name, rows in found.items()
        if rows
    ]
