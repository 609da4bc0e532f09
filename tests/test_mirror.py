"""The reference mirror ends equal to the site, shows whole releases only, and proves what it holds."""

import json
import sqlite3
import threading
import time

import pytest
from django.db import connection

from publishing.models import Action, Entry
from publishing.releasing import withdraw
from syndication.mirror.checking import faults, faults_against_site
from syndication.mirror.following import Reading
from syndication.mirror.proof import NotProven
from tests.factories import approver, make_topic, published
from tests.mirrors import assert_equal_to_the_site, following, key_for_all, run, shown
from tests.snapshots import snapshot_folder, take  # noqa: F401
from tests.test_snapshots_proof import Newsroom, withdraw_one_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("snapshot_folder")]


@pytest.fixture
def newsroom() -> Newsroom:
    room = Newsroom(5)
    room.work(15)
    withdraw_one_of(room.entries)
    return room


def test_without_a_key_from_the_beginning(newsroom, live_server, tmp_path):
    with following(tmp_path / "copy", live_server.url, page=7) as follower:
        follower.catch_up()
        newsroom.work(10)
        follower.catch_up()
        assert_equal_to_the_site(follower.copies)
        assert list(faults_against_site(follower.copies, shown(follower.copies), follower.wire)) == []


def test_with_a_key_from_a_snapshot_and_on(newsroom, live_server, tmp_path):
    take()
    newsroom.add()
    published(newsroom.change(newsroom.entries[-1]), action=Action.CORRECTED, note="It was wrong.")
    newsroom.add()
    with following(tmp_path / "copy", live_server.url, key_for_all(), page=2) as follower:
        copy = follower.catch_up()
        assert copy.base > 0
        assert_equal_to_the_site(follower.copies)
        assert list(faults_against_site(follower.copies, copy, follower.wire)) == []


def test_a_snapshot_that_goes_while_it_is_loaded_is_left_for_the_next(newsroom, live_server, tmp_path):
    take()
    with following(tmp_path / "copy", live_server.url, key_for_all()) as follower:
        follower.begin()
        withdraw_one_of(newsroom.entries)
        take()
        assert follower.catch_up().base > 0
        assert_equal_to_the_site(follower.copies)


def test_a_release_is_shown_whole_or_not_at_all(live_server, tmp_path):
    published(make_topic())
    with following(tmp_path / "copy", live_server.url, page=2) as follower:
        follower.catch_up()
        published(*(make_topic() for _ in range(5)))
        positions = []
        follower.copies.db.set_trace_callback(lambda text: positions.append(shown_position(tmp_path / "copy")))
        follower.catch_up()
        follower.copies.db.set_trace_callback(None)
        assert set(positions) | {shown(follower.copies).position} == {1, 6}
        assert_equal_to_the_site(follower.copies)


def shown_position(path) -> int:
    """As another process sees it."""
    other = sqlite3.connect(path)
    try:
        return other.execute("SELECT position FROM copies WHERE is_shown").fetchone()[0]
    finally:
        other.close()


def test_killed_within_a_release_it_begins_that_release_again(live_server, tmp_path):
    published(make_topic())
    published(*(make_topic() for _ in range(5)))
    with following(tmp_path / "copy", live_server.url, page=3) as follower:
        reading = Reading(follower, follower.begin())
        assert not reading.hear()
        assert reading.copy.position == 1
        assert len(reading.held) == 2
    with following(tmp_path / "copy", live_server.url, page=3) as follower:
        follower.catch_up()
        assert_equal_to_the_site(follower.copies)


def test_another_generation_is_built_beside_and_shown_at_once(newsroom, live_server, tmp_path):
    with following(tmp_path / "copy", live_server.url) as follower:
        first = follower.catch_up()
        follower.copies.db.execute("UPDATE copies SET cursor = 'deadbeef-1', generation = 'of another time'")
        second = follower.catch_up()
        assert second.id != first.id
        assert follower.copies.building() is None
        assert_equal_to_the_site(follower.copies)


def test_what_is_withdrawn_is_gone_from_the_file(live_server, tmp_path):
    topic = make_topic(title="Unmistakable words", slug="some-words")
    published(topic)
    with following(tmp_path / "copy", live_server.url) as follower:
        follower.catch_up()
        assert b"Unmistakable words" in in_the_files(tmp_path)
        withdraw(Entry.objects.get(pk=topic.pk), approver(), "In error.")
        follower.catch_up()
        assert b"Unmistakable words" not in in_the_files(tmp_path)
        assert follower.copies.one("tombstones", shown(follower.copies), str(topic.pk))["note"] == "In error."


def in_the_files(folder) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("copy*"))


def test_an_unchanged_site_answers_304(live_server, tmp_path):
    published(make_topic())
    with following(tmp_path / "copy", live_server.url) as follower:
        follower.catch_up()
        follower.catch_up()
        asked = []
        follower.wire._note_budget = lambda response: asked.append(response.status)
        follower.catch_up()
        assert asked == [304]


def test_an_altered_copy_is_found_out(newsroom, live_server, tmp_path):
    with following(tmp_path / "copy", live_server.url) as follower:
        copy = follower.catch_up()
        db = follower.copies.db
        altered = db.execute("SELECT id, told FROM items LIMIT 1").fetchone()
        told = json.loads(altered[1])
        told["content"]["note"] = "never said"
        db.execute("UPDATE items SET told = ? WHERE id = ?", [json.dumps(told), altered[0]])
        assert [altered[0] in fault for fault in faults(follower.copies, copy)] == [True]
        db.execute("DELETE FROM items WHERE id = ?", [altered[0]])
        assert ["missing" in fault for fault in faults(follower.copies, copy)] == [True]
        db.execute("DELETE FROM rows WHERE position = 2")
        assert any("does not join up" in fault for fault in faults(follower.copies, copy))


def test_a_site_that_contradicts_its_chain_changes_nothing(live_server, tmp_path):
    published(make_topic())
    with following(tmp_path / "copy", live_server.url) as follower:
        follower.catch_up()
        published(make_topic())
        follower.copies.db.execute('UPDATE rows SET told = replace(told, \'"chain":"\', \'"chain":"0\')')
        with pytest.raises(NotProven):
            follower.catch_up()
        assert shown(follower.copies).position == 1
        assert len(follower.pauses) == 2


def test_stand_alone_as_a_partner_runs_it(newsroom, live_server, tmp_path):
    take()
    key = key_for_all()
    assert "no complete copy" in run(tmp_path, "mirror", "list", expect=6)
    run(tmp_path, "mirror", "follow", live_server.url, "--once", key="ark_not_a_key", expect=5)
    assert "starting from the snapshot" in run(tmp_path, "mirror", "follow", live_server.url, "--once", key=key)
    withdrawn = next(json.loads(line) for line in run(tmp_path, "mirror", "list").splitlines() if "null" in line)
    assert "In error." in run(tmp_path, "mirror", "get", withdrawn["id"], expect=4)
    run(tmp_path, "mirror", "get", "nobody", expect=1)
    assert "verified up to position" in run(tmp_path, "mirror", "verify", "--against-site", key=key)
    status = json.loads(run(tmp_path, "mirror", "status"))
    assert status["building"] is None
    (tmp_path / "lines").write_text(run(tmp_path, "mirror", "list"))
    assert "0 differences" in run(tmp_path, "mirror.conformance", "check", live_server.url, "lines", key=key)


def test_a_follower_that_waits_hears_within_a_moment(live_server, tmp_path):
    published(make_topic())
    with following(tmp_path / "copy", live_server.url, wait=20) as follower:
        follower.catch_up()
        began = time.monotonic()
        editor = threading.Timer(0.5, publish_elsewhere)
        editor.start()
        follower.catch_up()
        assert shown(follower.copies).position == 2
        assert 0.5 < time.monotonic() - began < 10
        editor.join()


def publish_elsewhere() -> None:
    try:
        published(make_topic())
    finally:
        connection.close()
