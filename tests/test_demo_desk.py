"""The demonstration's desk: something on each shelf, nothing of it public, and the record as it was."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import User
from config.demo_desk import PIECES, PREFIX
from desk.models import HouseRule, Plan
from desk.shelves import SHELVES, due, filled
from publishing.gate import blockers, examine
from publishing.models import Edition, Entry, Fact, Log, Stage
from publishing.verifying import faults


@pytest.fixture(autouse=True)
def as_a_demonstration(monkeypatch):
    """The tests' own database is named by its address, as a real one is."""
    monkeypatch.setenv("ALLOW_DEMO", "1")


@pytest.fixture
def laid(record):
    before = Log.objects.get().position, Edition.objects.current().count(), Fact.objects.current().count()
    call_command("demo_desk")
    return before


def entries() -> dict[str, Entry]:
    return {entry.title: entry for entry in Entry.objects.filter(key__startswith=PREFIX)}


def shelves_of(user: User) -> dict[str, int]:
    return {shelf.name: filled(shelf, user).count for shelf in SHELVES if user.has_perm(shelf.right)}


def test_every_shelf_has_something_and_the_public_record_is_as_it_was(laid):
    editor, contributor = (User.objects.get(username=name) for name in ("editor", "contributor"))
    assert shelves_of(editor) == {"drafts": 1, "eyes": 1, "returned": 0, "scheduled": 1, "corrections": 0, "found": 0}
    assert shelves_of(contributor) == {"drafts": 1, "returned": 1, "corrections": 0, "found": 0}
    assert (Log.objects.get().position, Edition.objects.current().count(), Fact.objects.current().count()) == laid
    # Every entry, and every entry in Russian.
    assert laid[0] == 2 * 489
    assert due().count() == 4
    assert (Plan.objects.count(), HouseRule.objects.count()) == (2, 2)
    assert list(faults()) == []


def test_laid_twice_it_lies_there_once_and_the_record_loads_as_before(laid, capsys):
    versions = {entry.pk: entry.version for entry in entries().values()}
    call_command("demo_desk")
    call_command("load_record")
    assert {entry.pk: entry.version for entry in entries().values()} == versions
    assert len(versions) == len(PIECES)
    assert Log.objects.get().position == laid[0]
    assert (Plan.objects.count(), HouseRule.objects.count()) == (2, 2)


def test_nothing_on_it_is_blocked_and_who_is_asked_to_check_again_is_not_changed(laid):
    for entry in entries().values():
        assert blockers(examine(entry)) == []
        assert "{" not in entry.specific.body
    assert entries()["A birthday on the day after"].stage == Stage.SUBMITTED
    assert not any(entry.is_changed for entry in Entry.objects.filter(kind="state"))


@pytest.mark.django_db
def test_without_the_record_it_says_what_to_do():
    with pytest.raises(CommandError, match="run load_record first"):
        call_command("demo_desk")
