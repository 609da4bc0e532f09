"""The change feed as server-sent events: rows as they are published, each with the cursor that resumes after it."""

import time
from collections.abc import Callable, Generator, Iterator
from typing import Any

from publishing.models import Log
from publishing.reading import Moment, read_head
from syndication.hearing import Seen, leave_database, listener
from syndication.v1.change_rows import Question
from syndication.v1.cursors import another_generation, feed_cursor
from syndication.v1.rendering import JSONRenderer
from syndication.v1.waiting import Place

EVENTS = "text/event-stream"
HEARTBEAT_SECONDS = 15.0
# A stream ends after this long; clients come back by themselves, with Last-Event-ID, perhaps to another process.
DURATION_SECONDS = 300.0
RETRY_MILLISECONDS = 2000


class Events:
    """One reader's stream. Holds its place until it is closed, and no database connection while it waits."""

    def __init__(
        self, question: Question, head: Log, after: int, place: Place, charge: Callable[[int], bool], is_paid: bool
    ):
        self.question, self.place, self.charge = question, place, charge
        self.head, self.after, self.is_paid = head, after, is_paid
        self.ends_at = time.monotonic() + DURATION_SECONDS
        self._parts = self._told()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._parts)

    def close(self) -> None:
        self.place.give_back()
        self._parts.close()

    def __del__(self) -> None:
        self.place.give_back()

    def _told(self) -> Generator[bytes]:
        yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
        while True:
            while self.after < self.head.position:
                if not self.is_paid and not self.charge(self.after):
                    return  # the next request is told why
                self.is_paid = False
                yield from self._page()
            # No event, but the cursor is kept: with a filter it may have come far without any.
            yield f": everything\nid: {feed_cursor(self.head, self.after)}\n\n".encode()
            left = self.ends_at - time.monotonic()
            if left <= 0:
                return
            leave_database()
            if not listener.wait(Seen.of(self.head), min(left, HEARTBEAT_SECONDS)):
                return  # the reader comes back to another process
            before, self.head = self.head, read_head()
            if before.position and before.generation != self.head.generation:
                yield event("another-generation", another_generation(self.head).body)
                return

    def _page(self) -> Iterator[bytes]:
        rows, self.after = self.question.answered(Moment(self.head, self.head.position), self.after)
        for row in rows:
            yield event("change", row, feed_cursor(self.head, row["position"]))


def event(name: str, data: dict[str, Any], cursor: str = "") -> bytes:
    """One event; JSON has no line breaks, so its data is one line."""
    head = f"event: {name}\n" + (f"id: {cursor}\n" if cursor else "")
    return head.encode() + b"data: " + JSONRenderer().render(data) + b"\n\n"
