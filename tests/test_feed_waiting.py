"""Waiting for the next publication: long polls and server-sent events, from a thread of plain HTTP."""

import json
import statistics
import time

import pytest
from django.db import connection

from publishing.generations import begin_generation
from publishing.models import Log
from syndication import hearing
from tests.api import refused
from tests.factories import make_topic, published
from tests.listening import EVENTS, answer, asked, blocks, rows, until_true

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_left_waiting")]


def test_long_poll_is_answered_when_something_is_published(waiting):
    published(make_topic())
    late = []
    for position in range(1, 6):
        found = waiting(f"changes/?after={position}&wait=30")
        published(make_topic())
        committed = time.monotonic()
        status, body, at = found.result()
        assert (status, [row["position"] for row in body["data"]]) == (200, [position + 1])
        late.append(at - committed)
    print(f"\nfrom commit to a long poll's answer: median {statistics.median(late) * 1000:.0f} ms, "
          f"worst {max(late) * 1000:.0f} ms")  # fmt: skip
    assert statistics.median(late) < 5


def test_long_poll_that_waits_in_vain_is_empty_and_free(live_server):
    published(make_topic())
    status, body, _at = answer(live_server, "changes/?after=1&wait=1")
    assert (status, body["data"], body["meta"]["caught_up"]) == (200, [], True)


def test_long_poll_of_a_reader_who_lags_is_answered_at_once(live_server):
    published(make_topic())
    assert len(answer(live_server, "changes/?after=0&wait=30")[1]["data"]) == 1


def test_long_poll_with_the_etag_waits_for_another(waiting, live_server):
    published(make_topic())
    with asked(live_server, "changes/?after=0") as response:
        etag = response.headers["ETag"]
    found = waiting("changes/?after=0&wait=30", **{"If-None-Match": etag})
    published(make_topic())
    assert found.result()[0] == 200
    assert answer(live_server, "changes/?after=0&wait=1", **{"If-None-Match": etag})[0] == 200


def test_a_caller_and_a_process_have_few_places(waiting, live_server, settings):
    published(make_topic())
    settings.FEED_WAITERS_PER_CALLER = 1
    found = waiting("changes/?after=1&wait=30")
    with asked(live_server, "changes/?after=1&wait=30") as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "5")
    settings.FEED_WAITERS_PER_CALLER, settings.FEED_WAITERS = 5, 1
    with asked(live_server, "changes/?after=1&wait=30") as response:
        assert (response.status, response.headers["Retry-After"]) == (503, "5")
        assert json.load(response)["type"].endswith("#problem-no-place-to-wait")
    published(make_topic())
    assert found.result()[0] == 200


def test_waiters_hold_one_connection_together(waiting, settings):
    published(make_topic())
    settings.FEED_WAITERS = settings.FEED_WAITERS_PER_CALLER = 8
    before = connections()
    found = [waiting("changes/?after=1&wait=30") for _ in range(6)]
    until_true(lambda: connections() <= before + 1)
    published(make_topic())
    assert {each.result()[0] for each in found} == {200}


def connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone()[0]


def test_events_come_as_they_are_published_and_resume_after_the_last(live_server):
    published(make_topic(), make_topic())
    with asked(live_server, "changes/?expand=item", **EVENTS) as response:
        assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert (response.headers["Cache-Control"], "Accept" in response.headers["Vary"]) == ("no-store", True)
        told = rows(response)
        first, second = next(told), next(told)
        assert [row["position"] for _id, row in (first, second)] == [1, 2]
        assert [row["last_of_release"] for _id, row in (first, second)] == [False, True]
        published(make_topic(title="Third"))
        cursor, third = next(told)
        assert (third["position"], third["item"]["title"]) == (3, "Third")
    assert cursor == f"{Log.objects.get().generation.hex[:8]}-3"
    with asked(live_server, "changes/?after=0", **EVENTS, **{"Last-Event-ID": first[0]}) as response:
        assert [row["position"] for _id, row in (next(rows(response)), next(rows(response)))] == [2, 3]
    published(make_topic())  # both streams are told, and so find that nobody is there


def test_stream_beats_and_ends_in_time(live_server, monkeypatch):
    monkeypatch.setattr("syndication.v1.events.HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr("syndication.v1.events.DURATION_SECONDS", 0.5)
    published(make_topic())
    with asked(live_server, "changes/?after=1&kind=state", **EVENTS) as response:
        told = list(blocks(response))
    assert told[0] == {"retry": "2000"}
    assert len(told) > 3
    assert {block["id"][8:] for block in told[1:]} == {"-1"}


def test_stream_says_that_the_generation_has_changed(live_server):
    published(make_topic())
    with asked(live_server, "changes/?after=1", **EVENTS) as response:
        told = blocks(response)
        cursor = [next(told), next(told)][-1]["id"]
        log = begin_generation()
        hearing.notify()
        last = list(told)[-1]
    assert last["event"] == "another-generation"
    assert json.loads(last["data"])["generation"] == str(log.generation)
    with asked(live_server, "changes/", **EVENTS, **{"Last-Event-ID": cursor}) as response:
        assert (response.status, response.headers["Content-Type"]) == (410, "application/problem+json")


@pytest.mark.parametrize("wait", ["0", "31", "x", "-1", "1.5"])
def test_wait_is_a_number_of_seconds(wait):
    assert refused(400, "changes/", wait=wait)["errors"][0]["parameter"] == "wait"


def test_the_past_is_not_waited_for():
    published(make_topic())
    refused(400, "changes/", wait=1, as_of=1)
    refused(400, "changes/", wait=1, after=2)
    refused(400, "changes/", wait=1, topic="nothing")
