"""Feeds: what each is of, what it carries, what it never shows, what it costs."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from publishing.models import Edition
from publishing.releasing import restore, retract, withdraw
from tests.factories import approved, approver, make_topic, published
from tests.feeds import NS, body, listed, parsed, titles, tombstones, tree
from tests.subjects import one_of_each
from tests.test_api_items import corrected

pytestmark = pytest.mark.django_db
FORMS = ("atom", "json", "rss")
# Head, the entry the feed is of, its editions with their withdrawals, names of what they point to.
QUERIES = 4


@pytest.fixture
def made():
    made = one_of_each()
    topic = made["topic"]
    for kind in ("article", "summit"):
        made[kind].topics.add(topic)
    published(*made.values())
    return made


def own_feed(entry) -> str:
    edition = Edition.objects.filter(entry=entry.pk, position__isnull=False).latest("position")
    return f"/feeds{edition.url.rstrip('/')}"


def carried(form: str, path: str) -> list[tuple]:
    """(id, edition, digest) of each item, as each form has them."""
    if form == "json":
        items = listed(f"{path}.json")["items"]
        return [(i["id"], str(i["_alliance_record"]["edition"]), i["_alliance_record"]["digest"]) for i in items]
    root = tree(f"{path}.{form}")
    items, name = (root.findall("atom:entry", NS), "atom:id") if form == "atom" else (root.findall(".//item"), "guid")
    found = [(item.findtext(name, namespaces=NS), item.find("ar:edition", NS)) for item in items]
    return [(key, edition.get("edition"), edition.get("digest")) for key, edition in found]


def test_every_form_carries_the_same_ids_editions_and_digests(made):
    corrected(made["summit"], "It was in May.", venue="Hall 2")
    current = Edition.objects.current().exclude(kind="office").order_by("-position")
    expected = [(f"urn:uuid:{e.entry_id}", str(e.number), e.digest) for e in current]
    for form in FORMS:
        assert carried(form, "/feeds/all") == expected
    assert expected[0][1] == "2"


@pytest.mark.parametrize(
    ("kind", "there", "elsewhere"),
    [
        ("state", {"Freedonia", "Glory Summit", "Glory Declaration", "Exercise"}, {"Comment", "News from Glory"}),
        ("person", {"Rufus Firefly", "Glory Summit", "Firefly on peace", "Comment"}, {"Exercise"}),
        ("summit", {"Glory Summit", "Glory Declaration", "Firefly on peace", "News from Glory"}, {"Exercise"}),
        ("topic", {"News from Glory", "Glory Summit"}, {"Exercise", "Freedonia"}),
        ("force", {"Rapid Force", "Exercise"}, {"Glory Summit"}),
    ],
)
def test_the_feed_of_an_entry_has_what_facts_and_topics_relate_to_it(made, kind, there, elsewhere):
    found = set(titles(f"{own_feed(made[kind])}.json"))
    assert there <= found
    assert not elsewhere & found


def test_the_feed_of_a_section_has_its_kind_alone(made):
    assert titles("/feeds/articles.json") == ["News from Glory"]
    assert titles("/feeds/members.json") == ["Freedonia"]
    assert Client().get("/feeds/offices.json").status_code == 404
    assert "President of Freedonia" not in titles("/feeds/all.json")


def test_an_item_is_the_edition_to_be_read(made):
    item = next(i for i in listed("/feeds/articles.json")["items"])
    edition = Edition.objects.current().get(entry=made["article"].pk)
    assert item == {
        "id": f"urn:uuid:{made['article'].pk}",
        "url": "http://127.0.0.1:8000/articles/news-from-glory/",
        "title": "News from Glory",
        "content_html": "<p>News from Glory in a sentence.</p>\n"
        '<p>At <a href="http://127.0.0.1:8000/summits/glory-summit/">the summit</a>.</p>',
        "summary": "News from Glory in a sentence.",
        "date_published": edition.first_released_at.isoformat().replace("+00:00", "Z"),
        "date_modified": edition.released_at.isoformat().replace("+00:00", "Z"),
        "authors": [{"name": "The desk"}],
        "tags": [made["topic"].title],
        "language": "en",
        "_alliance_record": {
            "id": str(made["article"].pk),
            "kind": "article",
            "edition": 1,
            "position": edition.position,
            "digest": edition.digest,
            "action": "published",
            "note": "",
            "reviewed": True,
            "edition_url": "http://127.0.0.1:8000/articles/news-from-glory/editions/1/",
            "api_url": f"http://127.0.0.1:8000/api/v1/articles/{made['article'].pk}/",
        },
    }


def test_feedparser_reads_both_dates_authors_and_text(made):
    for form, title in (("atom", "Alliance Record"), ("rss", "Alliance Record")):
        found = parsed(f"/feeds/all.{form}")
        assert (found.version, found.feed.title) == ({"atom": "atom10", "rss": "rss20"}[form], title)
        article = next(entry for entry in found.entries if entry.title == "News from Glory")
        assert article.id == f"urn:uuid:{made['article'].pk}"
        assert article.link == "http://127.0.0.1:8000/articles/news-from-glory/"
        assert article.author == "The desk"
        assert "the summit</a>" in article.content[0].value
        assert {"article", made["topic"].title} <= {tag.term for tag in article.tags}
        assert article.published_parsed and article.updated_parsed


def test_what_readers_are_told_stands_above_the_text(made):
    corrected(made["article"], "It was <in> May.", byline="Another desk")
    item = listed("/feeds/articles.json")["items"][0]
    assert item["content_html"].startswith("<p><strong>Corrected: It was &lt;in&gt; May.</strong></p>")
    retract(made["article"], approver(), "Made up.")
    item = listed("/feeds/articles.json")["items"][0]
    assert (item["title"], item["_alliance_record"]["action"]) == ("Retracted: News from Glory", "retracted")
    # It has no facts any more, and still reaches those who follow what it was about.
    assert "Retracted: News from Glory" in titles(f"{own_feed(made['summit'])}.json")


def test_a_withdrawn_entry_is_a_tombstone_in_every_feed_it_was_in(made):
    feeds = ["/feeds/all", "/feeds/articles", own_feed(made["summit"]), own_feed(made["topic"])]
    article = f"urn:uuid:{made['article'].pk}"
    withdraw(made["article"], approver(), "In error.")
    for feed in feeds:
        assert "News from Glory" not in titles(f"{feed}.json"), feed
        assert tombstones(f"{feed}.atom") == tombstones(f"{feed}.rss") == {article: "In error."}, feed
        [left] = listed(f"{feed}.json")["_alliance_record"]["deleted"]
        assert (left["ref"], left["note"], left["_alliance_record"]["kind"]) == (article, "In error.", "article")
    [entry] = tree("/feeds/all.atom").findall("at:deleted-entry", NS)
    assert datetime.fromisoformat(entry.get("when")) == Edition.objects.get(action="withdrawn").released_at
    made["article"].refresh_from_db()
    approved(made["article"])
    restore(made["article"], approver())
    assert "News from Glory" in titles("/feeds/articles.json")
    assert tombstones("/feeds/articles.atom") == {}


def test_the_feed_of_a_withdrawn_entry_is_gone(made):
    feed = own_feed(made["article"])
    withdraw(made["article"], approver(), "In error.")
    for form in FORMS:
        response = Client().get(f"{feed}.{form}")
        assert response.status_code == 410
        assert b"In error." in response.content


def test_each_correction_is_a_line_of_its_own(made):
    corrected(made["summit"], "It was in May.", venue="Hall 2")
    corrected(made["summit"], "It was in Glory.", city="Glory")
    withdraw(made["article"], approver(), "In error.")
    items = listed("/feeds/corrections.json")["items"]
    assert [(i["title"], i["content_text"]) for i in items] == [
        ("Withdrawn: article", "Withdrawn: In error."),
        ("Corrected: Glory Summit", "Corrected: It was in Glory."),
        ("Corrected: Glory Summit", "Corrected: It was in May."),
    ]
    assert len({i["id"] for i in items}) == 3
    assert items[1]["_alliance_record"]["id"] == items[2]["_alliance_record"]["id"] == str(made["summit"].pk)
    withdraw(made["summit"], approver(), "Never held.")
    assert [i["title"] for i in listed("/feeds/corrections.json")["items"]][0] == "Withdrawn: summit"
    assert b"It was in" not in body("/feeds/corrections.json")
    assert not parsed("/feeds/corrections.rss").bozo


def test_a_scheduled_edition_is_in_no_feed_before_its_hour(made):
    noon = datetime(2030, 5, 16, 12, tzinfo=UTC)
    with time_machine.travel(noon - timedelta(hours=1), tick=False):
        made["summit"].refresh_from_db()
        made["summit"].summary = "Now longer."
        made["summit"].save()
        published(made["summit"], release_at=noon)
        before = {form: body(f"/feeds/all.{form}") for form in FORMS}
    with time_machine.travel(noon, tick=False):
        for form in FORMS:
            now = body(f"/feeds/all.{form}")
            assert b"Now longer." in now
            assert b"Now longer." not in before[form]


def test_a_tombstone_is_not_moved_to_a_feed_by_what_is_only_scheduled(made):
    """Its restored text will name another state; the feed of that state must not show it yet."""
    withdraw(made["statement"], approver(), "In error.")
    assert "Firefly on peace" not in titles("/feeds/all.json")
    other = one_of_each(2)
    published(*other.values())
    statement = made["statement"]
    statement.refresh_from_db()
    statement.speaker = other["person"]
    statement.save()
    approved(statement)
    restore(statement, approver(), release_at=timezone.now() + timedelta(hours=1))
    assert tombstones(f"{own_feed(other['person'])}.atom") == {}


def test_as_of_gives_the_feed_as_it_was(made):
    position = Edition.objects.latest("position").position
    corrected(made["summit"], "It was in May.", title="Glory Meeting")
    assert "Glory Meeting" in titles("/feeds/all.json")
    assert "Glory Summit" in titles("/feeds/all.json", as_of=position)
    for form in FORMS:
        assert Client().get(f"/feeds/all.{form}?as_of=999").status_code == 400
        assert Client().get(f"/feeds/all.{form}?page=2").status_code == 400


def test_a_former_slug_leads_to_the_feed_of_today(made):
    made["state"].slug = "greater-freedonia"
    made["state"].save()
    published(made["state"])
    for rest in (".atom", "/archive/1.atom"):
        response = Client().get(f"/feeds/members/freedonia{rest}")
        assert (response.status_code, response["Location"]) == (301, f"/feeds/members/greater-freedonia{rest}")


def test_a_feed_costs_few_queries_and_a_reader_who_has_it_one(made, django_assert_max_num_queries):
    withdraw(made["article"], approver(), "In error.")
    paths = ["/feeds/all", "/feeds/summits", "/feeds/corrections", *(own_feed(made[k]) for k in ("state", "topic"))]
    for path in paths:
        for form in FORMS:
            with django_assert_max_num_queries(QUERIES):
                response = Client().get(f"{path}.{form}")
            with django_assert_max_num_queries(1):
                again = Client().get(f"{path}.{form}", headers={"if-none-match": response["ETag"]})
            assert (response.status_code, again.status_code) == (200, 304)
            assert response["Cache-Control"] == "public, max-age=10"
            assert response["Access-Control-Allow-Origin"] == "*"
    published(make_topic())
    assert Client().get("/feeds/all.atom")["ETag"] != response["ETag"]


def test_an_empty_record_has_empty_feeds(db):
    assert parsed("/feeds/all.atom").entries == parsed("/feeds/articles.rss").entries == []
    assert json.loads(body("/feeds/corrections.json"))["items"] == []
