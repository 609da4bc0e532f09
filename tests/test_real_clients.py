"""Clients nobody here wrote: a browser's EventSource, and a cache that keeps to RFC 9111."""

from collections.abc import Iterator

import pytest
import requests
from hishel import CacheOptions, SqliteStorage
from hishel.requests import CacheAdapter

from syndication import hearing
from syndication.v1 import events
from tests.factories import make_topic, published
from tests.listening import page_of_a_partner
from tests.partners import make_key, make_partner

pytestmark = pytest.mark.django_db(transaction=True)
COLLECT = """address => {
    window.told = [];
    window.opened = 0;
    const source = new EventSource(address);
    source.addEventListener("open", () => window.opened++);
    source.addEventListener("change", event => window.told.push([event.lastEventId, JSON.parse(event.data).position]));
}"""


@pytest.mark.browser
def test_event_source_comes_back_and_is_told_everything_once(browsers, live_server, monkeypatch):
    """Each stream ends when everything is told, as after a broken connection; the browser comes back by itself."""
    monkeypatch.setattr(events, "DURATION_SECONDS", 0)
    monkeypatch.setattr(events, "RETRY_MILLISECONDS", 50)
    published(make_topic())
    published(make_topic())
    page = page_of_a_partner(browsers)
    page.evaluate(COLLECT, f"{live_server.url}/api/v1/changes/?after=0")
    page.wait_for_function("window.told.length === 2 && window.opened >= 3")
    published(make_topic())
    page.wait_for_function("window.told.length > 2")
    opened = page.evaluate("window.opened")
    page.wait_for_function(f"window.opened >= {opened + 2}")
    told = page.evaluate("window.told")
    assert [position for _id, position in told] == [1, 2, 3]
    assert all(cursor.endswith(f"-{position}") for cursor, position in told)
    hearing.listener.leave()


@pytest.fixture
def cache(tmp_path, live_server) -> Iterator:
    """Get an address of the API through a cache: the answer, and what the cache did."""
    with requests.Session() as session:
        storage = SqliteStorage(database_path=tmp_path / "cache.sqlite")
        session.mount("http://", CacheAdapter(storage=storage, rfc=CacheOptions(shared=False)))

        def get(path: str, **headers: str) -> tuple[dict, str]:
            answer = session.get(f"{live_server.url}/api/v1/{path}", headers=headers, timeout=30)
            assert answer.status_code == 200
            did = [
                name for name in ("Stored", "From-Cache", "Revalidated") if answer.headers[f"X-Hishel-{name}"] == "true"
            ]
            return answer.json(), " ".join(did)

        yield get


def test_cache_asks_again_for_the_feed_and_keeps_what_it_has(cache):
    published(make_topic())
    first, did = cache("changes/?after=0")
    assert did == "Stored"
    assert cache("changes/?after=0") == (first, "From-Cache Revalidated")
    published(make_topic())
    second, did = cache("changes/?after=0")
    assert ([row["position"] for row in second["data"]], did) == ([1, 2], "Stored Revalidated")


def test_cache_shows_a_list_for_seconds_and_asks_when_told_to(cache):
    published(make_topic(title="One"))
    first, _did = cache("topics/?fields=title")
    published(make_topic(title="Two"))
    assert cache("topics/?fields=title") == (first, "From-Cache")
    fresh, did = cache("topics/?fields=title", **{"Cache-Control": "no-cache"})
    assert ([row["title"] for row in fresh["data"]], did) == (["One", "Two"], "Stored Revalidated")


def test_partner_that_revalidates_is_charged_once(cache):
    published(make_topic())
    key = {"Authorization": f"Bearer {make_key(make_partner())[1]}"}
    assert cache("changes/?after=0", **key)[1] == "Stored"
    assert cache("changes/?after=0", **key)[1] == "From-Cache Revalidated"
    me, did = cache("me/", **key)
    assert (did, me["usage"][0]["calls"], me["usage"][0]["free"]) == ("", 1, 1)
    assert cache("me/", **key)[0]["usage"][0]["free"] == 2
