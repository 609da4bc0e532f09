"""The stream of embargoes: what partners with the scope are told of scheduled editions, before and after the hour."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from publishing.generations import begin_generation
from publishing.numbering import release_due
from publishing.reading import read_head
from publishing.releasing import cancel_release, cancel_releases, reschedule, withdraw
from syndication.models import EmbargoTurn, Partner
from tests.api import SITE
from tests.desk import at_desk, send
from tests.embargoes import HOUR, PATH, agreed, asked, day_before, events, followed  # noqa: F401
from tests.factories import approver, make_topic, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day_before")]
LATER = HOUR + timedelta(days=2)


@pytest.fixture
def partner():
    return agreed()


def schedule(*entries):
    return published(*(entries or (make_topic(),)), release_at=HOUR)


def test_scheduled_moved_and_released_are_told_in_order(partner, day_before):  # noqa: F811
    topic = make_topic(title="Secret plans")
    edition = schedule(topic)[0]
    reschedule(edition, approver(), LATER)
    day_before.move_to(LATER)
    rows = followed(partner)
    common = {
        "id": str(topic.pk), "kind": "topic", "edition": 1, "language": "en", "action": "published",
        "digest": edition.digest, "release": str(edition.batch), "released_position": None,
        "api_url": f"{SITE}{PATH}{topic.pk}/",
    }  # fmt: skip
    before = (HOUR - timedelta(days=1)).isoformat().replace("+00:00", "Z")
    assert rows == [
        {"position": 1, "at": before, "event": "scheduled", **common, "until": "2030-06-01T09:00:00Z"},
        {"position": 2, "at": before, "event": "moved", **common, "until": "2030-06-03T09:00:00Z"},
        {
            **common, "position": 3, "at": "2030-06-03T09:00:00Z", "event": "released", "until": "2030-06-03T09:00:00Z",
            "released_position": 1, "api_url": f"{SITE}/api/v1/topics/{topic.pk}/editions/1/",
        },
    ]  # fmt: skip


def test_the_first_partner_at_the_hour_is_told_without_any_worker(partner, day_before):  # noqa: F811
    schedule(make_topic(), make_topic())
    cursor = asked(partner, "changes/")["next"]
    day_before.move_to(HOUR)
    told = followed(partner, after=cursor)
    assert [(row["event"], row["released_position"]) for row in told] == [("released", 1), ("released", 2)]


def test_what_is_published_at_once_was_never_under_embargo(partner):
    published(make_topic())
    assert events(partner) == []


def test_a_cancelled_one_leaves_a_tombstone_without_content(partner):
    topic = make_topic(title="Secret plans", summary="What nobody may know.")
    edition = schedule(topic)[0]
    cancel_release(edition, approver())
    told = asked(partner, "changes/", expand="item")["data"]
    assert [(row["event"], row["item"]) for row in told] == [("scheduled", None), ("cancelled", None)]
    gone = partner.get(f"{PATH}{topic.pk}/")
    assert gone.status_code == 410
    assert gone["Cache-Control"] == "private, no-store"
    problem = gone.json()
    assert (problem["event"], problem["edition"], problem["api_url"]) == ("cancelled", 1, None)
    for words in ("Secret plans", "What nobody may know."):
        assert words not in str(told) + str(problem)


def test_a_withdrawal_cancels_what_waits(partner):
    topic = make_topic()
    published(topic)
    schedule(topic)
    withdraw(topic, approver(), "All of it was wrong.")
    assert events(partner) == [(1, "scheduled"), (2, "cancelled")]


def test_each_verb_of_the_desk_is_an_event(partner):
    topic = make_topic()
    edition = schedule(topic)[0]
    editor = at_desk("editor")
    screen = "admin:publishing_topic_"
    send(editor, reverse(f"{screen}reschedule", args=[topic.pk]), release_at="2030-07-01T09:00")
    send(editor, reverse(f"{screen}cancel", args=[topic.pk]))
    assert events(partner) == [(1, "scheduled"), (2, "moved"), (3, "cancelled")]
    assert {row["edition"] for row in followed(partner)} == {edition.number}


def test_editions_scheduled_together_are_adjacent_and_share_their_release(partner):
    together = schedule(make_topic(), make_topic(), make_topic())
    cancel_releases(together, approver())
    rows = followed(partner, limit=2)
    assert [row["position"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert {row["release"] for row in rows} == {str(together[0].batch)}


def test_it_happens_in_the_transaction_or_not_at_all(partner):
    with transaction.atomic():
        schedule()
        transaction.set_rollback(True)
    assert events(partner) == []
    schedule()
    assert events(partner) == [(1, "scheduled")]


def test_nobody_is_told_of_what_was_not_agreed_on_not_even_by_a_gap(partner):
    heading = make_topic()
    published(heading)
    under = make_topic()
    under.topics.add(heading)
    of_topic, of_kind = agreed(topics=[heading.pk]), agreed(kinds=["article"])
    schedule()
    schedule(under)
    schedule()
    release_due(HOUR)
    assert [row["position"] for row in followed(partner)] == [1, 2, 3, 4, 5, 6]
    assert events(of_topic) == [(1, "scheduled"), (2, "released")]
    assert {row["id"] for row in followed(of_topic, limit=1)} == {str(under.pk)}
    assert asked(of_topic, "changes/")["meta"] == {"head": 2, "caught_up": True}
    assert asked(of_kind, "changes/")["meta"] == {"head": 0, "caught_up": True}


def test_another_agreement_or_generation_is_another_stream(partner):
    schedule()
    cursor = asked(partner, "changes/")["next"]
    assert asked(partner, "changes/", after=cursor)["data"] == []
    Partner.objects.update(kinds=["topic"])
    assert partner.get(PATH + "changes/", {"after": cursor}).json()["type"].endswith("problem-another-stream")
    cursor = asked(partner, "changes/")["next"]
    begin_generation()
    assert partner.get(PATH + "changes/", {"after": cursor}).status_code == 410
    assert events(partner) == [(1, "scheduled")]


@pytest.mark.parametrize("after", ["1", "x", "-1", "00000000-99999999999999999999", "0x1", "", "٣"])
def test_a_cursor_that_was_never_given_is_refused(partner, after):
    assert partner.get(PATH + "changes/", {"after": after}).status_code == 400


def test_who_asks_as_the_record_begins_gets_no_cursor_of_a_generation_that_never_was(partner, monkeypatch):
    """The head is read before the first edition is scheduled, the stream after."""
    before = read_head()
    published(make_topic(), release_at=HOUR)
    with monkeypatch.context() as torn:
        torn.setattr("syndication.v1.embargoed.read_head", lambda: before)
        page = asked(partner, "changes/")
    assert (page["data"], page["next"], page["meta"]) == ([], "0", {"head": 0, "caught_up": True})
    assert [event for _position, event in events(partner)] == ["scheduled"]


def test_a_cursor_from_the_future_is_refused_and_never_clamped(partner):
    schedule()
    name = asked(partner, "changes/")["next"].partition("-")[0]
    answer = partner.get(PATH + "changes/", {"after": f"{name}-2"})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "after")


def test_who_has_everything_asks_for_nothing(partner):
    schedule()
    first = partner.get(PATH + "changes/")
    assert "RateLimit" in first
    assert "RateLimit" not in partner.get(PATH + "changes/", {"after": first.json()["next"]})


def test_the_database_keeps_the_stream_whole():
    schedule()
    turn = EmbargoTurn.objects.get()
    for wrong in (
        lambda: EmbargoTurn.objects.update(digest="0" * 64),
        lambda: EmbargoTurn.objects.all().delete(),
        lambda: EmbargoTurn.objects.bulk_create([twin(turn, position=3)]),
        lambda: EmbargoTurn.objects.bulk_create([twin(turn, position=2, turn="released")]),
        lambda: EmbargoTurn.objects.bulk_create([twin(turn, position=2, released_position=7)]),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()
    EmbargoTurn.objects.bulk_create([twin(turn, position=2)])


def twin(of: EmbargoTurn, **changed) -> EmbargoTurn:
    values = {field.attname: getattr(of, field.attname) for field in of._meta.concrete_fields}
    return EmbargoTurn(**values | {"batch": uuid4()} | changed)
