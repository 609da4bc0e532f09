"""The promise: a snapshot and the changes after it are the live site, whatever editors do before and after."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from publishing.gate import PublishingRefused
from publishing.models import Action, Edition, Entry, Log
from publishing.numbering import release_due
from publishing.releasing import publish, retract, withdraw
from tests.api import told, walked
from tests.factories import approved, approver, make_topic, published
from tests.mirroring import Copy
from tests.snapshots import manifest, snapshot_folder, take  # noqa: F401
from tests.subjects import one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("snapshot_folder")]
EDITS = 40


class Newsroom:
    """Does one thing after another to the record, by chance; what the gate refuses is left undone."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.entries: list[Entry] = [*one_of_each(seed).values(), *(make_topic() for _ in range(3))]
        published(*self.entries)
        self.hour = timezone.now()

    def work(self, edits: int) -> None:
        for _ in range(edits):
            deed = self.chance.choice(
                [self.edit, self.edit, self.edit, self.correct, self.retract, self.withdraw, self.restore, self.add,
                 self.together, self.schedule]
            )  # fmt: skip
            try:
                deed()
            except (PublishingRefused, ValidationError):
                continue

    def any(self) -> Entry:
        return self.chance.choice(self.entries)

    def change(self, entry: Entry) -> Entry:
        word = f"{self.chance.random():.6f}"
        entry.title, entry.summary = f"Title {word}", f"Summary {word}."
        if self.chance.random() < 0.3:
            # Chance of six digits meets itself within a quarter of an hour.
            entry.slug = f"slug-{uuid4().hex[:12]}"
        entry.save()
        return entry

    def edit(self) -> None:
        published(self.change(self.any()))

    def correct(self) -> None:
        published(self.change(self.any()), action=Action.CORRECTED, note="It was wrong.")

    def retract(self) -> None:
        retract(self.any(), approver(), "Not so.")

    def withdraw(self) -> None:
        withdraw(self.any(), approver(), "In error.")

    def restore(self) -> None:
        gone = Edition.objects.current().filter(action__in=[Action.WITHDRAWN, Action.RETRACTED])
        ids = set(gone.values_list("entry_id", flat=True))
        if back := [entry for entry in self.entries if entry.pk in ids]:
            published(self.change(self.chance.choice(back)))

    def add(self) -> None:
        topic = make_topic()
        published(topic)
        self.entries.append(topic)

    def together(self) -> None:
        published(*(self.change(entry) for entry in self.chance.sample(self.entries, 3)))

    def schedule(self) -> None:
        """Comes out an hour later, or, by chance, not before the copy is compared."""
        hour = timezone.now() + timedelta(hours=1)
        publish(approved(self.change(self.any())), approver(), hour)
        if self.chance.random() < 0.7:
            release_due(hour)


def withdraw_one_of(entries: list[Entry]) -> None:
    """Whatever chance did, something stands withdrawn at the end."""
    public = set(Edition.objects.readable_at(Log.objects.get().position).values_list("entry_id", flat=True))
    withdraw(next(entry for entry in entries if entry.pk in public), approver(), "In error.")


def differences(told: dict[str, dict], live: dict[str, dict]) -> dict[str, dict]:
    """By entry, the members in which the copy and the site differ."""
    found = {}
    for key in told.keys() | live.keys():
        one, other = told.get(key, {}), live.get(key, {})
        if wrong := {
            name: (one.get(name), other.get(name)) for name in one | other if one.get(name) != other.get(name)
        }:
            found[key] = wrong
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_snapshot_and_changes_after_it_are_the_live_site(seed):
    newsroom = Newsroom(seed)
    newsroom.work(EDITS)
    take()
    first = manifest()
    copies = [Copy.from_snapshot(first)]
    newsroom.work(EDITS // 2)
    copies[0].follow()
    take()
    copies.append(Copy.from_snapshot(manifest()))
    newsroom.work(EDITS // 2)
    withdraw_one_of(newsroom.entries)
    live = {item["id"]: item for item in walked("entries/", page_size=100)}
    gone = set(map(str, Edition.objects.current().filter(action=Action.WITHDRAWN).values_list("entry_id", flat=True)))
    assert live and gone
    for copy in copies:
        copy.follow()
        assert differences(copy.told(), live) == {}
        assert set(copy.withdrawn) == gone
    assert Log.objects.get().position > first["position"] + 10
    assert len({edition.action for edition in Edition.objects.released()}) == len(Action) - 1


def test_a_copy_that_misses_one_row_is_not_equal():
    """The test's own check: it does see a difference."""
    newsroom = Newsroom(4)
    take()
    copy = Copy.from_snapshot(manifest())
    published(newsroom.change(newsroom.entries[0]))
    published(newsroom.change(newsroom.entries[1]))
    copy.next = copy.next.replace(f"-{manifest()['position']}", f"-{manifest()['position'] + 1}")
    copy.follow()
    assert copy.told() != {item["id"]: item for item in walked("entries/", page_size=100)}
    assert told("changes/")["meta"]["head"] == manifest()["position"] + 2
