"""The mirror believes the site's history only as far as the site has signed it, with the key the mirror knows."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from syndication.checkpoints import make_checkpoint, private_key
from syndication.mirror import vouching
from syndication.mirror.proof import NotProven
from syndication.mirror.vouching import Witness
from syndication.models import Checkpoint
from tests.factories import make_topic, published
from tests.lying import Liar
from tests.mirrors import assert_equal_to_the_site, following, key_for_all, run, shown
from tests.snapshots import snapshot_folder, take  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
FORGER = Ed25519PrivateKey.from_private_bytes(bytes(32))
ZEROS = "0" * 64


@pytest.fixture
def liar(live_server):
    """A site with a checkpoint at 2 and three publications, which may lie."""
    sign_after(2)
    published(make_topic())
    made = Liar(live_server.url)
    yield made
    made.stop()


def sign_after(publications: int) -> Checkpoint:
    for _ in range(publications):
        published(make_topic())
    return make_checkpoint(timezone.now())


def signed_by(private: Ed25519PrivateKey, **changes):
    """Every checkpoint changed and signed anew; `log/keys/` names the key it is signed with, if it is another."""
    public = private.public_key().public_bytes_raw().hex()

    def lie(path, body):
        for row in body.get("checkpoints", []):
            row.update(changes | {"key": vouching.name_of(public)})
            lines = ("alliance-record-checkpoint/1", row["generation"], row["position"], row["chain"], row["at"])
            row["signature"] = private.sign("".join(f"{line}\n" for line in lines).encode()).hex()
        if "log/keys" in path:
            body["data"] = [{"key": vouching.name_of(public), "public_key": public}]

    return lie


def of_log(change):
    return lambda path, body: change(body) if "covers=" in path else None


def refusal(follower) -> str:
    """What the mirror says when it does not believe; asked again it says so again, and holds what it held."""
    held = follower.copies.db.execute("SELECT * FROM copies").fetchall()
    follower.witness.asked_at = None
    with pytest.raises(NotProven) as first:
        follower.catch_up()
    with pytest.raises(NotProven) as second:
        follower.catch_up()
    assert str(first.value) == str(second.value)
    assert follower.copies.db.execute("SELECT * FROM copies").fetchall() == held
    return str(first.value)


def test_newest_checkpoint_it_reaches_is_compared_and_kept(liar, tmp_path):
    with following(tmp_path / "copy", liar.url) as follower:
        copy = follower.catch_up()
        (key,) = follower.copies.keys()
        assert (follower.copies.checkpoint(copy.generation)["position"], len(key)) == (2, 64)
        checkpoint = make_checkpoint(timezone.now())
        follower.catch_up()
        assert follower.copies.checkpoint(copy.generation)["position"] == 2, "asked once an hour"
        follower.witness.asked_at -= vouching.EVERY
        follower.catch_up()
        assert follower.copies.checkpoint(copy.generation)["signature"] == checkpoint.signature
        assert_equal_to_the_site(follower.copies)


def test_checkpoint_beyond_the_copy_waits_until_the_copy_is_there(liar, tmp_path):
    with following(tmp_path / "copy", liar.url) as follower:
        copy = follower.catch_up()
        sign_after(2)
        follower.witness.check(copy)
        assert follower.copies.checkpoint(copy.generation)["position"] == 2
        follower.witness.asked_at = None
        assert follower.catch_up().position == follower.copies.checkpoint(copy.generation)["position"] == 5


def test_many_checkpoints_are_read_page_by_page(liar, tmp_path, monkeypatch):
    monkeypatch.setattr(vouching, "PAGE", 2)
    for _ in range(5):
        sign_after(1)
    with following(tmp_path / "copy", liar.url) as follower:
        copy = follower.catch_up()
        assert follower.copies.checkpoint(copy.generation)["position"] == copy.position == 8


def test_checkpoint_from_before_the_snapshot_vouches_for_nothing_and_one_at_it_does(
    live_server, liar, tmp_path, snapshot_folder  # noqa: F811
):  # fmt: skip
    take()
    with following(tmp_path / "copy", live_server.url, key_for_all()) as follower:
        copy = follower.catch_up()
        assert (copy.base, follower.copies.checkpoint(copy.generation)) == (3, None)
        make_checkpoint(timezone.now())
        follower.witness.check(copy)
        assert follower.copies.checkpoint(copy.generation)["position"] == copy.base
        follower.copies.db.execute("UPDATE copies SET base_chain = ?", [ZEROS])
        assert "is not the one that was signed" in refusal(follower)


def test_before_anything_is_published_there_is_nothing_to_prove(live_server, tmp_path):
    with following(tmp_path / "copy", live_server.url) as follower:
        assert follower.catch_up().position == 0


LIES = {
    "a bit of the signature": (of_log(lambda log: log["checkpoints"][0].update(signature="00" * 64)), "is not signed"),
    "no signature": (of_log(lambda log: log["checkpoints"][0].update(signature="none")), "is not signed"),
    "another chain": (of_log(lambda log: log["checkpoints"][0].update(chain=ZEROS)), "is not signed"),
    "another hour": (of_log(lambda log: log["checkpoints"][0].update(at="2020-01-01T00:00:00Z")), "is not signed"),
    "another position": (of_log(lambda log: log["checkpoints"][0].update(position=3)), "is not signed"),
    "another log": (of_log(lambda log: log.update(generation="none", checkpoints=[])), "the log of the site is of"),
    "a name of another key": (lambda path, body: body["data"][0].update(public_key=ZEROS) if "keys" in path else None,
                              "not of that name"),
    "no key": (lambda path, body: body["data"].clear() if "keys" in path else None, "it does not name"),
}  # fmt: skip


@pytest.mark.parametrize("what", LIES)
def test_what_was_altered_is_not_believed_and_not_shown(liar, tmp_path, what):
    liar.lie, said = LIES[what]
    with following(tmp_path / "copy", liar.url) as follower:
        with pytest.raises(NotProven, match=said):
            follower.catch_up()
        assert follower.copies.shown() is None, "a new copy is shown when it is proven"
        assert follower.copies.keys() == ()
        liar.lie = lambda path, body: None
        assert follower.catch_up().position == 3
        assert_equal_to_the_site(follower.copies)


def test_site_that_signs_another_history_than_it_tells_is_found_out(db, liar, tmp_path):
    """By the right key: the one lie that only a copy of the record can see through."""
    with following(tmp_path / "copy", liar.url) as follower:
        published(make_topic())
        liar.lie = signed_by(private_key(), chain=ZEROS)
        with pytest.raises(NotProven, match="is not the one that was signed: at position 2"):
            follower.catch_up()
        assert follower.copies.shown() is None


def test_what_is_held_is_kept_when_the_site_contradicts_itself_later(liar, tmp_path):
    with following(tmp_path / "copy", liar.url) as follower:
        follower.catch_up()
        make_checkpoint(timezone.now())

        def lie(path, body):
            if "covers=" in path:
                signed_by(private_key(), chain=ZEROS)(path, {"checkpoints": body["checkpoints"][1:]})

        liar.lie = lie
        assert "is not the one that was signed: at position 3" in refusal(follower)
        liar.lie = lambda path, body: None
        follower.catch_up()
        assert_equal_to_the_site(follower.copies)


@pytest.mark.parametrize("lie", [lambda log: log["checkpoints"].clear(), lambda log: log["checkpoints"].pop(0)])
def test_kept_checkpoint_must_stay(liar, tmp_path, lie):
    with following(tmp_path / "copy", liar.url) as follower:
        follower.catch_up()
        make_checkpoint(timezone.now())
        liar.lie = of_log(lie)
        # What begins elsewhere than was asked may be an answer to another question; it is never believed.
        assert "that this mirror keeps is another now, or gone" in refusal(follower)


def test_another_key_is_refused_until_it_is_said(liar, tmp_path):
    with following(tmp_path / "copy", liar.url) as follower:
        follower.catch_up()
        (key,) = follower.copies.keys()
        make_checkpoint(timezone.now())

        def lie(path, body):
            """What stood is told as it stood; what is new is another's."""
            new = [row for row in body.get("checkpoints", []) if row["position"] > 2]
            signed_by(FORGER)(path, body if "keys" in path else {"checkpoints": new})

        liar.lie = lie
        said = refusal(follower)
        assert "at position 3 is signed with another key" in said
        assert vouching.name_of(key) in said
        assert follower.copies.keys() == (key,)
        theirs = FORGER.public_key().public_bytes_raw().hex()
        Witness(follower.wire, follower.copies, follower.say, [theirs]).check(shown(follower.copies))
        assert follower.copies.keys() == (theirs,)
        follower.witness = Witness(follower.wire, follower.copies, follower.say)
        follower.catch_up()


def test_key_from_elsewhere_is_believed_instead_of_the_site(liar, tmp_path):
    """The whole log forged: nothing the site says contradicts itself."""
    honest = private_key().public_key().public_bytes_raw().hex()
    liar.lie = signed_by(FORGER)
    with following(tmp_path / "one", liar.url) as follower:
        assert follower.catch_up().is_shown, "who knows no key believes the first"
    with following(tmp_path / "two", liar.url, keys=[honest]) as follower:
        with pytest.raises(NotProven, match="is signed with another key"):
            follower.catch_up()
        liar.lie = lambda path, body: None
        follower.catch_up()
        assert follower.copies.keys() == (honest,)


def test_older_site_without_a_log_is_followed_and_one_that_loses_it_is_not(liar, tmp_path):
    liar.ask = lambda path: path.replace("/log/", "/no-log/")
    with following(tmp_path / "copy", liar.url) as follower:
        told = []
        follower.witness.say = told.append
        copy = follower.catch_up()
        assert (len(told), copy.position, follower.copies.keys()) == (1, 3, ())
        liar.ask = lambda path: path
        follower.witness.asked_at = None
        follower.catch_up()
        assert len(follower.copies.keys()) == 1
        liar.ask = lambda path: path.replace("/log/", "/no-log/")
        assert "tells none any more" in refusal(follower)
    with following(tmp_path / "other", liar.url, keys=[ZEROS]) as follower:
        with pytest.raises(NotProven, match="tells none any more"):
            follower.catch_up()
        assert follower.copies.shown() is None


def test_log_that_knows_no_covers_is_an_older_site_too(liar, tmp_path):
    liar.ask = lambda path: path.replace("covers=", "covered=")
    with following(tmp_path / "copy", liar.url) as follower:
        assert follower.catch_up().position == 3


def test_what_is_damaged_once_on_the_way_is_asked_for_again(liar, tmp_path):
    times = []

    def lie(path, body):
        if "covers=" in path and not times:
            times.append(path)
            body["checkpoints"][0]["signature"] = "00" * 64

    liar.lie = lie
    with following(tmp_path / "copy", liar.url) as follower:
        copy = follower.catch_up()
        assert (len(times), follower.copies.checkpoint(copy.generation)["position"]) == (1, 2)


def test_as_a_partner_runs_it(liar, tmp_path):
    honest = private_key().public_key().public_bytes_raw().hex()
    said = run(tmp_path, "mirror", "follow", liar.url, "--once")
    assert f"checkpoints are signed with {honest}: compare it with what others were told" in said
    assert json.loads(run(tmp_path, "mirror", "status"))["checkpoint"]["position"] == 2
    assert "is signed with another key" in run(
        tmp_path, "mirror", "follow", "--once", "--signing-key", "ab" * 32, expect=3
    )
    assert "32 bytes in hex" in run(tmp_path, "mirror", "follow", "--signing-key", "short", expect=2)
    liar.lie = signed_by(private_key(), chain=ZEROS)
    assert "is another now, or gone" in run(tmp_path, "mirror", "verify", "--against-site", expect=3)
    assert "is another now, or gone" in run(tmp_path, "mirror", "follow", "--once", expect=3)
    assert "verified up to position 3" in run(tmp_path, "mirror", "verify")
    assert len(run(tmp_path, "mirror", "list").splitlines()) == 3
