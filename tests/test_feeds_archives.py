"""Archives of feeds (RFC 5005, section 4): walked back from the feed they miss nothing, and they stay as they are."""

import json

import pytest
from django.test import Client

from publishing.models import Edition, Topic
from publishing.releasing import withdraw
from syndication.feeds import reading
from tests.api import SITE
from tests.factories import approver, make_topic, published
from tests.feeds import NS, body, link, listed, tombstones, tree
from tests.subjects import one_of_each

pytestmark = pytest.mark.django_db
SPAN = 5
# Head, the entry the feed is of, its editions, the archives beside them, names of what they point to.
QUERIES = 5


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Archives of five positions: the rule is the same, the record need not be long."""
    monkeypatch.setattr(reading, "SPAN", SPAN)
    monkeypatch.setattr("syndication.feeds.views.SPAN", SPAN)


@pytest.fixture
def topics():
    """Eighteen positions: twelve topics with names none of which begins another, six of which are then changed."""
    topics = [make_topic(title=f"Topic {number:02}.", slug=f"no-{number}") for number in range(12)]
    published(*topics)
    for topic in topics[:6]:
        change(topic)
    return topics


def change(topic) -> None:
    topic.refresh_from_db()
    topic.summary += " And more."
    topic.save()
    published(topic)


def standing_at(position: int) -> Topic:
    """The topic with an edition there: which one comes first of those published together is nobody's choice."""
    return Topic.objects.get(editions__position=position)


def local(url: str | None) -> str | None:
    return url and url.removeprefix(SITE)


def walked(start: str) -> list[str]:
    """The addresses of a feed and of all its archives, newest first, by the links of the documents."""
    found, path = [], start
    while path:
        found.append(path)
        path = local(link(path, "prev-archive"))
        assert path not in found
    return found


def newest_by_id(paths: list[str]) -> dict[str, tuple[str, str]]:
    """id → (updated, edition) as an aggregator keeps them: of equal ids the newest wins."""
    kept: dict[str, tuple[str, str]] = {}
    for path in paths:
        for entry in tree(path).findall("atom:entry", NS):
            key = entry.findtext("atom:id", namespaces=NS)
            edition = entry.find("ar:edition", NS).get("edition")
            updated = entry.findtext("atom:updated", namespaces=NS)
            kept[key] = max(kept.get(key, ("", "")), (updated, edition))
    return kept


@pytest.mark.parametrize("feed", ["/feeds/all.atom", "/feeds/topics.atom"])
def test_a_feed_and_its_archives_hold_everything_that_stands(topics, feed):
    paths = walked(feed)
    assert len(paths) > 1
    assert newest_by_id(paths) == {
        f"urn:uuid:{e.entry_id}": (e.released_at.isoformat().replace("+00:00", "Z"), str(e.number))
        for e in Edition.objects.current()
    }


def test_nothing_is_missed_wherever_the_record_stands(topics):
    """A reader who walks back to the last archive it knows, after every publication."""
    seen: set[str] = set()
    held: dict[str, tuple[str, str]] = {}
    for topic in topics * 2:
        change(topic)
        path = "/feeds/topics.atom"
        while path and path not in seen:
            if "/archive/" in path:
                seen.add(path)
            for key, told in newest_by_id([path]).items():
                held[key] = max(held.get(key, ("", "")), told)
            path = local(link(path, "prev-archive"))
        standing = {f"urn:uuid:{e.entry_id}": str(e.number) for e in Edition.objects.current()}
        assert {key: edition for key, (_at, edition) in held.items()} == standing


@pytest.mark.parametrize("form", ["atom", "json", "rss"])
def test_an_archive_stays_as_it_is_but_for_its_link_forward_and_tombstones(topics, form):
    path = f"/feeds/topics/archive/2.{form}"
    before = body(path)
    topics[0].title = "Another name altogether"
    topics[0].save()
    for topic in topics:
        change(topic)
    assert body(path) == before
    title = Edition.objects.get(position=2 * SPAN).title.encode()
    withdraw(standing_at(2 * SPAN), approver(), "In error.")
    after = body(path)
    assert title in before
    assert title not in after
    assert b"In error." in after


def test_archives_are_linked_both_ways_and_say_what_they_are(topics):
    assert [link("/feeds/all/archive/2.atom", rel) for rel in ("prev-archive", "next-archive", "current", "self")] == [
        f"{SITE}/feeds/all/archive/1.atom",
        f"{SITE}/feeds/all/archive/3.atom",
        f"{SITE}/feeds/all.atom",
        f"{SITE}/feeds/all/archive/2.atom",
    ]
    assert link("/feeds/all/archive/1.atom", "prev-archive") is None
    assert link("/feeds/all/archive/3.rss", "next-archive") is None
    assert tree("/feeds/all/archive/2.atom").find("fh:archive", NS) is not None
    assert tree("/feeds/all/archive/2.rss").find("channel/fh:archive", NS) is not None
    assert tree("/feeds/all.atom").find("fh:archive", NS) is None


def test_json_feeds_go_on_by_next_url(topics):
    page, found = listed("/feeds/all.json"), []
    while True:
        found += [(item["id"], item["_alliance_record"]["edition"]) for item in page["items"]]
        if "next_url" not in page:
            break
        page = json.loads(body(local(page["next_url"])))
    standing = {(f"urn:uuid:{e.entry_id}", e.number) for e in Edition.objects.current()}
    assert standing <= set(found)


def test_an_archive_begins_when_it_is_full(topics):
    assert Client().get("/feeds/all/archive/3.atom").status_code == 200
    for part in (0, 4, 99999999999999999999):
        assert Client().get(f"/feeds/all/archive/{part}.atom").status_code == 404
    assert Client().get("/feeds/nowhere/archive/1.atom").status_code == 404
    # It has no time but its own.
    assert Client().get("/feeds/all/archive/1.atom?as_of=3").status_code == 400


def test_archives_of_nothing_are_passed_over(topics):
    """Between the entry of the state and what is told of it later lie many positions of other things."""
    made = one_of_each()
    published(*made.values())
    for topic in topics * 2:
        change(topic)
    for _round in range(SPAN + 1):
        change(made["state"])
    paths = walked("/feeds/members/freedonia.atom")
    assert len(paths) < 6
    entries = set(newest_by_id(paths))
    assert {f"urn:uuid:{made[kind].pk}" for kind in ("state", "summit", "event", "document")} <= entries


def test_a_withdrawal_shows_where_the_entry_stood_and_where_it_left(topics):
    left = standing_at(2 * SPAN)
    withdraw(left, approver(), "In error.")
    gone = {f"urn:uuid:{left.pk}": "In error."}
    assert tombstones("/feeds/all.atom") == tombstones("/feeds/all/archive/2.atom") == gone
    for topic in topics:
        if topic != left:
            change(topic)
    assert tombstones("/feeds/all/archive/4.atom") == gone


def test_an_archive_costs_few_queries(topics, django_assert_max_num_queries):
    made = one_of_each()
    published(*made.values())
    for path in ("/feeds/all/archive/2", "/feeds/topics/archive/1", "/feeds/members/freedonia/archive/5"):
        for form in ("atom", "json", "rss"):
            with django_assert_max_num_queries(QUERIES):
                assert Client().get(f"{path}.{form}").status_code == 200
