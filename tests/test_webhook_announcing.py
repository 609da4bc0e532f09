"""What endpoints are told of: released editions behind their cursor, in order, once; what a partner agreed to."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from publishing.models import Log
from publishing.numbering import release_due
from publishing.releasing import withdraw
from syndication.models import Delivery, Errand, WebhookEndpoint
from syndication.webhooks import announcing
from syndication.webhooks.announcing import announce, announce_to, forget_deliveries, replay
from tests.factories import approver, make_topic, published
from tests.partners import make_partner
from tests.receiving import announced, make_endpoint, send_next
from tests.subjects import one_of_each

pytestmark = pytest.mark.django_db
URL = "https://hooks.example.org/"


def positions(endpoint: WebhookEndpoint) -> list[int]:
    return [row.position for row in announced(endpoint)]


def test_what_was_released_since_is_announced_in_order_and_once():
    published(make_topic(), make_topic())
    endpoint = make_endpoint(URL)
    assert positions(endpoint) == []
    published(make_topic(), make_topic())
    assert positions(endpoint) == [3, 4]
    assert positions(endpoint) == [3, 4]
    endpoint.refresh_from_db()
    assert endpoint.position == 4


def test_an_endpoint_made_before_the_first_publication_misses_nothing():
    endpoint = make_endpoint(URL)
    published(make_topic())
    assert positions(endpoint) == [1]


def test_only_released_editions_are_announced():
    endpoint = make_endpoint(URL)
    hour = timezone.now() + timedelta(hours=1)
    published(make_topic(), make_topic(), release_at=hour)
    published(make_topic())
    assert positions(endpoint) == [1]
    release_due(hour)
    assert positions(endpoint) == [1, 2, 3]


def test_every_action_has_its_type():
    endpoint = make_endpoint(URL)
    topic = make_topic()
    published(topic)
    topic.summary = "Better."
    topic.save()
    published(topic, action="corrected", note="It was wrong.")
    withdraw(topic, approver(), "Not ours.")
    rows = announced(endpoint)
    assert [row.type for row in rows] == ["entry.published", "entry.corrected", "entry.withdrawn"]
    assert not any("Not ours" in row.body or "It was wrong" in row.body for row in rows)


def test_kinds_agreed_on_limit_what_is_announced():
    endpoint = make_endpoint(URL, partner=make_partner(kinds=["state", "person"]))
    editions = published(*one_of_each().values())
    wanted = sorted(edition.position for edition in editions if edition.kind in ("state", "person"))
    assert positions(endpoint) == wanted
    endpoint.refresh_from_db()
    assert endpoint.position == Log.objects.get().position


def test_topics_agreed_on_limit_what_is_announced_and_leaving_them_is_told():
    first, second = make_topic(), make_topic()
    published(first, second)
    endpoint = make_endpoint(URL, partner=make_partner(topics=[first.pk]))
    inside, outside, gone = make_topic(), make_topic(), make_topic()
    inside.topics.add(first), outside.topics.add(second), gone.topics.add(first)
    published(inside), published(outside), published(gone)
    inside.topics.set([second])
    published(inside)
    withdraw(gone, approver(), "Not ours.")
    withdraw(outside, approver(), "Not ours.")
    assert positions(endpoint) == [3, 5, 6, 7]


def test_a_replay_tells_everything_again_under_the_same_ids(receiver, settings):
    settings.WEBHOOKS_TO_LOOPBACK = True
    endpoint = make_endpoint(receiver.url)
    published(*(make_topic() for _ in range(3)))
    later = timezone.now() + timedelta(minutes=1)
    announced(endpoint, later)
    while send_next(later):
        pass
    replay(endpoint, 1)
    assert positions(endpoint) == [2, 3]
    later += timedelta(minutes=1)
    while send_next(later):
        pass
    assert receiver.ids[3:] == receiver.ids[1:3]
    assert len(set(receiver.ids)) == 3
    assert receiver.got[1][1] == receiver.got[3][1]


def test_a_backlog_waits_in_the_feed_not_in_the_table(monkeypatch):
    monkeypatch.setattr(announcing, "BACKLOG", 3)
    endpoint = make_endpoint(URL)
    published(*(make_topic() for _ in range(5)))
    assert announce_to(endpoint.pk, Log.objects.get())
    assert not announce_to(endpoint.pk, Log.objects.get())
    endpoint.refresh_from_db()
    assert (endpoint.position, endpoint.deliveries.count()) == (3, 3)
    Delivery.objects.update(state="done")
    assert positions(endpoint) == [4, 5]


def test_few_positions_are_looked_through_at_once(monkeypatch):
    monkeypatch.setattr(announcing, "WINDOW", 2)
    endpoint = make_endpoint(URL, partner=make_partner(kinds=["state"]))
    published(*(make_topic() for _ in range(3)))
    assert announce() is not None
    assert announce() is None
    endpoint.refresh_from_db()
    assert endpoint.position == 3


def test_endpoints_that_are_off_are_passed_over():
    for number, state in enumerate(("unverified", "disabled")):
        make_endpoint(f"{URL}{number}", state=state)
    make_endpoint(URL, partner=make_partner(is_active=False))
    published(make_topic())
    announce()
    assert not Delivery.objects.exists()


def test_after_a_restore_it_goes_on_from_the_head_with_other_ids():
    published(make_topic(), make_topic())
    endpoint = make_endpoint(URL)
    published(make_topic())
    before = announced(endpoint)[0].message
    Log.objects.update(generation=uuid4())
    assert announce() is None
    endpoint.refresh_from_db()
    assert (endpoint.position, endpoint.generation) == (3, Log.objects.get().generation)
    replay(endpoint, 2)
    assert before not in [row.message for row in announced(endpoint) if row.message != before]
    assert endpoint.deliveries.count() == 2


def test_a_release_makes_announcing_due():
    later = timezone.now() + timedelta(hours=1)
    Errand.objects.create(name=announcing.NAME, due_at=later)
    published(make_topic())
    assert Errand.objects.get().due_at < later


def test_the_log_goes_back_thirty_days():
    endpoint = make_endpoint(URL)
    published(make_topic(), make_topic())
    announced(endpoint)
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    Delivery.objects.update(made_at=noon, state="done")
    forget_deliveries(noon + timedelta(days=30))
    assert Delivery.objects.count() == 2
    forget_deliveries(noon + timedelta(days=30, seconds=1))
    assert Delivery.objects.count() == 0
