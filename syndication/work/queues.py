"""Which kinds of work there are: a model of leased rows and what to do with one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from publishing.models import Edition
from syndication.models import Leased

CHANNEL = "work"


@dataclass(frozen=True)
class Queue:
    """`handle(row)` does what the row says. When it returns the row is finished, unless it gave it back itself (a
    verb of `Leased`); when it raises the row is postponed. It may be run again after a crash, so what it does must bear
    repeating; what it does in this database happens exactly once if `row.finish()` is in the same transaction.
    """

    model: type[Leased]
    handle: Callable[[Any], None]
    # How many rows of this kind one worker has in hand at a time.
    lanes: int = 1


_queues: dict[type[Leased], Queue] = {}


def register(queue: Queue) -> None:
    _queues[queue.model] = queue


def registered() -> list[Queue]:
    return list(_queues.values())


def wake() -> None:
    """Tell the workers that something is due, when the current transaction commits. A hint; they look by themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def wake_on_release(released: list[Edition]) -> None:
    wake()
