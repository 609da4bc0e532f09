"""What the database itself refuses, whatever code or hand sends the SQL."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from publishing.canonical import canonical, digest
from publishing.models import Approval, Edition, Fact, Log
from publishing.releasing import withdraw
from tests.factories import approver, author, make_topic, make_user, published

pytestmark = pytest.mark.django_db


def refuses(sql: str, *values) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return cursor.rowcount == 0
    except DatabaseError:
        return True


@pytest.fixture
def edition() -> Edition:
    heading = make_topic()
    topic = make_topic()
    topic.topics.add(heading)
    return next(e for e in published(topic, heading) if e.entry_id == topic.pk)


@pytest.mark.parametrize(
    "change",
    [
        "canonical = '{}'", "digest = repeat('0', 64)", "title = 'x'", "note = 'x'", "action = 'updated'",
        "number = 99", "slug = 'x'", "kind = 'state'", "language = 'ru'", "text = 'x'", "topics = '{}'",
        "position = NULL, chain = '', released_at = NULL", "position = 99", "chain = 'x'", "is_reviewed = false",
        "released_at = now()", "first_released_at = now()", "release_at = now()",
    ],
)  # fmt: skip
def test_a_released_edition_cannot_be_changed(edition, change):
    assert refuses(f"UPDATE publishing_edition SET {change} WHERE id = %s", edition.pk)


def test_a_released_edition_cannot_be_deleted(edition):
    assert refuses("DELETE FROM publishing_edition WHERE id = %s", edition.pk)


def test_an_edition_stays_superseded(edition):
    published(edition.entry)
    assert refuses("UPDATE publishing_edition SET superseded_at_position = NULL WHERE id = %s", edition.pk)


@pytest.mark.parametrize("statement", ["UPDATE publishing_approval SET by_id = %s", "DELETE FROM publishing_approval"])
def test_approvals_are_kept_as_they_are(edition, statement):
    values = [author().pk] if "%s" in statement else []
    assert refuses(statement, *values)


def test_the_database_itself_refuses_an_approval_by_a_hand(edition):
    topic = make_topic()
    topic.record_change(author())
    with pytest.raises(DatabaseError, match="may not approve"), transaction.atomic():
        Approval.objects.create(entry=topic, digest="0" * 64, by=author())


COPY = """
    INSERT INTO publishing_edition (entry_id, kind, language, is_original, number, action, note, canonical, digest,
        version, batch, approval_id, is_reviewed, created_at, chain, is_suppressed, slug, title, summary, type, status,
        sort_on, topics, related, codes, images, names, text, position, released_at)
    SELECT entry_id, kind, language, is_original, number + 1, action, note, %(canonical)s, %(digest)s, version, batch,
        %(approval)s, true, now(), %(chain)s, false, slug, title, summary, type, status, sort_on, topics,
        related, codes, images, names, text, %(position)s, %(released_at)s
    FROM publishing_edition WHERE id = %(id)s
"""


def insert_like(edition: Edition, sql: str = COPY, **values) -> None:
    given = {
        "id": edition.pk, "canonical": edition.canonical, "digest": edition.digest, "approval": edition.approval_id,
        "position": None, "chain": "", "released_at": None,
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, given | values)


def test_the_copy_of_an_approved_edition_can_be_inserted(edition):
    """The control: what the next tests see refused is refused for its fault, not for its form."""
    insert_like(edition)
    assert Edition.objects.waiting().count() == 1


def test_a_raw_insert_without_approval_of_this_document_is_refused(edition):
    forged = edition.document | {"remarks": "Forged"}
    with pytest.raises(DatabaseError, match="without an approval"):
        insert_like(edition, canonical=canonical(forged), digest=digest(forged))


def test_a_raw_insert_with_another_text_under_an_approved_digest_is_refused(edition):
    with pytest.raises(DatabaseError, match="digest is not that of the document"):
        insert_like(edition, canonical=canonical(edition.document | {"remarks": "Forged"}))


def test_a_raw_insert_with_the_approval_of_another_entry_is_refused(edition):
    other = Approval.objects.exclude(entry=edition.entry).first()
    with pytest.raises(DatabaseError, match="without an approval"):
        insert_like(edition, approval=other.pk)


def test_a_raw_insert_cannot_take_a_position(edition):
    with pytest.raises(DatabaseError, match="takes its position when it is released"):
        insert_like(edition, position=3, chain="x", released_at="2026-01-01T00:00:00Z")


def test_a_fact_cannot_be_slipped_into_a_released_edition(edition):
    fact = Fact(
        edition=edition, entry_id=edition.entry_id, uid=uuid.uuid4(), kind="membership", subject=uuid.uuid4(),
        standing="accepted", sort_on="2000-01-01", statement={},
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="written with its edition"), transaction.atomic():
        fact.save()


@pytest.mark.parametrize(
    "change", ["position = 99", "position = position + 1", "position = position - 1", "position = 0"]
)
def test_the_head_moves_only_over_numbered_editions(edition, change):
    assert refuses(f"UPDATE publishing_log SET {change}")


def test_the_head_cannot_be_deleted_or_doubled(edition):
    assert refuses("DELETE FROM publishing_log")
    with pytest.raises(DatabaseError), transaction.atomic():
        Log.objects.create(id=2, chain="x")


def test_an_entry_with_editions_cannot_be_deleted(edition):
    assert refuses("DELETE FROM publishing_entry WHERE id = %s", edition.entry_id)


def test_approver_and_author_are_different_people():
    assert approver() != author()


@pytest.mark.parametrize("column", ["title", "summary", "note"])
def test_what_lists_print_must_be_what_the_document_says(edition, column):
    sql = COPY.replace(f" {column},", f" '{column} nobody approved',", 2).replace(
        f" '{column} nobody approved',", f" {column},", 1
    )
    with pytest.raises(DatabaseError, match="not what its document says"):
        insert_like(edition, sql)


def test_a_fact_must_stand_in_the_document_of_its_edition(edition):
    insert_like(edition)
    waiting = Edition.objects.waiting().get()
    fact = Fact(
        edition=waiting, entry_id=waiting.entry_id, uid=uuid.uuid4(), kind="membership", subject=uuid.uuid4(),
        standing="accepted", sort_on="2000-01-01", statement={"said": "by nobody"},
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="word for word"), transaction.atomic():
        fact.save()


def test_withdrawn_text_cannot_be_brought_back_by_hand(edition):
    withdraw(edition.entry, make_user(), "A court ordered it.")
    assert refuses("UPDATE publishing_edition SET is_suppressed = false WHERE id = %s", edition.pk)


def test_public_text_cannot_be_hidden_by_hand(edition):
    assert refuses("UPDATE publishing_edition SET is_suppressed = true WHERE id = %s", edition.pk)


def test_a_hand_in_an_entry_is_not_forgotten(edition):
    topic = make_topic()
    topic.record_change(author())
    assert refuses("DELETE FROM publishing_contribution WHERE entry_id = %s", topic.pk)
