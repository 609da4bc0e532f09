"""Two at once, and killed in the middle: nothing is done twice, nothing is half done, nothing is lost."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from commentary.models import Article
from desk.models import Cancellation, Comment, ReviewTask
from publishing import numbering
from publishing.models import Contribution, Edition, Stage
from tests.desk import at_desk, fields_of, words_of
from tests.factories import approved, author, make_topic, published
from tests.subjects import make
from tests.test_admin_flow import url

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds) -> list:
    """Each in a thread and a connection of its own, started together; what each answers, in order."""
    start, told = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(number, deed):
        try:
            start.wait()
            told[number] = deed()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def pressing(client, entry, verb: str, **data):
    """The verb's page opened now, its button pressed later."""
    filled = fields_of(client.get(url(entry, verb))) | data
    return lambda: words_of(client.post(url(entry, verb), filled, follow=True))


def changed_topic_with_a_reader():
    """A public topic an article tells of, with an approved new title."""
    topic = make_topic(title="Peace")
    published(topic)
    article = make(Article, "On it", "2022-05-16", body=f'<p><a href="/id/{topic.pk}/">It</a>.</p>', byline="The desk")
    published(article)
    topic.title = "Peace and quiet"
    topic.save()
    approved(topic)
    return topic, article


def test_two_who_publish_at_once_publish_once():
    topic, article = changed_topic_with_a_reader()
    one, other = at_desk("editor"), at_desk("managing editor")
    told = at_once(pressing(one, topic, "publish"), pressing(other, topic, "publish"))
    assert sum("was published" in words for words in told) == 1
    assert sum("this is not possible now" in words for words in told) == 1
    assert list(Edition.objects.filter(entry=topic.pk).order_by("id").values_list("number", flat=True)) == [1, 2]
    assert ReviewTask.objects.get().entry_id == article.pk


def test_returned_and_approved_at_once_is_one_of_both():
    topic = make_topic()
    topic.record_change(author())
    topic.submit(author())
    one, other = at_desk("editor"), at_desk("managing editor")
    told = at_once(pressing(one, topic, "approve"), pressing(other, topic, "return", text="Not yet."))
    topic.refresh_from_db()
    returned = "was returned" in told[1]
    # Returned last, or approved alone: never approved with the return lost, never both half.
    assert topic.stage == (Stage.DRAFT if returned else Stage.APPROVED)
    assert Comment.objects.count() == int(returned)
    assert ("was approved" in told[0]) or returned


def killed(_editions) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def test_release_killed_in_the_middle_leaves_all_as_it_was_and_can_be_done_again(monkeypatch):
    topic, article = changed_topic_with_a_reader()
    editor = at_desk("editor")
    hands = set(Contribution.objects.filter(entry=topic.pk, published_in=None).values_list("user", flat=True))
    press = pressing(editor, topic, "publish")
    with monkeypatch.context() as patch:
        patch.setattr(numbering, "ON_RELEASE", [*numbering.ON_RELEASE, killed])
        with pytest.raises(OperationalError):
            press()
    connection.close()
    topic.refresh_from_db()
    assert (topic.stage, topic.is_changed, ReviewTask.objects.count()) == (Stage.APPROVED, True, 0)
    assert Edition.objects.filter(entry=topic.pk).count() == 1
    assert set(Contribution.objects.filter(entry=topic.pk, published_in=None).values_list("user", flat=True)) == hands
    assert "was published" in press()
    assert ReviewTask.objects.get().entry_id == article.pk


def test_withdrawal_killed_in_the_middle_keeps_the_release_that_waits(monkeypatch):
    topic, _article = changed_topic_with_a_reader()
    manager = at_desk("managing editor")
    hour = timezone.now() + timedelta(days=1)
    pressing(manager, topic, "schedule", release_at=f"{hour:%Y-%m-%dT%H:%M}")()
    press = pressing(manager, topic, "withdraw", text="Private.")
    with monkeypatch.context() as patch:
        patch.setattr(numbering, "ON_RELEASE", [killed])
        with pytest.raises(OperationalError):
            press()
    connection.close()
    assert (Edition.objects.waiting().count(), Cancellation.objects.count()) == (1, 0)
    assert "was withdrawn" in press()
    assert (Edition.objects.waiting().count(), Cancellation.objects.count()) == (0, 1)
