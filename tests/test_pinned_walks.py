"""Walking any list or the feed while edits run, whatever they are: the walk equals the list at its pinned position."""

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from publishing.models import Action, Edition
from publishing.releasing import retract, withdraw
from publishing.verifying import faults
from tests.api import BASE, SITE, told
from tests.factories import approver, make_topic, published

pytestmark = pytest.mark.django_db
LISTS = ["topics/", "entries/?ordering=-published", "topics/?ordering=-title", "corrections/", "facts/",
         "entries/?topic=theme", "search/?q=topic"]  # fmt: skip


class Walk:
    """One reader, a page at a time, of a list pinned where it began."""

    def __init__(self, address: str):
        self.address, self.rows = f"{BASE}{address}", []
        separator = "&" if "?" in address else "?"
        self.next = f"{self.address}{separator}page_size=2"
        self.pinned: int | None = None

    def read_on(self) -> None:
        page = Client().get(self.next.removeprefix(SITE)).json()
        self.rows += [key(row) for row in page["data"]]
        self.next = page["links"]["next"]
        if self.pinned is None:
            self.pinned = page["meta"]["position"]
        assert page["meta"]["position"] == self.pinned

    def expected(self) -> list[tuple]:
        """The list as it is read in one go, as of the walk's position."""
        separator = "&" if "?" in self.address else "?"
        address = f"{self.address}{separator}page_size=100&as_of={self.pinned}"
        return [key(row) for row in Client().get(address).json()["data"]]


def key(row: dict) -> tuple:
    return row["id"], row.get("edition") and str(row["edition"]), row.get("position")


class Record(RuleBasedStateMachine):
    """What is withdrawn disappears from every moment; what a walk had read before stays read, so it is left out."""

    walks = Bundle("walks")

    @initialize()
    def begin(self):
        self.theme = make_topic(title="Theme", slug="theme")
        self.topics = [make_topic() for _ in range(5)]
        published(self.theme, *self.topics)
        self.is_withdrawn: set = set()
        self.ever_withdrawn: set = set()
        self.followed: list[dict] = []
        self.cursor = "0"

    @rule(number=st.integers(0, 4), title=st.sampled_from("ZMA"), action=st.sampled_from(["", Action.CORRECTED]))
    def edit(self, number, title, action):
        topic = self.topics[number]
        topic.title = f"{title} topic {number}"
        topic.save()
        is_restored = topic.pk in self.is_withdrawn
        published(topic, action="" if is_restored else action, note="Was wrong." if action and not is_restored else "")
        self.is_withdrawn.discard(topic.pk)

    @rule(number=st.integers(0, 4))
    def theme_or_not(self, number):
        topic = self.topics[number]
        if topic.topics.filter(pk=self.theme.pk).exists():
            topic.topics.remove(self.theme)
        else:
            topic.topics.add(self.theme)
        published(topic)
        self.is_withdrawn.discard(topic.pk)

    @rule(number=st.integers(0, 4), verb=st.sampled_from([withdraw, retract]))
    def take_back(self, number, verb):
        topic = self.topics[number]
        if topic.pk not in self.is_withdrawn:
            verb(topic, approver(), "In error.")
            if verb is withdraw:
                self.is_withdrawn.add(topic.pk)
                self.ever_withdrawn.add(str(topic.pk))

    @rule()
    def add(self):
        published(make_topic(), make_topic())

    @rule(target=walks, address=st.sampled_from(LISTS))
    def start(self, address):
        walk = Walk(address)
        walk.read_on()
        return walk

    @rule(walk=walks)
    def read_on(self, walk):
        if walk.next:
            walk.read_on()

    @rule(walk=consumes(walks))
    def finish(self, walk):
        while walk.next:
            walk.read_on()
        assert len(set(walk.rows)) == len(walk.rows)
        assert self.lasting(walk.rows) == self.lasting(walk.expected())

    def lasting(self, rows: list[tuple]) -> list[tuple]:
        return [row for row in rows if row[0] not in self.ever_withdrawn]

    @rule(limit=st.integers(1, 5))
    def follow(self, limit):
        page = told("changes/", after=self.cursor, limit=limit)
        self.followed += page["data"]
        self.cursor = page["next"]

    @invariant()
    def feed_is_without_gap_or_repetition(self):
        if hasattr(self, "followed"):
            assert [row["position"] for row in self.followed] == list(range(1, len(self.followed) + 1))

    def teardown(self):
        if not hasattr(self, "followed"):
            return
        while not (page := told("changes/", after=self.cursor, limit=3))["meta"]["caught_up"]:
            self.followed, self.cursor = self.followed + page["data"], page["next"]
        self.followed += page["data"]
        proof = list(Edition.objects.released().order_by("position").values_list("position", "digest", "chain"))
        assert [(row["position"], row["digest"], row["chain"]) for row in self.followed] == proof
        batches = [(row["release"], row["at"]) for row in self.followed]
        ends = [one != other for one, other in zip(batches, [*batches[1:], None], strict=True)]
        assert [row["last_of_release"] for row in self.followed] == ends
        assert list(faults()) == []


class RolledBack(Record):
    """Each example in a transaction of its own, taken back at its end."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self):
        try:
            super().teardown()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)


def test_every_walk_equals_its_list_whatever_is_edited_meanwhile():
    from hypothesis.stateful import run_state_machine_as_test

    bounds = settings(
        max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(RolledBack, settings=bounds)
