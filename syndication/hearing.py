"""Hearing of publications, and of what becomes of embargoes, as they happen: one thread and one connection in a
process, for everybody who waits there."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any, Protocol, Self
from uuid import UUID

from django.db import connection

from publishing.models import Edition, Log
from publishing.reading import read_head
from syndication.embargo import last_turn
from syndication.work.worker import NO_DATABASE, POLL_SECONDS, listening

logger = logging.getLogger(__name__)

CHANNEL = "released"
# How long the thread stays when nobody waits: the next one usually comes at once.
LINGER_SECONDS = 10.0
# How a person or a master says that it should end at once, where SIGTERM asks it to finish first.
QUICKLY = (signal.SIGINT, signal.SIGQUIT)


@dataclass(frozen=True)
class Heard:
    """Where the record and the stream of embargoes stood when the thread looked."""

    generation: UUID
    position: int
    turn: int

    @classmethod
    def now(cls) -> Self:
        # The head first: reading it releases what is due, and that is a turn.
        head = read_head()
        return cls(head.generation, head.position, last_turn())


class Waited(Protocol):
    """What somebody saw who waits for more."""

    def is_passed_by(self, heard: Heard) -> bool: ...


@dataclass(frozen=True)
class Seen:
    """Where the record stood when somebody looked."""

    generation: UUID
    position: int

    @classmethod
    def of(cls, head: Log) -> Self:
        return cls(head.generation, head.position)

    def is_passed_by(self, heard: Heard) -> bool:
        """What was heard may be older than what was seen; that is no news."""
        return heard.generation != self.generation or heard.position > self.position


@dataclass(frozen=True)
class SeenTurns:
    """How many turns the stream of embargoes had, with those that one partner is told nothing of."""

    generation: UUID
    turn: int

    @classmethod
    def of(cls, head: Log) -> Self:
        return cls(head.generation, last_turn())

    def is_passed_by(self, heard: Heard) -> bool:
        return heard.generation != self.generation or heard.turn > self.turn


class Listener:
    """Looks at every notification, and at every poll because a notification is a hint. Waiters hold no connection."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._heard: Heard | None = None
        self._waiting = 0
        self._wanted_at = 0.0
        self._thread: threading.Thread | None = None
        self._is_ending = False
        # Whether this process was told to leave at once.
        self.is_told_quickly = False

    def wait(self, seen: Waited, seconds: float) -> bool:
        """Until more is known than was `seen`, or for so many seconds; False when there is nothing more to wait for
        here, because this process ends."""
        with self._condition:
            self._waiting += 1
            try:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._listen, name="hearing of publications", daemon=True)
                    self._thread.start()
                self._condition.wait_for(lambda: self._is_ending or self._has_passed(seen), seconds)
                return not self._is_ending
            finally:
                self._waiting -= 1
                self._wanted_at = time.monotonic()

    def _has_passed(self, seen: Waited) -> bool:
        return self._heard is not None and seen.is_passed_by(self._heard)

    def end(self) -> None:
        """Every wait ends, and none begins any more: who waits is told that there is nothing new, as it is."""
        with self._condition:
            self._is_ending = True
            self._condition.notify_all()

    def leave(self) -> None:
        """For tests: the thread is gone, and its connection, when this returns. Nobody may be waiting."""
        with self._condition:
            thread, self._wanted_at = self._thread, 0.0
        if thread:
            thread.join()

    def _listen(self) -> None:
        try:
            while self._is_wanted():
                try:
                    with listening(CHANNEL) as hear:
                        while self._is_wanted():
                            self._look()
                            hear(POLL_SECONDS)
                except NO_DATABASE as error:
                    logger.warning("Publications cannot be heard of: %s", error)
                    time.sleep(POLL_SECONDS)
        finally:
            connection.close()

    def _is_wanted(self) -> bool:
        """False is the thread's last word: whoever waits next starts another."""
        with self._condition:
            if self._thread is not threading.current_thread():
                return False
            if self._is_ending:
                return False
            if self._waiting or time.monotonic() - self._wanted_at < LINGER_SECONDS:
                return True
            self._thread = self._heard = None
            return False

    def _look(self) -> None:
        heard = Heard.now()
        with self._condition:
            self._heard = heard
            self._condition.notify_all()


listener = Listener()


def end_waits_when_told_to_stop() -> None:
    """A server that is told to stop finishes what it answers; whoever waits for news must not hold it up.

    To be called where the server has set its handlers and before it answers, in its main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, *QUICKLY):
        handle = signal.getsignal(number)
        if callable(handle) and handle is not signal.default_int_handler:
            signal.signal(number, _ending_first(handle))
    # As the server has it: what is being answered is not interrupted.
    signal.siginterrupt(signal.SIGTERM, False)


def _ending_first(handle: Callable[[int, FrameType | None], Any]) -> Callable[[int, FrameType | None], Any]:
    def handled(number: int, frame: FrameType | None) -> Any:
        # Ctrl-C reaches a worker twice: from the terminal, and from its master. The second would cut off the answers
        # that the first lets end; the server's own patience ends those that do not.
        if number in QUICKLY and listener.is_told_quickly:
            return None
        listener.is_told_quickly = number in QUICKLY
        listener.end()
        return handle(number, frame)

    return handled


def leave_database() -> None:
    """Give this thread's connection back before it waits; in a transaction, which only tests wait in, keep it."""
    if not connection.in_atomic_block:
        connection.close()


def tell_of_turn(editions: list[Edition]) -> None:
    """Called in the transaction of every release, and of whatever becomes of an embargo; heard when it commits."""
    notify()


def notify() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
