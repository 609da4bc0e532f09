"""Partners who wait: plain HTTP connections to a live server, rows read off a stream of events, a page of their own."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest

from syndication import hearing
from syndication.v1.waiting import places

EVENTS = {"Accept": "text/event-stream"}


@contextmanager
def asked(live_server, path: str, **headers: str) -> Iterator[HTTPResponse]:
    """An answer whose body is still to be read."""
    with closing(HTTPConnection(urlsplit(live_server.url).netloc, timeout=60)) as connection:
        connection.request("GET", f"/api/v1/{path}", headers=headers)
        yield connection.getresponse()


def answer(live_server, path, **headers) -> tuple[int, dict | None, float]:
    with asked(live_server, path, **headers) as response:
        body = response.read()
        return response.status, json.loads(body) if body else None, time.monotonic()


def blocks(response: HTTPResponse) -> Iterator[dict[str, str]]:
    """The stream's blocks as `field → value`; a comment is under the empty field."""
    block: dict[str, str] = {}
    for line in response:
        text = line.decode().rstrip("\n")
        if not text:
            yield block
            block = {}
        else:
            field, _colon, value = text.partition(":")
            block[field] = value.strip()


def rows(response: HTTPResponse) -> Iterator[tuple[str, dict]]:
    """The id and the row of each change."""
    for block in blocks(response):
        if block.get("event") == "change":
            yield block["id"], json.loads(block["data"])


def page_of_a_partner(browsers):
    """An empty page of another site, open in a browser. It may call this machine, as it may call any host elsewhere."""
    context = browsers()
    context.grant_permissions(["local-network-access"])
    page = context.new_page()
    page.route("http://localhost:8999/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.goto("http://localhost:8999/")
    return page


@pytest.fixture
def nobody_left_waiting(live_server):
    yield
    hearing.listener.leave()
    assert places._held.total() == 0


@pytest.fixture
def waiting(live_server):
    """Ask in another thread; the call returns when the reader has its place at the listener."""
    with ThreadPoolExecutor() as pool:

        def ask(path, **headers):
            before = hearing.listener._waiting
            found = pool.submit(answer, live_server, path, **headers)
            until_true(lambda: hearing.listener._waiting > before)
            return found

        yield ask


def until_true(is_so) -> None:
    limit = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < limit
        threading.Event().wait(0.005)
