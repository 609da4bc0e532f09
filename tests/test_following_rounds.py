"""A round of letters: what it costs, what refusals do, and who sends the letters of a worker that died."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home import models
from home.following import rounds
from home.following.rounds import send_due
from home.models import DAY, FIRST_PAUSE, LEASE, REFUSALS, Follow, digest_of
from publishing.models import Log
from tests.factories import make_topic, published
from tests.following import sent
from tests.mailing import mail_server

pytestmark = pytest.mark.django_db
NO_SUCH = "550 5.1.1 no such mailbox"


@pytest.fixture
def server(settings):
    with mail_server(settings) as server:
        yield server


@pytest.fixture
def topic():
    topic = make_topic()
    published(topic)
    return topic


def followers(topic, *names: str, is_confirmed: bool = True) -> list[Follow]:
    """Of one thing, told of everything up to now."""
    now, head = timezone.now(), Log.objects.get().position
    return Follow.objects.bulk_create(
        Follow(
            email=f"{name}@example.org",
            digest=digest_of(name),
            scope=Follow.Scope.TOPIC,
            entry=topic.pk,
            confirmed_at=now if is_confirmed else None,
            letter_at=now if is_confirmed else None,
            position=head,
        )
        for name in names
    )


def follower(name: str) -> Follow:
    return Follow.objects.get(email=f"{name}@example.org")


def test_an_address_that_is_refused_holds_up_no_other_and_no_news(topic, server):
    followers(topic, "refused", "asked", is_confirmed=False)
    followers(topic, "closed", "reader")
    server.refusals = {"refused@example.org": NO_SUCH, "closed@example.org": NO_SUCH}
    published(topic)
    send_due(timezone.now())
    assert sorted(server.reached) == ["asked@example.org", "reader@example.org"]
    assert not Follow.objects.filter(email="refused@example.org").exists(), "it never was an address"
    assert follower("closed").tries == 1
    send_due(timezone.now())
    assert len(server.letters) == 2, "it is not tried again at once"
    send_due(timezone.now() + FIRST_PAUSE * 2)
    assert follower("closed").tries == 2
    server.refusals.clear()
    send_due(timezone.now() + DAY)
    assert server.reached[2:] == ["closed@example.org"] and follower("closed").tries == 0


@pytest.mark.parametrize(
    ("answer", "is_forgotten"),
    [(NO_SUCH, True), ("550 5.7.1 relaying denied", False), ("450 4.2.0 greylisted, come again", False)],
)
def test_a_mailbox_that_stays_closed_is_forgotten_in_the_end(answer, is_forgotten, topic, server):
    followers(topic, "closed")
    published(topic)
    server.refusals = {"closed@example.org": answer}
    now = timezone.now()
    for number in range(REFUSALS):
        assert follower("closed").tries == number
        send_due(now + (DAY + timedelta(minutes=1)) * number)
    assert Follow.objects.exists() is not is_forgotten


def test_the_letters_of_a_round_go_over_one_connection(topic, server):
    followers(topic, *"abcde")
    followers(topic, *"fgh", is_confirmed=False)
    published(topic)
    send_due(timezone.now())
    assert len(server.letters) == 8 and server.connections == 1
    assert all(letter["List-Unsubscribe"] and letter["List-Unsubscribe-Post"] for letter in server.letters)


def test_a_server_that_hangs_up_ends_the_round_and_the_next_begins_with_the_others(topic, server):
    followers(topic, *"abc")
    first = Follow.objects.order_by("id").first().email
    server.refusals = {first: ""}
    published(topic)
    with pytest.raises(OSError):
        send_due(timezone.now())
    assert server.reached == []
    send_due(timezone.now())
    assert len(server.reached) == 2 and first not in server.reached
    server.refusals.clear()
    send_due(timezone.now() + FIRST_PAUSE * 2)
    assert server.reached[2:] == [first]


def queries_of_a_round() -> int:
    with CaptureQueriesContext(connection) as queries:
        send_due(timezone.now())
    return len(queries)


def test_a_release_costs_the_same_however_many_follow_something_else(topic):
    other = make_topic()
    published(other)
    followers(topic, "one")
    published(other)
    for_one = queries_of_a_round()
    followers(topic, *(f"x{number}" for number in range(50)))
    published(other)
    # Old rows, the head, the move of all at once, and two claims.
    assert queries_of_a_round() == for_one <= 12
    assert not Follow.objects.exclude(position=Log.objects.get().position).exists()


def test_a_letter_costs_one_statement_where_many_follow_the_same(topic):
    followers(topic, "one")
    published(topic)
    for_one = queries_of_a_round()
    followers(topic, *(f"x{number}" for number in range(20)))
    mail.outbox.clear()
    published(topic)
    assert queries_of_a_round() == for_one + 20
    assert len(mail.outbox) == 21


def test_a_round_is_bounded_and_the_worker_goes_on_until_all_are_told(topic, monkeypatch):
    from syndication.work.worker import work_off_everything

    for module in (models, rounds):
        monkeypatch.setattr(module, "BATCH", 2)
    followers(topic, *"abcde")
    published(topic)
    assert send_due(timezone.now()) is True and len(mail.outbox) == 2
    work_off_everything()
    assert sorted(letter.to[0][0] for letter in mail.outbox) == list("abcde")
    assert send_due(timezone.now()) is False


def test_the_letters_of_a_worker_that_died_are_sent_by_the_next(topic):
    followers(topic, *"ab")
    published(topic)
    now, head = timezone.now(), Log.objects.get().position
    dead = Follow.objects.behind(head).claim(now)
    assert len(dead) == 2 and Follow.objects.behind(head).claim(now) == []
    assert sent() == [], "they are in its hands"
    send_due(now + LEASE + timedelta(seconds=1))
    assert len(mail.outbox) == 2
    dead[0].put_off(now)
    assert follower("a").tries == follower("b").tries == 0, "who lost the lease writes nothing any more"
