"""The change feed: whoever follows it holds exactly what is public, and can prove it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from publishing.canonical import chain_link, chain_start, digest_of_text
from publishing.models import Log
from publishing.releasing import publish, retract, withdraw
from tests.api import BASE, SITE, refused, told
from tests.factories import approved, approver, make_topic, published

pytestmark = pytest.mark.django_db


def followed(**query) -> list[dict]:
    """All changes, fetched as a partner does: `next` until caught up."""
    rows, page = [], told("changes/", **query)
    while True:
        rows += page["data"]
        if page["meta"]["caught_up"]:
            return rows
        page = told("changes/", **query | {"after": page["next"]})


@pytest.fixture
def history():
    one, two = make_topic(title="One", slug="one"), make_topic(title="Two", slug="two")
    published(one)
    published(two)
    one.summary = "Changed."
    one.save()
    published(one)
    withdraw(two, approver(), "In error.")
    return one, two


def test_answer_in_full(history):
    one = history[0]
    edition = one.editions.get(number=1)
    log = Log.objects.get()
    prefix = log.generation.hex[:8]
    assert told("changes", limit=1) == {
        "data": [
            {
                "position": 1,
                "at": edition.released_at.isoformat().replace("+00:00", "Z"),
                "action": "published",
                "id": str(one.pk),
                "kind": "topic",
                "edition": 1,
                "language": "en",
                "translates": None,
                "note": "",
                "url": f"{SITE}/topics/one/",
                "api_url": f"{SITE}{BASE}topics/{one.pk}/editions/1/",
                "digest": edition.digest,
                "chain": edition.chain,
                "release": str(edition.batch),
                "last_of_release": True,
                "suppressed": False,
                "duty": None,
            }
        ],
        "next": f"{prefix}-1",
        "links": {
            "self": f"{SITE}{BASE}changes?limit=1",
            "next": f"{SITE}{BASE}changes/?limit=1&after={prefix}-1",
        },
        "meta": {
            "generation": str(log.generation),
            "covered": {"after": 0, "through": 1},
            "head": 4,
            "caught_up": False,
        },
    }


def test_following_by_any_step_gives_every_position_once(history):
    for limit in (1, 2, 3, 500):
        assert [row["position"] for row in followed(limit=limit)] == [1, 2, 3, 4]


def test_caught_up_reader_is_given_the_same_cursor_and_goes_on_from_it(history):
    end = told("changes/", after=4)
    assert (end["data"], end["meta"]["caught_up"], end["meta"]["covered"]) == ([], True, {"after": 4, "through": 4})
    published(history[0])
    assert [row["position"] for row in told("changes/", after=end["next"])["data"]] == [5]


def test_empty_record_has_a_feed_too():
    page = told("changes/")
    assert (page["data"], page["next"], page["meta"]["caught_up"]) == ([], "0", True)
    published(make_topic())
    assert len(told("changes/", after=page["next"])["data"]) == 1


def test_chain_and_digests_can_be_recomputed_from_the_feed(history):
    page = told("changes/", expand="item")
    chain = chain_start(page["meta"]["generation"])
    for row in page["data"]:
        chain = chain_link(chain, row["position"], row["id"], row["edition"], row["action"], row["digest"])
        assert row["chain"] == chain
    assert told("log/")["chain"] == chain


def test_expanded_items_are_the_editions_of_their_positions(history):
    first, second, third, fourth = followed(expand="item")
    assert first["item"] == told("topics/one/editions/1/")
    assert third["item"] == told("topics/one/")
    assert digest_of_text(history[0].editions.get(number=2).canonical) == third["item"]["digest"]
    assert (second["suppressed"], second["item"], second["digest"] > "") == (True, None, True)
    assert (fourth["action"], fourth["note"], fourth["item"]) == ("withdrawn", "In error.", None)


def test_retracted_text_stays(history):
    retract(history[0], approver(), "Not so.")
    row = followed(expand="item")[-1]
    assert (row["action"], row["note"], row["item"]["title"]) == ("retracted", "Not so.", "One")


def test_one_release_is_adjacent_and_named_alike():
    published(*(make_topic() for _ in range(3)))
    published(make_topic())
    releases = [row["release"] for row in followed()]
    assert len(set(releases[:3])) == 1 and releases[3] not in releases[:3]


def test_kind_filter(history):
    assert len(followed(kind="topic")) == 4
    page = told("changes/", kind="summit")
    assert (page["data"], page["meta"]["covered"], page["meta"]["caught_up"]) == ([], {"after": 0, "through": 4}, True)
    refused(400, "changes/", kind="penguin")


@pytest.fixture
def themed():
    """Security, and an entry under it that was published at position 2."""
    theme = make_topic(title="Security", slug="security")
    entry = make_topic(title="Entry", slug="entry")
    entry.topics.add(theme)
    published(theme)
    published(entry)
    return theme, entry


def actions(**query) -> list[tuple]:
    return [(row["position"], row["action"]) for row in followed(topic="security", **query)]


def test_what_leaves_a_topic_comes_as_out_of_scope_once(themed):
    theme, entry = themed
    published(entry)
    entry.topics.remove(theme)
    published(entry)
    published(entry)
    published(make_topic())
    assert actions() == [(2, "published"), (3, "updated"), (4, "out_of_scope")]
    last = followed(topic="security", expand="item")[-1]
    assert (last["item"], last["note"]) == (None, "")
    entry.topics.add(theme)
    published(entry)
    assert actions(after=5) == [(7, "updated")]


def test_withdrawal_reaches_those_who_follow_the_topic(themed):
    withdraw(themed[1], approver(), "In error.")
    assert actions() == [(2, "published"), (3, "withdrawn")]
    published(themed[1])
    assert actions()[-1] == (4, "restored")


def test_a_topic_that_is_withdrawn_can_still_be_followed(themed):
    theme, entry = themed
    withdraw(theme, approver(), "Not a topic.")
    withdraw(entry, approver(), "In error.")
    assert actions() == [(2, "published"), (4, "withdrawn")]


def test_withdrawal_after_leaving_is_nobodys_business_under_the_topic(themed):
    theme, entry = themed
    entry.topics.remove(theme)
    published(entry)
    withdraw(entry, approver(), "In error.")
    assert actions() == [(2, "published"), (3, "out_of_scope")]


def test_rare_topic_is_looked_for_in_windows(themed, monkeypatch):
    monkeypatch.setattr("syndication.v1.change_rows.WINDOW", 2)
    for _ in range(5):
        published(make_topic())
    published(themed[1])
    page = told("changes/", topic="security", after=2)
    assert (page["data"], page["meta"]["covered"]) == ([], {"after": 2, "through": 4})
    assert actions() == [(2, "published"), (8, "updated")]


def test_as_of_is_an_upper_bound(history):
    page = told("changes/", as_of=2)
    assert ([row["position"] for row in page["data"]], page["meta"]["head"]) == ([1, 2], 2)
    refused(400, "changes/", as_of=2, after=3)


def test_cursor_of_another_generation_is_gone_and_says_what_to_do(history):
    problem = refused(410, "changes/", after="00000000-2")
    assert problem["type"].endswith("#problem-another-generation")
    assert (problem["generation"], problem["snapshots"]) == (str(Log.objects.get().generation), None)
    assert "after=0" in problem["detail"]


@pytest.mark.parametrize(
    "after", ["5", "99999999999999999", "-1", "x", "1.5", "٣", "9" * 5000, "1 2", "a-1", "zzzzzzzz-1"]
)
def test_cursor_that_does_not_fit_is_never_clamped(history, after):
    assert refused(400, "changes/", after=after)["errors"][0]["parameter"] == "after"


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 501}, {"limit": "x"}, {"expand": "all"}, {"topic": "nothing"}]
)
def test_other_parameters_are_strict(history, query):
    refused(400, "changes/", **query)


def test_scheduled_edition_is_not_in_the_feed(history):
    publish(approved(make_topic()), approver(), timezone.now() + timedelta(hours=1))
    assert told("changes/")["meta"]["head"] == 4
