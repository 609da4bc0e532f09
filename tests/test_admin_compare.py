"""Comparing at the desk: any two versions of an entry, and what a verb changes for readers before it is done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from publishing import kinds
from publishing.models import EntryCitation
from tests.desk import at_desk, words_of
from tests.factories import approved, author, published
from tests.pages import plain
from tests.subjects import make, one_of_each
from tests.test_admin_screens import KINDS, screen

pytestmark = pytest.mark.django_db
MEMBERSHIP_ENDS = {"starts": "2003", "ends": "2012-06-28"}


@pytest.fixture
def article():
    """Published with one body, changed to another."""
    made = one_of_each()
    article = made["article"]
    article.body = "<p>The leaders met in Moscow.</p>"
    article.save()
    published(*made.values())
    article.body = "<p>The leaders met in Minsk.</p>"
    article.save()
    article.record_change(author())
    return article


def test_the_working_copy_is_compared_with_what_is_public(article):
    page = words_of(at_desk("contributor").get(screen("article", "compare", article.pk)))
    assert "met in <del>Moscow</del> <ins>Minsk</ins>." in page


def test_any_two_editions_can_be_compared_both_ways(article):
    published(article)
    client, url = at_desk("auditor"), screen("article", "compare", article.pk)
    assert "<del>Moscow</del> <ins>Minsk</ins>" in words_of(client.get(url, {"a": "1", "b": "2"}))
    assert "<del>Minsk</del> <ins>Moscow</ins>" in words_of(client.get(url, {"a": "2", "b": "1"}))
    assert "Word for word the same." in words_of(client.get(url, {"a": "2", "b": "2"}))


@pytest.mark.parametrize("query", [{"a": "9"}, {"b": "x"}, {"a": "-1"}, {"b": "٣"}, {"a": ""}])
def test_a_version_there_is_not_is_refused_in_words(article, query):
    page = at_desk("editor").get(screen("article", "compare", article.pk), query)
    assert page.status_code == 400
    assert "Choose two versions" in words_of(page)


def test_a_scheduled_edition_is_no_choice_for_those_who_may_not_see_it(article):
    published(article, release_at=timezone.now() + timedelta(hours=1))
    url = screen("article", "compare", article.pk)
    assert at_desk("contributor").get(url, {"a": "1", "b": "2"}).status_code == 400
    assert at_desk("editor").get(url, {"a": "1", "b": "2"}).status_code == 200


def test_a_membership_that_ended_later_reads_as_one_sentence():
    made = one_of_each()
    membership = made["state"].memberships.get()
    membership.set_period(**MEMBERSHIP_ENDS)
    membership.save()
    published(*made.values())
    membership.set_period("2003", "2012-12-19")
    membership.save()
    page = at_desk("editor").get(screen("state", "compare", made["state"].pk))
    assert "member of the Alliance 2003 until 28 June 2012 → 19 December 2012" in plain(page.content.decode())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_compared_before_it_was_ever_published(kind):
    made = one_of_each()
    page = at_desk("contributor").get(screen(kind, "compare", made[kind].pk), {"a": "working", "b": "working"})
    assert "Word for word the same." in words_of(page)


def test_words_of_editors_are_escaped(article):
    title = "<img src=x onerror=alert(1)>"
    article.title = title
    article.save()
    page = at_desk("editor").get(screen("article", "compare", article.pk)).content.decode()
    assert "<img src=x" not in page
    assert "onerror" in page


def test_approving_shows_what_changes_for_readers_and_the_raw_document_behind_it(article):
    article.submit(author())
    page = words_of(at_desk("editor").get(screen("article", "approve", article.pk)))
    assert "What changes since edition 1" in page
    assert "<del>Moscow</del> <ins>Minsk</ins>" in page
    assert page.index("<ins>Minsk</ins>") < page.index("as it is stored")


def test_publishing_something_new_shows_all_of_it():
    topic = make(kinds.get("topic").model, "Water")
    approved(topic)
    page = words_of(at_desk("editor").get(screen("topic", "publish", topic.pk)))
    assert "nothing was published before" in page
    assert "<ins>Water</ins>" in page


def test_a_withdrawn_text_is_still_what_the_next_one_is_held_against(article):
    from publishing.releasing import withdraw
    from tests.factories import approver

    withdraw(article, approver(), "Not ours.")
    page = words_of(at_desk("editor").get(screen("article", "compare", article.pk)))
    assert "<del>Moscow</del> <ins>Minsk</ins>" in page


def test_sources_of_the_entry_come_and_go(article):
    gone = article.citations.get()
    EntryCitation.objects.filter(pk=gone.pk).delete()
    page = words_of(at_desk("editor").get(screen("article", "compare", article.pk)))
    assert f"<del>{gone.source.title}, Agency</del>" in page


# Session, user, permissions (2), the entry, its last edition, the editions to choose from, the public edition's text,
# and the working copy's document: itself, citations, aliases, images, topics, authors, subjects, mentions, names (9).
def test_comparing_costs_a_bounded_number_of_queries(article, django_assert_max_num_queries):
    client = at_desk("editor")
    with django_assert_max_num_queries(20):
        client.get(screen("article", "compare", article.pk))
