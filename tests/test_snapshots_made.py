"""Snapshots as they are made: one moment, whole files, the same bytes, old ones taken away."""

import shutil
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from publishing.models import Log
from publishing.releasing import withdraw
from syndication.models import Errand, Snapshot
from syndication.snapshots import items, making
from syndication.snapshots.errand import snapshot_of_the_day
from syndication.snapshots.making import make_snapshot, only_maker
from syndication.work.errands import ensure_rows
from tests.api import walked
from tests.factories import approver, make_topic, published
from tests.snapshots import lines_of, manifest, snapshot_folder, take  # noqa: F401
from tests.subjects import one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("snapshot_folder")]


def test_files_hold_the_items_of_the_collections_in_order_of_their_ids():
    made = one_of_each()
    published(*made.values())
    withdraw(made["article"], approver(), "In error.")
    take()
    told = manifest()
    assert set(told["kinds"]) == {*made, "translations", "withdrawn"}
    for kind in made:
        assert lines_of(told["kinds"][kind]) == sorted(walked("entries/", kind=kind), key=lambda item: item["id"])
    assert sum(file["entries"] for file in told["kinds"].values()) == len(made)
    [tombstone] = lines_of(told["kinds"]["withdrawn"])
    assert (tombstone["id"], tombstone["action"], tombstone["note"]) == (
        str(made["article"].pk), "withdrawn", "In error.",
    )  # fmt: skip


def test_the_same_record_gives_the_same_bytes(snapshot_folder, monkeypatch):  # noqa: F811
    published(*one_of_each().values())
    first = take()
    before = {path.name: path.read_bytes() for path in first.path.rglob("*.*")}
    shutil.rmtree(first.path)
    assert take().pk != first.pk
    assert {path.name: path.read_bytes() for path in first.path.rglob("*.*")} == before


def test_nothing_published_nothing_made():
    assert making.taken(Log.objects.first()) is None
    published(make_topic())
    first = take()
    assert take() == first
    assert Snapshot.objects.count() == 1


def test_memory_is_bounded_by_the_batch(monkeypatch):
    monkeypatch.setattr(items, "BATCH", 2)
    seen, told = [], items.items
    monkeypatch.setattr(items, "items", lambda some, moment: seen.append(len(some)) or told(some, moment))
    published(*(make_topic() for _ in range(5)))
    take()
    assert seen == [2, 2, 1]
    assert len(lines_of(manifest()["kinds"]["topic"])) == 5


def test_what_a_killed_maker_left_is_swept_away(snapshot_folder):  # noqa: F811
    published(make_topic())
    generation = Log.objects.get().generation.hex[:8]
    for name in (f"{generation}-1.new", f"{generation}-1", "00000000-9", "not-ours"):
        (snapshot_folder / name).mkdir(parents=True)
        (snapshot_folder / name / "topic.ndjson.gz").write_bytes(b"half")
    take()
    assert sorted(path.name for path in snapshot_folder.iterdir()) == [f"{generation}-1", "not-ours"]
    assert len(lines_of(manifest()["kinds"]["topic"])) == 1


def test_a_failure_in_the_middle_leaves_no_snapshot(snapshot_folder, monkeypatch):  # noqa: F811
    published(make_topic())
    monkeypatch.setattr(making, "withdrawn_lines", lambda moment: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take()
    assert not Snapshot.objects.exists()
    assert [path.suffix for path in snapshot_folder.iterdir()] == [making.DRAFT]


def test_only_the_newest_are_kept(snapshot_folder, settings):  # noqa: F811
    settings.SNAPSHOTS_KEPT = 2
    for _ in range(3):
        published(make_topic())
        take()
    assert [row.position for row in Snapshot.objects.kept()] == [3, 2]
    assert {path.name.partition("-")[2] for path in snapshot_folder.iterdir()} == {"3", "2"}
    assert Snapshot.objects.filter(position=1, removed_at__isnull=False).exists()


def test_files_that_were_lost_are_made_again():
    published(make_topic())
    shutil.rmtree(take().path)
    take()
    assert (Snapshot.objects.count(), len(lines_of(manifest()["kinds"]["topic"]))) == (1, 1)


def test_a_withdrawal_brings_the_next_snapshot_forward_and_nothing_else_does():
    ensure_rows()
    tomorrow = timezone.now() + timedelta(days=1)
    Errand.objects.filter(name="snapshot").update(due_at=tomorrow)
    topic = make_topic()
    published(topic)
    assert Errand.objects.get(name="snapshot").due_at == tomorrow
    withdraw(topic, approver(), "In error.")
    assert Errand.objects.get(name="snapshot").due_at < timezone.now() + timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_everything_is_read_at_one_instant_whatever_is_published_meanwhile(monkeypatch):
    made = one_of_each()
    published(*made.values())
    position, original = Log.objects.get().position, making.lines

    def disturbed(kind, moment):
        if kind == "article":  # the first file; a release and a withdrawal come between it and the others
            run_elsewhere(lambda: published(make_topic(title="Too late")))
            run_elsewhere(lambda: withdraw(made["topic"], approver(), "In error."))
        return original(kind, moment)

    monkeypatch.setattr(making, "lines", disturbed)
    with monkeypatch.context() as kept:
        # What was withdrawn meanwhile would be taken away at once; here it is looked into.
        kept.setattr(making, "remove_old", lambda: None)
        snapshot = make_snapshot()
    assert (snapshot.position, Log.objects.get().position) == (position, position + 2)
    assert {name: file["entries"] for name, file in snapshot.contents["kinds"].items()} == {
        **dict.fromkeys(made, 1),
        "translations": 0,
        "withdrawn": 0,
    }
    assert not Snapshot.objects.intact().exists()


def run_elsewhere(deed) -> None:
    def run():
        try:
            deed()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_two_makers_do_not_meet():
    published(make_topic())
    refusals: list[bool] = []

    def try_too():
        with pytest.raises(CommandError):
            call_command("make_snapshot")
        refusals.append(snapshot_of_the_day() - timezone.now() < timedelta(minutes=2))

    with only_maker():
        run_elsewhere(try_too)
    assert refusals == [True]
    out = StringIO()
    call_command("make_snapshot", stdout=out)
    assert "Position 1" in out.getvalue()
