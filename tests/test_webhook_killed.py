"""A worker killed between sending and noting it down: the message comes again, as it was, and no other is lost."""

import multiprocessing
import os
import signal
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from syndication.models import Delivery, State
from syndication.webhooks import sending
from syndication.webhooks.announcing import announce
from syndication.work.worker import Worker, work_off_everything
from tests.factories import make_topic, published
from tests.receiving import make_endpoint, send_next

pytestmark = pytest.mark.django_db(transaction=True)
processes = multiprocessing.get_context("fork")


@pytest.fixture(autouse=True)
def to_this_machine(settings, tmp_path):
    settings.WEBHOOKS_TO_LOOPBACK = True
    settings.SNAPSHOT_DIR = tmp_path


def die_after_sending(row: Delivery) -> None:
    sending.settle = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
    sending.deliver(row)


def claim_and_die() -> None:
    die_after_sending(Delivery.objects.claim())


def test_killed_between_sending_and_noting_it_comes_again_under_the_same_id(receiver):
    endpoint = make_endpoint(receiver.url)
    published(make_topic(), make_topic())
    announce()
    connections.close_all()
    victim = processes.Process(target=claim_and_die)
    victim.start()
    victim.join()
    assert victim.exitcode == -signal.SIGKILL
    assert len(receiver.got) == 1
    assert send_next() is None  # its lease runs: nobody else takes it
    later = timezone.now() + Delivery.lease + timedelta(seconds=5)
    assert send_next(later).attempts == 2
    assert send_next(later).attempts == 1
    assert receiver.ids[0] == receiver.ids[1] != receiver.ids[2]
    assert receiver.got[0][1] == receiver.got[1][1]
    assert endpoint.deliveries.filter(state=State.DONE).count() == 2


def test_a_worker_carries_a_publication_to_the_endpoint(receiver):
    endpoint = make_endpoint(receiver.url, is_active=False)
    work_off_everything()
    published(make_topic(), make_topic())
    work_off_everything()
    assert [message["type"] for message in receiver.messages] == ["endpoint.challenge", *["entry.published"] * 2]
    assert endpoint.deliveries.filter(state=State.DONE).count() == 3


def test_a_running_worker_tells_within_a_moment(receiver):
    make_endpoint(receiver.url)
    seen = []
    receiver.on_message = lambda: seen.append(timezone.now())
    published(make_topic())
    until = timezone.now() + timedelta(seconds=10)
    Worker(lambda: bool(seen) or timezone.now() > until).run()
    assert len(receiver.got) == 1
    assert seen[0] < until
