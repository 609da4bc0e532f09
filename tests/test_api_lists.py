"""Lists: order, pages, counts; and that a walk over the pages is the list as it stood when it began."""

import random

import pytest
from django.test import Client

from publishing.releasing import withdraw
from tests.api import SITE, refused, told, walked
from tests.factories import approver, make_topic, published

pytestmark = pytest.mark.django_db

ORDERINGS = ["dated", "-dated", "title", "-title", "published", "-published"]


@pytest.fixture
def topics():
    made = [make_topic(title=f"Topic {'BACBD'[n % 5]}", slug=f"t{n}") for n in range(11)]
    for number, topic in enumerate(made):
        if number % 3:
            topic.set_period(f"20{number:02}-05-16")
            topic.save()
        published(topic)
    return made


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_walk_repeats_and_drops_nothing_and_is_in_order(topics, ordering):
    whole = told("topics/", ordering=ordering, page_size=100)["data"]
    assert walked("topics/", ordering=ordering, page_size=3) == whole
    assert len({row["id"] for row in whole}) == 11


@pytest.mark.parametrize(
    ("ordering", "key"),
    [("title", lambda row: row["title"]), ("dated", lambda row: row["content"]["dates"]["from"] or ""),
     ("published", lambda row: row["position"])],
)  # fmt: skip
def test_order_is_what_it_says_and_a_minus_turns_it_round(topics, ordering, key):
    there = [key(row) for row in told("topics/", ordering=ordering)["data"]]
    back = [key(row) for row in told("topics/", ordering=f"-{ordering}")["data"]]
    assert there == sorted(there)
    assert back == there[::-1]


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_back_links_lead_over_the_same_pages(topics, ordering):
    pages = [told("topics/", ordering=ordering, page_size=4)]
    while pages[-1]["links"]["next"]:
        pages.append(Client().get(pages[-1]["links"]["next"].removeprefix(SITE)).json())
    assert [len(page["data"]) for page in pages] == [4, 4, 3]
    page = pages[-1]
    for earlier in reversed(pages[:-1]):
        page = Client().get(page["links"]["prev"].removeprefix(SITE)).json()
        assert page["data"] == earlier["data"]
    assert page["links"]["prev"] is None
    assert Client().get(page["links"]["next"].removeprefix(SITE)).json()["data"] == pages[1]["data"]


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_walk_while_others_publish_is_the_list_at_its_position(topics, ordering):
    chance = random.Random(ordering)
    pinned = told("topics/", ordering=ordering, page_size=100)
    page = told("topics/", ordering=ordering, page_size=2)
    rows = page["data"]
    while page["links"]["next"]:
        changed = chance.choice(topics)
        changed.title = f"Topic {chance.choice('ABCD')} again"
        changed.save()
        published(changed, make_topic(title=f"Topic {chance.choice('ABCD')}"))
        page = Client().get(page["links"]["next"].removeprefix(SITE)).json()
        assert page["meta"]["position"] == pinned["meta"]["position"]
        rows += page["data"]
    assert rows == pinned["data"]


def test_what_is_withdrawn_during_a_walk_is_not_shown_on_its_later_pages(topics):
    page = told("topics/", ordering="published", page_size=5)
    withdraw(topics[7], approver(), "In error.")
    rest = Client().get(page["links"]["next"].removeprefix(SITE)).json()
    assert str(topics[7].pk) not in {row["id"] for row in rest["data"]}


def test_count_comes_on_request_and_counts_what_the_filters_leave(topics):
    assert "count" not in told("topics/")["meta"]
    assert told("topics/", include="count", page_size=2)["meta"] == {"position": 11, "count": 11}
    assert told("topics/", include="count", dated_from="2004-01-01")["meta"]["count"] == 5


def test_list_as_of_an_earlier_position(topics):
    page = told("topics/", as_of=3, include="count")
    assert (page["meta"], len(page["data"])) == ({"position": 3, "count": 3}, 3)
    assert told("topics/", as_of=0)["data"] == []
    assert walked("topics/", as_of=5, page_size=2) == told("topics/", as_of=5)["data"]


def test_list_rows_are_the_items_themselves(topics):
    row = told("topics/", ordering="published")["data"][0]
    assert row == told("topics/t0/")


def test_cursors_are_refused_when_changed_or_used_elsewhere(topics):
    following = told("topics/", page_size=2)["links"]["next"]
    cursor = following.partition("cursor=")[2]
    assert told("topics/", cursor=cursor, page_size=5)["data"]
    for wrong in (cursor[:-1] + ("A" if cursor[-1] != "A" else "B"), "x" + cursor, "abc", "a.b", "x" * 10_000, "é"):
        refused(400, "topics/", cursor=wrong)
    refused(400, "topics/", cursor=cursor, ordering="-title")
    refused(400, "topics/", cursor=cursor, q="topic")
    refused(400, "topics/", cursor=cursor, as_of=3)
    refused(400, "entries/", cursor=cursor)


@pytest.mark.parametrize("size", ["0", "101", "-1", "ten", "1e3", "٣", "99999999999999999999", ""])
def test_page_size_has_its_bounds(topics, size):
    assert refused(400, "topics/", page_size=size)["errors"][0]["parameter"] == "page_size"


def test_an_item_in_a_list_is_the_item_alone_also_where_it_names_what_was_withdrawn():
    theme, early, late = make_topic(title="Its first name"), make_topic(slug="early"), make_topic(slug="late")
    early.topics.add(theme)
    late.topics.add(theme)
    published(theme, early)
    theme.title = "Its second name"
    theme.save()
    published(theme)
    published(late)
    withdraw(theme, approver(), "In error.")
    listed = {row["slug"]: row for row in told("topics/")["data"]}
    for slug, name in (("early", "Its first name"), ("late", "Its second name")):
        assert listed[slug] == told(f"topics/{slug}/")
        assert listed[slug]["references"][str(theme.pk)]["title"] == name
