"""Signed checkpoints: one a day, of what the record says, never changed; keys that come and go; how they are told."""

import re
import stat
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from config import secrets
from config.checks import checkpoint_key_can_be_read
from publishing.generations import begin_generation
from publishing.models import Edition, Log
from syndication.checkpoints import UnusableKey, make_checkpoint
from syndication.models import Checkpoint, CheckpointKey, Errand
from syndication.work.errands import ensure_rows, run_errand
from tests.api import BASE, SITE, ask, refused, told
from tests.factories import make_topic, published

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 5, 16, 12, 0, 0, 250_000, tzinfo=UTC)
DAY = timedelta(days=1)
OTHER_KEY = "A" * 43


@pytest.fixture
def checkpoint() -> Checkpoint:
    published(make_topic(), make_topic())
    return make_checkpoint(NOON)


def holds(row: dict) -> bool:
    """Whether the signature of a checkpoint as it is told is that of the key it names; the form is docs/api.md's."""
    text = f"alliance-record-checkpoint/1\n{row['generation']}\n{row['position']}\n{row['chain']}\n{row['at']}\n"
    [public] = [key["public_key"] for key in told("log/keys/")["data"] if key["key"] == row["key"]]
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(row["signature"]), text.encode())
    except InvalidSignature:
        return False
    return True


def test_checkpoint_in_full(checkpoint):
    log, row = Log.objects.get(), told("log/2/")
    assert re.fullmatch("[0-9a-f]{128}", row["signature"])
    assert row == {
        "generation": str(log.generation),
        "position": 2,
        "chain": Edition.objects.get(position=2).chain,
        "at": "2027-05-16T12:00:00Z",
        "key": CheckpointKey.objects.get().name,
        "signature": checkpoint.signature,
        "url": f"{SITE}{BASE}log/2/",
    }
    assert holds(row)
    assert not holds(row | {"position": 1})
    assert told("log/")["checkpoints"] == [row]
    assert told("log/")["keys"] == f"{SITE}{BASE}log/keys/"
    hour = {"first_used_at": "2027-05-16T12:00:00Z", "last_used_at": "2027-05-16T12:00:00Z"}
    key = {"key": row["key"], "algorithm": "Ed25519", "public_key": CheckpointKey.objects.get().public, **hour}
    assert told("log/keys/") == {"data": [key]}


def test_there_is_one_at_a_position_and_none_of_nothing(db):
    assert make_checkpoint(NOON) is None
    published(make_topic())
    first = make_checkpoint(NOON)
    assert make_checkpoint(NOON + DAY) == first
    published(make_topic())
    assert make_checkpoint(NOON + DAY).position == 2
    assert Checkpoint.objects.count() == 2


def test_worker_makes_one_a_day(db, time_machine):
    time_machine.move_to(NOON, tick=False)
    published(make_topic())
    ensure_rows()
    Errand.objects.exclude(name="checkpoint").delete()
    run_errand(Errand.objects.claim(NOON))
    assert Checkpoint.objects.get().position == 1
    assert Errand.objects.get().due_at == NOON + DAY
    assert Errand.objects.claim(NOON + DAY - timedelta(seconds=1)) is None


def test_command_says_what_it_signed(checkpoint):
    said = StringIO()
    call_command("make_checkpoint", stdout=said)
    assert said.getvalue() == f"Position 2, chain {checkpoint.chain}, signed by {checkpoint.key.name}\n"


def test_command_on_an_empty_record_says_so(db):
    said = StringIO()
    call_command("make_checkpoint", stdout=said)
    assert "Nothing" in said.getvalue()


@pytest.mark.parametrize("key", ["short", "é" * 43, "A" * 42, "A" * 44 + "==="])
def test_key_that_is_none_stops_it_and_is_not_repeated(db, settings, key):
    settings.CHECKPOINT_KEY = key
    published(make_topic())
    with pytest.raises(UnusableKey):
        make_checkpoint(NOON)
    with pytest.raises(CommandError) as refusal:
        call_command("make_checkpoint")
    assert key not in str(refusal.value)
    assert not Checkpoint.objects.exists()


def test_mistyped_key_stops_the_start(settings, monkeypatch):
    assert checkpoint_key_can_be_read(None) == []
    for key, problems in ((OTHER_KEY, []), ("mistyped", ["record.E009"])):
        settings.CHECKPOINT_KEY = key
        monkeypatch.setenv("CHECKPOINT_KEY", key)
        assert [problem.id for problem in checkpoint_key_can_be_read(None)] == problems


def test_made_up_key_is_kept_for_its_owner_alone(tmp_path):
    path = tmp_path / "checkpoint-key"
    assert secrets.kept(path, 43) == secrets.kept(path, 43)
    assert len(path.read_text()) == 43
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_former_keys_are_told_after_another_signs(checkpoint, settings):
    settings.CHECKPOINT_KEY = OTHER_KEY
    assert make_checkpoint(NOON + DAY) == checkpoint, "what is signed stays signed as it was"
    published(make_topic())
    make_checkpoint(NOON + DAY)
    rows = told("log/")["checkpoints"]
    assert [row["key"] for row in rows] == [key["key"] for key in told("log/keys/")["data"]]
    assert len({row["key"] for row in rows}) == 2
    assert all(holds(row) for row in rows)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE syndication_checkpoint SET position = 1", "UPDATE syndication_checkpoint SET signature = 'x'",
        "UPDATE syndication_checkpoint SET at = now()", "DELETE FROM syndication_checkpoint",
        "UPDATE syndication_checkpointkey SET public = 'x'", "DELETE FROM syndication_checkpointkey",
    ],
)  # fmt: skip
def test_the_database_keeps_them_as_they_are(checkpoint, sql):
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "wrong", [{"chain": "0" * 64}, {"position": 2}, {"generation": "00000000-0000-0000-0000-000000000000"}]
)
def test_the_database_takes_none_that_says_what_the_record_does_not(checkpoint, wrong):
    edition = Edition.objects.get(position=1)
    given = {"generation": checkpoint.generation, "position": 1, "chain": edition.chain, "at": NOON, "signature": "x"}
    with pytest.raises(DatabaseError, match="what the chain of the record is"), transaction.atomic():
        Checkpoint.objects.create(key=checkpoint.key, **given | wrong)
    Checkpoint.objects.create(key=checkpoint.key, **given)


def test_list_is_walked_in_order_of_positions(db):
    for number in range(5):
        published(make_topic())
        make_checkpoint(NOON + number * DAY)
    page, found = told("log/", limit=2), []
    while True:
        found += [row["position"] for row in page["checkpoints"]]
        if page["next"] is None:
            break
        page = Client().get(page["next"].removeprefix(SITE)).json()
    assert found == [1, 2, 3, 4, 5]
    assert [row["position"] for row in told("log/", covers=4, limit=1)["checkpoints"]] == [4]
    assert [row["position"] for row in told("log/", as_of=2)["checkpoints"]] == [1, 2]
    assert told("log/", covers=6)["checkpoints"] == []


def test_new_checkpoint_changes_the_etag_though_the_record_stands_still(db, django_assert_num_queries):
    published(make_topic())
    before = {path: ask(path)["ETag"] for path in ("log/", "log/keys/")}
    make_checkpoint(NOON)
    for path, etag in before.items():
        response = Client(headers={"If-None-Match": etag}).get(BASE + path)
        assert response.status_code == 200
        with django_assert_num_queries(1):
            assert Client(headers={"If-None-Match": response["ETag"]}).get(BASE + path).status_code == 304


def test_where_there_is_none_the_next_one_is_named(checkpoint):
    assert refused(404, "log/1/")["detail"].endswith(f"{SITE}{BASE}log/?covers=1&limit=1")
    for path, query in (("log/", {"covers": 0}), ("log/", {"limit": 501}), ("log/2/", {"as_of": 2}),
                        ("log/keys/", {"limit": 1})):  # fmt: skip
        refused(400, path, **query)


def test_another_generation_has_checkpoints_of_its_own(checkpoint):
    begin_generation()
    refused(404, "log/2/")
    assert told("log/")["checkpoints"] == []
    again = make_checkpoint(NOON + DAY)
    assert (again.position, again.chain != checkpoint.chain) == (2, True)
    assert holds(told("log/2/"))
    assert Checkpoint.objects.count() == 2
