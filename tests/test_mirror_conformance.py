"""On the worst of roads, and killed again and again, the reference mirror still ends equal to the site."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator

import pytest

from syndication.mirror import proof
from syndication.mirror.conformance.proxy import FAULTS, Proxy, Road
from syndication.mirror.copies import Copies
from syndication.mirror.wire import seconds
from tests.factories import make_topic, published
from tests.mirrors import assert_equal_to_the_site, following, key_for_all, program, run, shown
from tests.snapshots import snapshot_folder, take  # noqa: F401
from tests.test_snapshots_proof import Newsroom

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("snapshot_folder")]
ROUNDS, KILLS = 6, 6


@pytest.fixture
def rough(live_server) -> Iterator[Proxy]:
    proxy = Proxy(live_server.url, seed=8, roughness=0.6, delay=0.1)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    yield proxy
    proxy.shutdown()
    proxy.server_close()


def test_on_a_rough_road_it_ends_equal(rough, live_server, tmp_path):
    newsroom = Newsroom(6)
    newsroom.work(10)
    take()
    with following(tmp_path / "copy", rough.url, key_for_all(), page=3) as follower:
        for _ in range(ROUNDS):
            newsroom.work(4)
            follower.catch_up()
        until_head(follower)
        assert_equal_to_the_site(follower.copies)
        assert 1.0 in follower.pauses
    assert set(FAULTS) <= set(rough.road.done)


def until_head(follower) -> None:
    """An old answer may say that this is all; the next question does not get it for ever."""
    for _ in range(20):
        follower.etag_of = ""
        follower.catch_up()


class Ambush(Road):
    """A good road on which the mirror is killed, a moment after a question of its own."""

    def lie_in_wait(self, victim: subprocess.Popen) -> None:
        self.victim, self.questions = victim, self.chance.randint(1, 4)

    def next_fault(self) -> str:
        self.questions -= 1
        if self.questions == 0:
            threading.Timer(self.chance.uniform(0, 0.02), self.victim.kill).start()
        return "none"


def test_killed_at_random_moments_it_goes_on_where_it_was(rough, live_server, tmp_path):
    newsroom = Newsroom(7)
    take()
    newsroom.work(20)
    key = key_for_all()
    rough.road = ambush = Ambush(live_server.url, seed=3, roughness=0, delay=0)
    command = program(tmp_path, "mirror", "follow", rough.url, "--once", "--page", "2")
    environment = {"PATH": os.environ["PATH"], "ALLIANCE_RECORD_KEY": key}
    cut_short = 0
    for _ in range(KILLS):
        with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL) as mirror:
            ambush.lie_in_wait(mirror)
        cut_short += mirror.returncode == -signal.SIGKILL
        newsroom.work(2)
    assert cut_short
    run(tmp_path, "mirror", "follow", rough.url, "--once", key=key)
    copies = Copies(tmp_path / "mirror.sqlite")
    assert_equal_to_the_site(copies)
    copies.close()


def test_the_kit_sees_a_mirror_that_missed_something(live_server, tmp_path):
    published(make_topic(), make_topic())
    run(tmp_path, "mirror", "follow", live_server.url, "--once")
    lines = run(tmp_path, "mirror", "list").splitlines()
    (tmp_path / "lines").write_text(lines[0])
    assert "1 differences" in run(tmp_path, "mirror.conformance", "check", live_server.url, "lines", expect=1)


def test_a_spent_budget_is_waited_for(live_server, tmp_path):
    published(make_topic())
    with following(tmp_path / "copy", live_server.url) as follower:
        answer = type("Answer", (), {"headers": {"RateLimit": '"minute";r=0;t=12, "day";r=40;t=4000'}})
        follower.wire._note_budget(answer)
        follower.catch_up()
        assert [round(pause) for pause in follower.pauses] == [12]
        assert shown(follower.copies).position == 1


@pytest.mark.parametrize(
    ("text", "pause"), [("7", 7), ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("soon", None), ("", None)]
)
def test_retry_after_in_both_its_forms(text, pause):
    assert seconds(text) == pause


def page(after: int, positions: list[int], through: int) -> dict:
    rows = [{"position": n, "action": "withdrawn", "suppressed": False} for n in positions]
    return {
        "data": rows,
        "meta": {"covered": {"after": after, "through": through}, "head": 9, "caught_up": False},
    }


@pytest.mark.parametrize(
    "told",
    [page(0, [1, 2], 2), page(3, [4, 6], 6), page(3, [5], 5), page(3, [4, 4], 5), page(3, [4], 5), page(3, [], 3)],
)
def test_a_page_with_a_hole_or_of_another_place_is_broken(told):
    with pytest.raises(proof.Broken):
        proof.check_page(told, 3)


def test_a_whole_page_is_taken():
    proof.check_page(page(3, [4, 5], 5), 3)
