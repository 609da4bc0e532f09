"""A web process that is told to stop does so at once, and answers whoever waits there first."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from syndication import hearing
from tests.factories import make_topic, published
from tests.listening import EVENTS, answer, asked, blocks, until_true
from tests.soak import web
from tests.test_soak import free_port


@pytest.fixture
def site(transactional_db, tmp_path):
    """gunicorn in a process of its own, over the test's database."""
    published(make_topic())
    port = free_port()
    process = web(tmp_path, port)
    yield SimpleNamespace(url=f"http://127.0.0.1:{port}", process=process.running, begins=lambda: begins(port))
    process.kill()


def begins(port: int) -> bool:
    try:
        return answer(SimpleNamespace(url=f"http://127.0.0.1:{port}"), "")[0] == 200
    except ConnectionError:
        return False


def long_poll(site):
    """Its answer; who finds the place taken, by the question whether it is, asks again."""
    while (found := answer(site, "changes/?after=1&wait=30"))[0] == 429:
        pass
    return found


def test_who_waits_is_answered_and_does_not_hold_up_the_end(site):
    until_true(site.begins)
    with ThreadPoolExecutor() as pool:
        with asked(site, "changes/?after=1", **EVENTS) as stream:
            told = blocks(stream)
            assert [next(told), next(told)][-1]["id"][8:] == "-1"
            poll = pool.submit(long_poll, site)
            until_true(lambda: answer(site, "changes/?after=1&wait=1")[0] == 429)
            began = time.monotonic()
            site.process.terminate()
            status, body, _at = poll.result()
            assert (status, body["data"], body["meta"]["caught_up"]) == (200, [], True)
            assert list(told) == [], "the stream ends as one that is whole"
        assert site.process.wait(timeout=20) == 0
    print(f"\ngone after {time.monotonic() - began:.1f} s, with a long poll and a stream that waited")


def test_where_nothing_handles_a_signal_it_is_left_alone():
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        hearing.end_waits_at_sigterm()
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, before)
