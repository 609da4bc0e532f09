"""A web process that is told to stop does so at once, and answers whoever waits there first."""

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor, wait
from types import SimpleNamespace

import pytest

from syndication import hearing
from tests.factories import make_topic, published
from tests.listening import EVENTS, answer, asked, blocks, until_true
from tests.soak import ROOT, Process, environment_of_site, web
from tests.test_soak import free_port

# As `make demo` serves, without its loading of the record: two processes that answer, and one that works.
DEMO = """
import django; django.setup()
from config.management.commands.demo import Gunicorn, start_worker
Gunicorn(int(__import__("sys").argv[1]), start_worker()).run()
"""


def demo(folder, port: int) -> Process:
    # Of two processes either may be asked, so what one caller may hold in one of them is never the reason to wait.
    environment = environment_of_site(folder) | {"FEED_WAITERS_PER_CALLER": "4"}
    return Process([sys.executable, "-c", DEMO, str(port)], folder, environment | {"PYTHONPATH": str(ROOT)})


@pytest.fixture(params=[web, demo])
def site(request, transactional_db, tmp_path):
    """gunicorn in processes of its own, over the test's database."""
    published(make_topic())
    port = free_port()
    process = request.param(tmp_path, port)
    yield SimpleNamespace(url=f"http://127.0.0.1:{port}", process=process.running, begins=lambda: begins(port))
    process.kill()


def begins(port: int) -> bool:
    try:
        return answer(SimpleNamespace(url=f"http://127.0.0.1:{port}"), "")[0] == 200
    except ConnectionError:
        return False


def terminated(process) -> None:
    """As a service manager does, or a person with `kill`."""
    process.terminate()


def interrupted(process) -> None:
    """As Ctrl-C does: the terminal tells every process of the group."""
    os.killpg(process.pid, signal.SIGINT)


def quit_by_master(process) -> None:
    process.send_signal(signal.SIGINT)


@pytest.mark.parametrize("told", [terminated, interrupted, quit_by_master])
def test_who_waits_is_answered_and_does_not_hold_up_the_end(site, told):
    until_true(site.begins)
    with ThreadPoolExecutor() as pool, asked(site, "changes/?after=1", **EVENTS) as stream:
        heard = blocks(stream)
        assert [next(heard), next(heard)][-1]["id"][8:] == "-1"
        poll = pool.submit(answer, site, "changes/?after=1&wait=30")
        # The worker that has the question holds it back: the stream's next word is fifteen seconds away.
        assert wait([poll], timeout=2).not_done
        began = time.monotonic()
        told(site.process)
        status, body, _at = poll.result()
        assert (status, body["data"], body["meta"]["caught_up"]) == (200, [], True)
        assert list(heard) == [], "the stream ends as one that is whole"
    assert site.process.wait(timeout=20) == 0
    took = time.monotonic() - began
    assert took < 8, "neither the fifteen seconds of a stream nor the thirty of a long poll were waited for"
    print(f"\ngone after {took:.1f} s, with a long poll and a stream that waited")


def test_where_nothing_handles_a_signal_it_is_left_alone():
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        hearing.end_waits_when_told_to_stop()
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, before)
