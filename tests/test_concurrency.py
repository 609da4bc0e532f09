"""Two thousand publications by eight writers at once, followed live: no gap, no loss, no half release.

A reader that follows row ids instead of positions is kept as a negative control: it does lose.
"""

import random
import threading
import time
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from publishing.models import Edition, Entry, Log
from publishing.reading import read_head
from publishing.releasing import publish, retract, withdraw
from publishing.verifying import faults
from tests.factories import approver, author, make_topic, published
from tests.threads import Thread

WRITERS, PUBLICATIONS, ENTRIES = 8, 2000, 60
# Rows a reader may not see yet lose nothing for it: it goes by position. By id it would.
PAGE = 100


class Rollback(Exception):
    """Thrown on purpose in one publication of ten."""


class Writer(Thread):
    def __init__(self, seed: int, entries: list, users: tuple, budget: "Budget"):
        super().__init__()
        self.random = random.Random(seed)
        self.entries, self.users, self.budget = entries, users, budget

    def work(self):
        while self.budget.take():
            self.publish_something()

    def publish_something(self):
        chosen = self.random.sample(self.entries, self.random.choice([1, 1, 1, 1, 1, 1, 2, 3]))
        try:
            with transaction.atomic():
                # Whoever edits holds the entries from the first change on, in the order the kernel takes them in.
                list(Entry.objects.locked().filter(pk__in=[entry.pk for entry in chosen]))
                self.in_a_savepoint_that_fails(chosen[0])
                self.change_and_publish(chosen)
                self.pause()
                if self.random.random() < 0.1:
                    raise Rollback
        except Rollback:
            return

    def in_a_savepoint_that_fails(self, entry):
        if self.random.random() < 0.1:
            try:
                with transaction.atomic():
                    self.change_and_publish([entry])
                    raise Rollback
            except Rollback:
                pass

    def change_and_publish(self, chosen):
        writer, approver = self.users
        for entry in chosen:
            Entry.objects.filter(pk=entry.pk).update(title=f"Title {self.random.random()}")
            entry.record_change(writer)
            entry.submit(writer)
            entry.approve(approver)
        self.pause()
        publish(chosen, approver)

    def pause(self):
        if self.random.random() < 0.2:
            time.sleep(self.random.random() / 200)


class Budget:
    """How many publications are still to be made, shared by the writers."""

    def __init__(self, left: int):
        self.left, self.lock = left, threading.Lock()

    def take(self) -> bool:
        with self.lock:
            self.left -= 1
            return self.left >= 0


class Reader(Thread):
    """Follows the feed from `after`, page by page, like a partner."""

    def __init__(self, after: int, stop: threading.Event):
        super().__init__()
        self.after, self.stop = after, stop
        self.positions: list[int] = []
        self.state: dict = {}

    def work(self):
        while not self.stop.is_set():
            self.read()
            time.sleep(0.002)
        while self.read():
            pass

    def read(self) -> int:
        page = list(
            Edition.objects.filter(position__gt=self.after)
            .order_by("position")
            .values_list("position", "entry_id", "digest")[:PAGE]
        )
        for position, entry, digest in page:
            self.positions.append(position)
            self.state[entry] = digest
            self.after = position
        return len(page)


class Partner(Reader):
    """The same over the wire: cursors as they are given, until the answer says that it is caught up."""

    def work(self):
        self.cursor = str(self.after)
        super().work()

    def read(self) -> int:
        answer = Client().get("/api/v1/changes/", {"after": self.cursor, "limit": PAGE}).json()
        for row in answer["data"]:
            self.positions.append(row["position"])
            self.state[UUID(row["id"])] = row["digest"]
        self.cursor = answer["next"]
        return not answer["meta"]["caught_up"]


def current_state() -> dict:
    return dict(Edition.objects.current().values_list("entry_id", "digest"))


@pytest.mark.django_db(transaction=True)
def test_two_thousand_publications_by_eight_writers_reach_every_reader():
    users = (author(), approver())
    entries = [make_topic() for _ in range(ENTRIES)]
    published(*entries)
    baseline = current_state()
    stop, budget = threading.Event(), Budget(PUBLICATIONS)
    readers = [Reader(0, stop), Reader(ENTRIES // 2, stop), Partner(ENTRIES, stop)]
    writers = [Writer(seed, entries, users, budget) for seed in range(WRITERS)]
    for thread in (*readers, *writers):
        thread.start()
    for writer in writers:
        writer.join(300)
    stop.set()
    for reader in readers:
        reader.join(60)

    assert [thread.error for thread in (*writers, *readers)] == [None] * (WRITERS + len(readers))
    head = Log.objects.get().position
    assert head > PUBLICATIONS * 0.8
    assert list(Edition.objects.released().order_by("position").values_list("position", flat=True)) == list(
        range(1, head + 1)
    )
    assert list(faults()) == []
    final = current_state()
    assert len(final) == ENTRIES
    for reader, start in zip(readers, (0, ENTRIES // 2, ENTRIES), strict=True):
        assert reader.positions == list(range(start + 1, head + 1))
        # What lay before the reader's starting point is what it had bootstrapped with.
        assert baseline | reader.state == final


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_follows_row_ids_loses_editions():
    """The negative control: an edition inserted early and numbered late is passed over by `id > cursor`."""
    scheduled, prompt = make_topic(), make_topic()
    hour = timezone.now() + timedelta(hours=1)
    published(scheduled, release_at=hour)
    published(prompt)
    naive_cursor = max(Edition.objects.released().values_list("pk", flat=True))
    honest_cursor = read_head().position
    assert read_head(hour).position == 2
    naive = Edition.objects.released().filter(pk__gt=naive_cursor)
    honest = Edition.objects.filter(position__gt=honest_cursor)
    assert not naive.exists()
    assert [edition.entry_id for edition in honest] == [scheduled.pk]


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_the_hour_release_once():
    hour = timezone.now() + timedelta(hours=1)
    published(make_topic(), make_topic(), release_at=hour)
    seen: list[int] = []

    def look():
        try:
            seen.append(read_head(hour).position)
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert seen == [2] * 8
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_a_retraction_that_waits_for_a_withdrawal_does_not_bring_the_text_back():
    topic, by, outcome = make_topic(title="Illegal text"), approver(), []
    published(topic)

    def retract_meanwhile():
        try:
            retract(topic, by, "Doubtful.")
        except ValidationError as refusal:
            outcome.append(refusal.messages[0])
        finally:
            connection.close()

    thread = threading.Thread(target=retract_meanwhile)
    with transaction.atomic():
        withdraw(topic, by, "A court ordered it.")
        thread.start()
        thread.join(0.3)
        assert thread.is_alive(), "the retraction waits for the withdrawal"
    thread.join(30)
    assert outcome == ["“Illegal text” is not public."]
    assert [edition.action for edition in Edition.objects.order_by("position")] == ["published", "withdrawn"]
