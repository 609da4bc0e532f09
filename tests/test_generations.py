"""A new generation after a restored backup: the same editions under another proof, and nobody goes on unawares."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from publishing import generations
from publishing.canonical import chain_link, chain_start
from publishing.generations import Unsound, begin_generation
from publishing.models import Edition, Log
from publishing.releasing import withdraw
from publishing.verifying import faults
from tests.api import SITE, refused, told
from tests.factories import approver, make_topic, published
from tests.partners import make_partner
from tests.snapshots import snapshot_folder  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def history():
    one, two = make_topic(title="One", slug="one"), make_topic(title="Two", slug="two")
    published(one, two)
    published(one)
    withdraw(two, approver(), "In error.")


def run() -> str:
    out = StringIO()
    call_command("new_generation", stdout=out)
    return out.getvalue()


def columns() -> list[dict]:
    """Everything of every edition but its chain, the search vector included."""
    names = [field.name for field in Edition._meta.concrete_fields if field.name != "chain"]
    return list(Edition.objects.order_by("pk").values(*names))


@pytest.mark.parametrize("batch", [1, 3, 5000])
def test_chain_begins_anew_and_joins_up(history, monkeypatch, batch):
    monkeypatch.setattr(generations, "BATCH", batch)
    before, rows = Log.objects.get(), columns()
    log = begin_generation()
    assert log.generation != before.generation
    assert (log.position, columns()) == (before.position, rows)
    assert list(faults()) == []
    page = told("changes/", expand="item")
    chain = chain_start(page["meta"]["generation"])
    for row in page["data"]:
        chain = chain_link(chain, row["position"], row["id"], row["edition"], row["action"], row["digest"])
        assert row["chain"] == chain
    assert told("log/")["chain"] == chain


def test_positions_go_on_and_are_protected_as_before(history):
    begin_generation()
    published(make_topic())
    assert list(faults()) == []
    assert Log.objects.get().position == 5
    with pytest.raises(DatabaseError, match="edition"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE publishing_edition SET chain = 'x' WHERE position = 1")


@pytest.mark.django_db(transaction=True)  # a snapshot is taken at an isolation of its own
def test_cursor_of_before_is_gone_and_the_problem_names_the_snapshot(history, snapshot_folder):  # noqa: F811
    cursor, etag = told("changes/")["next"], told("log/")["chain"]
    partner = make_partner(feed_position=4)
    words = run()
    problem = refused(410, "changes/", after=cursor)
    log = Log.objects.get()
    assert problem["generation"] == str(log.generation)
    assert problem["snapshots"] == f"{SITE}/api/v1/snapshots/4/"
    assert str(log.generation) in words
    assert told("log/")["chain"] != etag
    partner.refresh_from_db()
    assert partner.feed_position is None


def test_record_that_does_not_verify_keeps_its_proof(history, monkeypatch):
    before = Log.objects.get()
    monkeypatch.setattr(generations, "faults", lambda: iter(["position 2: tampered"]))
    with pytest.raises(CommandError, match="position 2: tampered"):
        call_command("new_generation")
    with pytest.raises(Unsound):
        begin_generation()
    after = Log.objects.get()
    assert (after.generation, after.chain) == (before.generation, before.chain)


@pytest.mark.django_db(transaction=True)  # a snapshot is taken at an isolation of its own
def test_empty_record_may_begin_anew_too(snapshot_folder):  # noqa: F811
    assert "0 editions" in run()
    published(make_topic())
    assert list(faults()) == []
