"""What partners are told of translations: the item, the feed, snapshots, mirrors."""

import pytest
from django.conf import settings
from django.test import Client

from publishing.models import Action, Entry
from publishing.releasing import retract, withdraw
from syndication.mirror.checking import faults_against_site
from tests.factories import approver, make_topic, published
from tests.mirrors import assert_equal_to_the_site, following, key_for_all, shown
from tests.snapshots import lines_of, manifest, snapshot_folder, take  # noqa: F401
from tests.translations import translated

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("snapshot_folder")]


@pytest.fixture
def topic():
    topic = make_topic(title="Collective defence", slug="collective-defence")
    published(topic)
    return topic


def item(topic, **query) -> dict:
    return Client().get(f"/api/v1/topics/{topic.pk}/", query).json()


def corrected(topic) -> None:
    topic.summary = "Put right."
    topic.save()
    published(topic, action=Action.CORRECTED, note="It was wrong.")


def test_an_item_tells_of_its_translations_and_which_are_behind(topic):
    assert (item(topic)["translations"], item(topic)["translates"]) == ([], None)
    edition, original = translated(topic), item(topic)
    (told,) = original["translations"]
    assert told == {
        "language": "ru",
        "edition": 2,
        "digest": edition.digest,
        "url": f"{settings.SITE_URL}/ru/topics/collective-defence/",
        "api_url": f"{settings.SITE_URL}/api/v1/topics/{topic.pk}/?language=ru",
        "translates": {"edition": 1, "digest": original["digest"]},
        "stale": False,
    }
    russian = item(topic, language="ru")
    assert russian["url"] == told["url"]
    assert russian["translates"] == told["translates"]
    assert russian["content"]["translates"]["digest"] == original["digest"]
    corrected(topic)
    assert item(topic)["translations"][0]["stale"] is True
    assert item(topic, as_of=2)["translations"][0]["stale"] is False


def test_the_feed_tells_which_rows_are_translations(topic):
    translated(topic)
    corrected(topic)
    rows = Client().get("/api/v1/changes/?after=0&expand=item").json()["data"]
    assert [(row["language"], row["translates"] and row["translates"]["edition"]) for row in rows] == [
        ("en", None), ("ru", 1), ("en", None),
    ]  # fmt: skip
    assert [row["item"]["language"] for row in rows] == ["en", "ru", "en"]


def test_feeds_for_readers_keep_to_the_originals(topic):
    translated(topic, title="Тема")
    for form in ("atom", "json", "rss"):
        assert "Тема" not in Client().get(f"/feeds/all.{form}").content.decode()


def test_a_snapshot_holds_translations_in_a_file_of_their_own(topic):
    edition = translated(topic)
    take()
    files = manifest()["kinds"]
    (line,) = lines_of(files["translations"])
    assert (line["id"], line["language"], line["digest"]) == (str(topic.pk), "ru", edition.digest)
    assert [each["language"] for each in lines_of(files["topic"])] == ["en"]


@pytest.mark.parametrize("begins_with_snapshot", [False, True])
def test_a_mirror_holds_both_and_ends_equal_to_the_site(topic, begins_with_snapshot, live_server, tmp_path):
    other = make_topic()
    published(other)
    translated(topic)
    if begins_with_snapshot:
        take()
    with following(tmp_path / "copy", live_server.url, key_for_all() if begins_with_snapshot else "") as follower:
        follower.catch_up()
        assert_equal_to_the_site(follower.copies)
        corrected(topic)
        translated(other)
        follower.catch_up()
        assert_equal_to_the_site(follower.copies)
        retract(Entry.objects.get(pk=topic.pk), approver(), "Made up.")
        withdraw(Entry.objects.get(pk=other.pk), approver(), "In error.")
        follower.catch_up()
        assert_equal_to_the_site(follower.copies)
        assert list(follower.copies.translations(shown(follower.copies), str(topic.pk))) == []
        assert list(faults_against_site(follower.copies, shown(follower.copies), follower.wire)) == []
