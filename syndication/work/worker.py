"""The worker: claims what is due and does it, until told to stop. Any number may run, on any number of machines."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from syndication.models import Leased, LeaseLost
from syndication.work.errands import ensure_rows
from syndication.work.queues import CHANNEL, Queue, registered

logger = logging.getLogger(__name__)

# Polling is the truth, the notification a hint. Also how long a stop may go unnoticed while nothing is to do.
POLL_SECONDS = 1.0
NO_DATABASE = (DatabaseError, InterfaceError, psycopg.Error)


class Bell:
    """Rung when there may be work. A ring between looking and waiting is not missed."""

    def __init__(self) -> None:
        self.rings = 0
        self.condition = threading.Condition()

    def ring(self) -> None:
        with self.condition:
            self.rings += 1
            self.condition.notify_all()

    def wait(self, heard: int, seconds: float) -> None:
        """Until it was rung more often than `heard`, or for so many seconds."""
        with self.condition:
            self.condition.wait_for(lambda: self.rings > heard, seconds)


class Worker:
    def __init__(self, has_to_leave: Callable[[], bool] = lambda: False) -> None:
        self.has_to_leave = has_to_leave
        self.stopping = threading.Event()
        self.bell = Bell()

    def stop(self, *signal: Any) -> None:
        """A signal handler: rows in hand are done to the end, no other is taken."""
        self.stopping.set()

    def run(self) -> None:
        lanes = [
            threading.Thread(target=self.work_in_lane, args=[queue], name=f"{queue.model.__name__} {number}")
            for queue in registered()
            for number in range(queue.lanes)
        ]
        for lane in lanes:
            lane.start()
        try:
            self.listen_until_stopped()
        finally:
            self.stopping.set()
            self.bell.ring()
            for lane in lanes:
                lane.join()

    def listen_until_stopped(self) -> None:
        """Rings at every notification and at every poll. LISTEN comes before the first ring, so before the claim
        it leads to: what is notified earlier is found by that claim, what comes later is heard."""
        while not self.stopping.is_set():
            try:
                ensure_rows()
                with listening() as hear:
                    while not self.stopping.is_set():
                        self.bell.ring()
                        hear(POLL_SECONDS)
                        if self.has_to_leave():
                            self.stopping.set()
            except NO_DATABASE as error:
                logger.warning("The database cannot be reached: %s", error)
                connection.close()
                self.stopping.wait(POLL_SECONDS)

    def work_in_lane(self, queue: Queue) -> None:
        try:
            while not self.stopping.is_set():
                heard = self.bell.rings
                if not self.found_work(queue):
                    self.bell.wait(heard, seconds_until_due(queue))
        finally:
            connection.close()

    def found_work(self, queue: Queue) -> bool:
        try:
            return work_off_one(queue)
        except NO_DATABASE as error:
            # The lease of a row in hand runs out, and it is taken up again.
            logger.warning("The database was lost: %s", error)
            connection.close()
            return False


def work_off_everything() -> int:
    """Whatever is due, in this thread, until nothing is. Returns how many rows were worked on."""
    ensure_rows()
    done = 0
    for queue in registered():
        while work_off_one(queue):
            done += 1
    return done


def work_off_one(queue: Queue) -> bool:
    """Claim one row and do what it says. False: none was due."""
    row = queue.model.objects.claim()
    if row is None:
        queue.model.objects.bury_exhausted()
        return False
    try:
        work_off(queue, row)
    except LeaseLost as lost:
        logger.warning("%s", lost)
    return True


def work_off(queue: Queue, row: Leased) -> None:
    try:
        with heartbeat(row):
            queue.handle(row)
    except LeaseLost:
        raise
    except Exception as error:
        logger.exception("%s %s failed at attempt %d", type(row).__name__, row, row.attempts)
        row.postpone(f"{type(error).__name__}: {error}")
        return
    if row.is_held:
        row.finish()


@contextmanager
def heartbeat(row: Leased) -> Iterator[None]:
    """Extends the lease in a thread of its own while the row is worked on, however long that takes."""
    done = threading.Event()

    def beat() -> None:
        try:
            while not done.wait(row.lease.total_seconds() / 3) and row.is_held:
                try:
                    row.extend()
                except NO_DATABASE:
                    connection.close()
        except LeaseLost as lost:
            if row.is_held:  # else it was finished while this waited for it
                logger.warning("%s", lost)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat of {row}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def listening(channel: str = CHANNEL) -> Iterator[Callable[[float], None]]:
    """Yields a function that waits for a notification, or for so many seconds."""
    connection.ensure_connection()
    driver = connection.connection
    driver.execute(f"LISTEN {channel}")

    def hear(seconds: float) -> None:
        for _notification in driver.notifies(timeout=seconds, stop_after=1):
            return

    try:
        yield hear
    finally:
        connection.close()


def seconds_until_due(queue: Queue) -> float:
    try:
        due_at = queue.model.objects.next_due_at()
    except NO_DATABASE:
        return POLL_SECONDS
    return max(0.0, min(POLL_SECONDS, (due_at - timezone.now()).total_seconds())) if due_at else POLL_SECONDS
