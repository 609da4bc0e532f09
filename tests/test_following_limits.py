"""How often an address is asked, by whom; and addresses that want no letter ever again."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.utils import timezone

from home.following.rounds import send_due
from home.following.views import ASKED_A_DAY
from home.models import DAY, LETTERS_A_DAY, PAUSE, Follow, Silenced, Tally, digest_of
from tests.factories import make_topic, published
from tests.following import READER, ask, follows, link, sent
from tests.pages import get, plain

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def topics() -> list:
    topics = [make_topic() for _number in range(LETTERS_A_DAY + 1)]
    published(*topics)
    return topics


def ask_at(now, entry=None, email: str = READER) -> int:
    """Asked at that hour; how many letters that led to."""
    mail.outbox.clear()
    Follow.ask(email, Follow.Scope.TOPIC if entry else Follow.Scope.CORRECTIONS, entry and entry.pk, now)
    send_due(now)
    return len(mail.outbox)


def test_an_address_gets_a_few_letters_a_day_however_often_and_for_whatever_it_is_asked(topics):
    hours = [NOW + (PAUSE + timedelta(minutes=1)) * number for number in range(24)]
    assert sum(ask_at(now, topic) for now in hours for topic in topics[:4]) == LETTERS_A_DAY
    assert ask_at(hours[-1], topics[-1]) == 0
    assert ask_at(hours[-1], email="other@example.org") == 1
    assert ask_at(NOW + DAY + timedelta(minutes=1), topics[0]) == 1


def test_the_same_is_not_asked_twice_in_a_row(topics):
    assert [ask_at(NOW, topics[0]), ask_at(NOW + PAUSE / 2, topics[0])] == [1, 0]
    assert ask_at(NOW + PAUSE + timedelta(seconds=1), topics[0]) == 1


def test_who_confirms_may_follow_as_much_as_there_is(topics):
    for topic in topics:
        follows(topic)
    assert Follow.objects.confirmed().count() == len(topics) > LETTERS_A_DAY


def test_one_caller_asks_only_so_often_and_is_told_so(settings):
    settings.NUM_PROXIES = 1

    def status(number: int, address: str) -> int:
        return (
            Client()
            .post("/follow/", {"email": f"x{number}@example.org"}, headers={"X-Forwarded-For": address})
            .status_code
        )

    # Of one IPv6 network: one caller.
    asked = [status(number, f"2001:db8::{number}") for number in range(ASKED_A_DAY + 1)]
    assert asked == [200] * ASKED_A_DAY + [429]
    assert status(99, "2001:db8:1::1") == 200
    assert Follow.objects.count() == ASKED_A_DAY + 1
    assert not Tally.objects.filter(holder__contains="2001").exists()


def test_a_page_of_another_site_does_not_ask_for_its_readers():
    answer = Client().post("/follow/", {"email": READER}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403 and "a page of another site" in plain(answer.content.decode())
    assert not Follow.objects.exists()
    answer = Client().post("/follow/", {"email": READER}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200 and Follow.objects.exists()


def test_tallies_are_forgotten_after_their_day():
    ask()
    assert Tally.objects.count() == 2
    send_due(timezone.now() + DAY + timedelta(minutes=1))
    assert not Tally.objects.exists()


def test_an_address_that_was_never_asked_for_is_never_written_to_again(topics):
    follows(topics[0])
    ask(entry=str(topics[1].pk))
    (body,) = sent()
    letter = mail.outbox[0]
    never = link(letter, "never")
    assert letter.extra_headers["List-Unsubscribe"].endswith(never + ">")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert READER not in body and get(never).status_code == 200 and Follow.objects.count() == 2
    for _twice in range(2):
        done = Client(enforce_csrf_checks=True).post(never, {"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200 and "You will not hear from us again" in plain(done.content.decode())
    assert not Follow.objects.exists(), "all it followed is stopped"
    published(topics[0])
    told = [ask(email, entry=str(topics[2].pk)) for email in (READER, f" {READER.upper()}", "stranger@example.org")]
    assert len(set(told)) == 1, "the answer betrays nothing"
    sent()
    assert [letter.to for letter in mail.outbox] == [["stranger@example.org"]]
    assert ask_at(timezone.now() + 400 * DAY) == 0


def test_it_is_never_again_also_with_a_new_key_and_the_address_is_not_kept(topics, settings):
    ask()
    sent()
    Client().post(link(mail.outbox[0], "never"))
    settings.SECRET_KEY = "another key, of fifty characters or so, made for a test"
    assert ask_at(timezone.now(), topics[0]) == 0
    assert READER not in str(list(Silenced.objects.values()) + list(Tally.objects.values()))


def test_silence_asked_for_while_a_letter_is_due_stops_that_letter():
    ask()
    Silenced.objects.create(digest=digest_of(READER))
    assert sent() == [] and not Follow.objects.exists()


def test_rows_of_before_are_known_by_their_digests():
    migration = import_module("home.migrations.0002_letters_are_limited_and_leased")
    Follow.objects.create(email="Reader@Example.org", scope="corrections")
    migration.write_digests(apps, None)
    assert Follow.objects.get().digest == digest_of(READER)
