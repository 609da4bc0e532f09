"""Duties and receipts: what a correction asks of partners, what they post, and who owes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from publishing.generations import begin_generation
from publishing.models import Action, Edition, Log
from publishing.releasing import retract, withdraw
from syndication.duties import owed_by
from syndication.models import Receipt
from syndication.plans import Scope
from tests.api import BASE, SITE, told
from tests.factories import approver, make_topic, published
from tests.partners import bearer, make_key, make_partner

pytestmark = pytest.mark.django_db
RECEIPTS = BASE + "receipts/"
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def key():
    return make_key(make_partner(), Scope.RECEIPTS)


@pytest.fixture
def partner(key):
    client = bearer(key[1])
    client.partner = key[0].partner
    return client


@pytest.fixture
def corrected(partner):
    """Published at 1, corrected at 2, when the partner could post receipts already."""
    topic = make_topic(title="One")
    published(topic)
    topic.summary = "Right."
    published(topic, action=Action.CORRECTED, note="It said wrong.")
    return topic


def post(client, body, **kwargs):
    return client.post(RECEIPTS, body, content_type="application/json", **kwargs)


def acts() -> list:
    return [row["duty"] and row["duty"]["act"] for row in told("changes/")["data"]]


def test_each_row_above_updated_says_what_to_do_and_by_when(corrected):
    row = told("changes/", after=1)["data"][0]
    at = Edition.objects.get(position=2).released_at
    assert row["duty"] == {
        "act": "replace",
        "within": "PT24H",
        "due_at": (at + timedelta(hours=24)).isoformat().replace("+00:00", "Z"),
        "receipt": f"{SITE}{RECEIPTS}",
    }
    retract(corrected, approver(), "Not so.")
    assert acts() == [None, "replace", "banner"]
    withdraw(corrected, approver(), "In error.")
    assert acts() == [None, None, None, "delete"]
    published(corrected)
    assert acts() == [None, "replace", "banner", "delete", "put_back"]


def test_receipt_is_posted_once_and_may_be_posted_again(partner, corrected):
    first = post(partner, {"position": 2, "outcome": "done"})
    assert first.status_code == 201
    receipt = Receipt.objects.get()
    assert first.json() == {
        "position": 2,
        "id": str(corrected.pk),
        "kind": "topic",
        "action": "corrected",
        "outcome": "done",
        "note": "",
        "at": receipt.at.isoformat().replace("+00:00", "Z"),
        "api_url": f"{SITE}{BASE}topics/{corrected.pk}/editions/2/",
        "generation": str(Log.objects.get().generation),
    }
    again = post(partner, {"position": 2, "outcome": "done"})
    assert (again.status_code, again.json()) == (200, first.json())
    assert "no-store" in again["Cache-Control"]


def test_last_word_counts(partner, corrected):
    post(partner, {"position": 2, "outcome": "cannot", "note": "It is in print."})
    changed = post(partner, {"position": 2, "outcome": "done", "note": "Reprinted."})
    assert (changed.status_code, changed.json()["note"]) == (200, "Reprinted.")
    assert Receipt.objects.get().outcome == "done"


def test_list_is_ones_own_with_what_one_owes(partner, corrected):
    assert partner.get(RECEIPTS).json()["meta"]["owed"][0]["position"] == 2
    post(partner, {"position": 2, "outcome": "done"})
    other = bearer(make_key(make_partner(), Scope.RECEIPTS)[1])
    assert other.get(RECEIPTS).json() == {"data": [], "next": "0", "meta": {"owed": []}}
    mine = partner.get(RECEIPTS, {"limit": 1}).json()
    assert ([row["position"] for row in mine["data"]], mine["next"], mine["meta"]) == ([2], "2", {"owed": []})
    assert partner.get(RECEIPTS, {"after": 2}).json()["data"] == []
    assert partner.get(RECEIPTS, {"page": 2}).status_code == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400), ("[]", 400), ("{", 400), ('{"position": NaN}', 400), ("[" * 9000, 400), ("null", 400),
        ({}, 400), ({"position": 2}, 400), ({"position": 2, "outcome": "perhaps"}, 400),
        ({"position": "2", "outcome": "done"}, 400), ({"position": True, "outcome": "done"}, 400),
        ({"position": 2.0, "outcome": "done"}, 400), ({"position": 10**30, "outcome": "done"}, 400),
        ({"position": -1, "outcome": "done"}, 400), ({"position": 2, "outcome": "done", "extra": 1}, 400),
        ({"position": 2, "outcome": "done", "note": None}, 400), ({"position": 2, "outcome": "cannot"}, 400),
        ({"position": 2, "outcome": "done", "note": "\x00"}, 400),
        ('{"position": 2, "outcome": "done", "note": "\\ud800"}', 400),
        ({"position": 2, "outcome": "done", "note": "x" * 1001}, 400),
        ({"position": 2, "outcome": "done", "note": "x" * 20000}, 413),
        ('{"position": 2, "position": 2, "outcome": "done"}', 400), ({"position": 2, "outcome": 1}, 400),
        ({"position": 2, "outcome": "done", "generation": "first"}, 400),
        ({"position": 2, "outcome": "done", "generation": NOBODY}, 410),
        ({"position": 1, "outcome": "done"}, 422), ({"position": 3, "outcome": "done"}, 422),
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_changes_nothing(partner, corrected, body, status):
    response = post(partner, body)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert not Receipt.objects.exists()


def test_receipt_keeps_the_generation_its_position_was_of(partner, corrected):
    was = str(Log.objects.get().generation)
    said = {"position": 2, "outcome": "done"}
    assert post(partner, said | {"generation": was}).status_code == 201
    begin_generation()
    refusal = post(partner, said | {"generation": was})
    assert (refusal.status_code, refusal.json()["type"].rpartition("#")[2]) == (410, "problem-another-generation")
    now = refusal.json()["generation"]
    assert partner.get(RECEIPTS).json()["data"][0]["generation"] == was != now
    assert post(partner, said | {"generation": now}).json()["generation"] == now


def test_only_json_is_read(partner, corrected):
    assert partner.post(RECEIPTS, {"position": 2, "outcome": "done"}).status_code == 415


def test_withdrawn_position_keeps_its_receipts(partner, corrected):
    withdraw(corrected, approver(), "In error.")
    assert post(partner, {"position": 2, "outcome": "done"}).status_code == 201
    assert [edition.position for edition in owed_by(partner.partner)] == [3]


def test_newest_duty_of_an_entry_is_the_one_that_is_owed(partner, corrected):
    published(corrected, action=Action.CORRECTED, note="Wrong again.")
    assert [edition.position for edition in owed_by(partner.partner)] == [3]


def test_who_came_later_or_agreed_on_other_things_owes_nothing(partner, corrected):
    assert not owed_by(make_key(make_partner(), Scope.RECEIPTS)[0].partner).exists()
    assert not owed_by(make_key(make_partner(), Scope.FEED)[0].partner).exists()
    only_states, only_theme = make_partner(kinds=["state"]), make_partner(topics=[make_topic().pk])
    for each in (only_states, only_theme):
        make_key(each, Scope.RECEIPTS, now=timezone.now() - timedelta(days=1))
        assert not owed_by(each).exists()


def test_topic_agreed_on_counts_for_tombstones_too(partner):
    theme, topic = make_topic(), make_topic()
    topic.topics.add(theme)
    published(theme, topic)
    partner.partner.topics = [theme.pk]
    withdraw(topic, approver(), "In error.")
    assert [edition.position for edition in owed_by(partner.partner)] == [3]
