"""Workers as processes: killed at any moment, stopped politely, two at once, woken up."""

import multiprocessing
import os
import random
import signal
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from syndication.models import Errand, State
from syndication.work import queues
from syndication.work.queues import Queue, wake
from syndication.work.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
ROWS, KILLS = 400, 10
processes = multiprocessing.get_context("fork")


@pytest.fixture
def deeds():
    """A table of what was done, when and by whom."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE deed (name text, pid int, began timestamptz, ended timestamptz)")
    yield lambda: rows_of("SELECT name, pid, began, ended FROM deed ORDER BY began")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE deed")


def rows_of(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def take_time(row: Errand) -> None:
    """Work that can be interrupted anywhere: noted at its beginning and at its end, each for itself."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO deed VALUES (%s, %s, clock_timestamp())", [row.name, os.getpid()])
        time.sleep(float(os.environ.get("DEED_SECONDS", "0.004")))
        cursor.execute(
            "UPDATE deed SET ended = clock_timestamp() WHERE name = %s AND pid = %s", [row.name, os.getpid()]
        )


def be_a_worker() -> None:
    Errand.lease = timedelta(seconds=0.6)
    queues._queues.clear()
    queues.register(Queue(Errand, take_time, lanes=2))
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)
    worker.run()


@pytest.fixture
def start_worker(monkeypatch):
    # The rows of the site's own errands would be counted with those of the test.
    monkeypatch.setattr("syndication.work.errands._rounds", {})
    started = []

    def start():
        connections.close_all()  # no connection survives the fork
        process = processes.Process(target=be_a_worker)
        process.start()
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.join()


def make_rows(number: int) -> None:
    Errand.objects.bulk_create([Errand(name=f"task {n}") for n in range(number)])


def until(condition, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


def test_killed_at_random_moments_nothing_is_lost_and_next_to_nothing_repeated(deeds, start_worker):
    make_rows(ROWS)
    workers = [start_worker(), start_worker()]
    chance = random.Random(4)
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.02, 0.2))
        victim = workers.pop(0)
        victim.kill()
        victim.join()
        workers.append(start_worker())
    until(lambda: not Errand.objects.waiting().exists())
    done = deeds()
    assert Errand.objects.filter(state=State.DONE).count() == ROWS
    assert len({name for name, _pid, _began, ended in done if ended}) == ROWS
    # At most what the killed ones had in hand is done twice: two lanes each.
    assert len(done) - ROWS <= 2 * KILLS


def test_two_workers_never_hold_the_same_row(deeds, start_worker):
    make_rows(ROWS)
    workers = [start_worker(), start_worker()]
    until(lambda: not Errand.objects.waiting().exists())
    done = deeds()
    assert len(done) == len({name for name, *_ in done}) == ROWS
    assert {pid for _name, pid, *_ in done} == {worker.pid for worker in workers}


def test_the_lease_is_extended_for_as_long_as_the_work_takes(deeds, start_worker, monkeypatch):
    monkeypatch.setenv("DEED_SECONDS", "2")
    make_rows(1)
    start_worker(), start_worker()
    until(lambda: not Errand.objects.waiting().exists())
    assert len(deeds()) == 1


def test_sigterm_finishes_the_row_in_hand_and_takes_no_other(deeds, start_worker, monkeypatch):
    monkeypatch.setenv("DEED_SECONDS", "0.5")
    make_rows(10)
    worker = start_worker()
    until(lambda: len(deeds()) == 2)
    worker.terminate()
    worker.join(20)
    assert worker.exitcode == 0
    assert [ended is not None for *_, ended in deeds()] == [True, True]
    assert Errand.objects.filter(state=State.DONE).count() == 2
    assert Errand.objects.filter(state=State.WAITING, lease_until=None).count() == 8


def test_a_notification_wakes_an_idle_worker(deeds, start_worker, monkeypatch):
    monkeypatch.setattr("syndication.work.worker.POLL_SECONDS", 30)
    make_rows(1)
    start_worker()
    until(lambda: not Errand.objects.waiting().exists())
    Errand.objects.create(name="new")
    wake()
    until(lambda: not Errand.objects.waiting().exists(), patience=10)


def test_a_row_that_another_is_just_claiming_is_passed_over_without_waiting():
    make_rows(2)
    claimed = []

    def claim():
        claimed.append(Errand.objects.claim())
        connection.close()

    thread = threading.Thread(target=claim, daemon=True)
    with transaction.atomic():
        first = Errand.objects.claim()
        thread.start()
        thread.join(20)
        assert not thread.is_alive(), "it waits for the other"
    assert [row.name for row in claimed] == ["task 1"]
    assert first.name == "task 0"


def test_work_leaves_with_the_process_that_started_it():
    """As manage.py work --leave-with does, whose question is whether its parent is still there."""
    answers = iter([False, True])
    worker = Worker(lambda: next(answers))
    worker.run()
    assert list(answers) == []
