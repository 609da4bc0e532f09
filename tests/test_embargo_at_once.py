"""Writers who schedule, move, cancel and publish at once, clocks that strike meanwhile, and readers of the stream.

No gap, no loss, nothing twice: what a reader has followed is what the tables hold in the end.
"""

import random
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from publishing.gate import PublishingRefused
from publishing.models import Dropped, Edition, Entry
from publishing.numbering import release_due
from publishing.releasing import cancel_releases, publish, reschedule
from syndication.models import WAITING, EmbargoFetch, EmbargoTurn, Turn
from tests.embargoes import agreed, asked, followed
from tests.factories import approver, author, make_topic, published
from tests.threads import Thread

pytestmark = pytest.mark.django_db(transaction=True)
HOURS = timedelta(hours=1)
DEEDS, WRITERS, ENTRIES = 240, 4, 8


class Rollback(Exception):
    """Thrown on purpose in one deed of ten."""


class Writer(Thread):
    def __init__(self, seed: int, entries: list, users: tuple):
        super().__init__()
        self.random, self.entries, (self.author, self.approver) = random.Random(seed), entries, users

    def work(self):
        for _number in range(DEEDS // WRITERS):
            try:
                with transaction.atomic():
                    self.do_something()
                    if self.random.random() < 0.1:
                        raise Rollback
            except (Rollback, ValidationError, PublishingRefused):
                continue

    def do_something(self):
        deed = self.random.choice([self.schedule, self.schedule, self.move, self.cancel, self.strike])
        deed(self.random.sample(self.entries, self.random.choice([1, 1, 2])))

    def schedule(self, chosen):
        list(Entry.objects.locked().filter(pk__in=[entry.pk for entry in chosen]))
        for entry in chosen:
            entry.record_change(self.author)
            entry.submit(self.author)
            entry.approve(self.approver)
        publish(chosen, self.approver, timezone.now() + self.random.randint(1, 9) * HOURS)

    def move(self, chosen):
        if waiting := Edition.objects.waiting().filter(entry__in=chosen).first():
            reschedule(waiting, self.approver, timezone.now() + self.random.randint(1, 9) * HOURS)

    def cancel(self, chosen):
        cancel_releases(Edition.objects.waiting().filter(entry__in=chosen), self.approver)

    def strike(self, chosen):
        """As a request at that hour would find it."""
        release_due(timezone.now() + self.random.randint(1, 5) * HOURS)


class Reader(Thread):
    """A partner that follows the stream page by page, over the wire."""

    def __init__(self, client, stop: threading.Event):
        super().__init__()
        self.client, self.stop, self.cursor, self.rows = client, stop, "0", []

    def work(self):
        while not self.stop.is_set():
            self.read()
        while not self.read():
            pass

    def read(self) -> bool:
        page = asked(self.client, "changes/", after=self.cursor, limit=7)
        self.rows += page["data"]
        self.cursor = page["next"]
        return page["meta"]["caught_up"]


def left_waiting(rows: list[dict]) -> set[tuple[str, int]]:
    """What waits after these turns; each edition is scheduled first and ends once, or not yet."""
    waiting: set[tuple[str, int]] = set()
    ended: set[tuple[str, int]] = set()
    for row in rows:
        edition = (row["id"], row["edition"])
        assert edition not in ended
        assert (edition in waiting) == (row["event"] != Turn.SCHEDULED)
        if row["event"] in WAITING:
            waiting.add(edition)
        else:
            waiting.remove(edition)
            ended.add(edition)
    return waiting


def test_writers_and_clocks_at_once_reach_every_reader_of_the_stream(settings):
    settings.API_BUDGETS |= {"partner": "1000000/100000000"}
    users, stop = (author(), approver()), threading.Event()
    entries = [make_topic() for _number in range(ENTRIES)]
    whole, half = agreed(), agreed(kinds=["topic"])
    readers = [Reader(whole, stop), Reader(half, stop)]
    writers = [Writer(seed, entries, users) for seed in range(WRITERS)]
    for thread in (*readers, *writers):
        thread.start()
    for writer in writers:
        writer.join(300)
    stop.set()
    for reader in readers:
        reader.join(60)

    assert [thread.error for thread in (*writers, *readers)] == [None] * (WRITERS + 2)
    rows = readers[0].rows
    assert [row["position"] for row in rows] == list(range(1, EmbargoTurn.objects.count() + 1))
    assert readers[1].rows == rows == followed(whole)
    happened = {row["event"] for row in rows}
    assert happened == set(Turn.values)
    waiting = {(str(entry), number) for entry, number in Edition.objects.waiting().values_list("entry_id", "number")}
    assert left_waiting(rows) == waiting
    public = Edition.objects.released().order_by("position").values_list("position", flat=True)
    assert [row["released_position"] for row in rows if row["event"] == Turn.RELEASED] == list(public)
    cancelled = {(row["id"], row["edition"]) for row in rows if row["event"] == Turn.CANCELLED}
    dropped = {(str(entry), number) for entry, number in Dropped.objects.values_list("entry_id", "number")}
    assert cancelled == dropped


def test_a_turn_that_commits_late_is_passed_over_by_nobody():
    """Two schedule at once; the one that began first commits last. Nothing is seen of the second before the first."""
    slow, swift = make_topic(), make_topic()
    users = (author(), approver())
    client = agreed()
    hour = timezone.now() + HOURS

    def schedule(topic):
        topic.record_change(users[0])
        topic.submit(users[0])
        topic.approve(users[1])
        publish([topic], users[1], hour)

    class Swift(Thread):
        def work(self):
            schedule(swift)

    thread = Swift()
    with transaction.atomic():
        schedule(slow)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive(), "the second waits for the first"
        reader = Reader(client, threading.Event())
        reader.stop.set()
        reader.start()
        reader.join(30)
        assert (reader.rows, reader.cursor) == ([], "0")
    thread.join(30)
    assert [row["id"] for row in followed(client)] == [str(slow.pk), str(swift.pk)]
    assert [row["position"] for row in followed(client)] == [1, 2]


def test_eight_fetches_at_once_are_eight_in_the_log():
    topic, client = make_topic(), agreed()
    published(topic, release_at=timezone.now() + HOURS)
    start = threading.Barrier(8)

    class Fetching(Thread):
        def work(self):
            start.wait()
            asked(client, f"{topic.pk}/")

    threads = [Fetching() for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [thread.error for thread in threads] == [None] * 8
    assert EmbargoFetch.objects.get().times == 8
