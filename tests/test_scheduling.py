"""Scheduled editions at the level of the kernel: never early, never missed, no worker."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from publishing.gate import PublishingRefused
from publishing.models import Edition, Entry, Log
from publishing.numbering import release_due
from publishing.reading import BadParameter, moment_of, read_head
from publishing.releasing import cancel_release, publish, reschedule, withdraw
from publishing.verifying import faults
from tests.factories import approved, approver, author, make_topic, published

pytestmark = pytest.mark.django_db
HOUR = datetime(2030, 6, 1, 9, 0, tzinfo=UTC)
# What an edition has of its own, or once it is released.
WAITING = {"id", "position", "chain", "released_at", "first_released_at", "superseded_at_position"}


@pytest.fixture
def noon_before():
    with time_machine.travel(HOUR - timedelta(days=1), tick=False) as traveller:
        yield traveller


def moment(**query):
    return moment_of(RequestFactory().get("/", query))


def test_a_scheduled_edition_has_no_position_before_its_hour(noon_before):
    published(make_topic(), release_at=HOUR)
    assert Edition.objects.waiting().count() == 1
    assert moment().position == 0
    noon_before.move_to(HOUR - timedelta(seconds=1))
    assert moment().position == 0
    assert not moment().editions().exists()


def test_the_first_reader_at_the_hour_sees_it_without_any_worker(noon_before):
    published(make_topic(), release_at=HOUR)
    noon_before.move_to(HOUR)
    assert moment().editions().count() == 1
    assert Edition.objects.get().released_at == HOUR
    assert list(faults()) == []


def test_late_notice_does_not_change_the_hour_in_the_record(noon_before):
    published(make_topic(), release_at=HOUR)
    noon_before.move_to(HOUR + timedelta(hours=3))
    assert read_head().position == 1
    assert moment(as_of=HOUR.isoformat()).position == 1
    assert moment(as_of=(HOUR - timedelta(seconds=1)).isoformat()).position == 0


def test_what_fell_due_is_numbered_before_what_is_published_now(noon_before):
    scheduled = published(make_topic(), release_at=HOUR)[0]
    noon_before.move_to(HOUR + timedelta(hours=1))
    now = published(make_topic())[0]
    scheduled.refresh_from_db()
    assert (scheduled.position, now.position) == (1, 2)


def test_due_editions_come_in_the_order_of_their_hours(noon_before):
    later = published(make_topic(), release_at=HOUR + timedelta(minutes=5))[0]
    sooner = published(make_topic(), release_at=HOUR)[0]
    assert release_due(HOUR + timedelta(hours=1)) == 2
    assert [e.pk for e in Edition.objects.order_by("position")] == [sooner.pk, later.pk]
    assert Log.objects.get().next_release_at is None


def test_a_second_publication_waits_for_the_scheduled_one(noon_before):
    topic = make_topic()
    published(topic, release_at=HOUR)
    approved(topic)
    with pytest.raises(PublishingRefused, match="cancel or move it first"):
        publish([topic], approver())


def test_a_cancelled_release_leaves_the_working_copy_and_reopens_its_hands(noon_before):
    topic = make_topic()
    edition = published(topic, release_at=HOUR)[0]
    cancel_release(edition, approver())
    assert not Edition.objects.exists()
    assert Log.objects.get().next_release_at is None
    assert topic.has_hand_in(author())
    assert publish([Entry.objects.get(pk=topic.pk)], approver())[0].position == 1


def test_the_number_of_a_dropped_edition_is_never_given_to_another(noon_before):
    topic = make_topic()
    published(topic)
    for number in (2, 3):
        edition = published(topic, release_at=HOUR)[0]
        assert edition.number == number
        cancel_release(edition, approver())
    published(topic, release_at=HOUR)
    notice = withdraw(topic, approver(), "All of it was wrong.")
    assert (notice.number, notice.position) == (5, 2)
    with pytest.raises(DatabaseError, match="is not given again"), transaction.atomic():
        raw_copy(notice, number=4)


def raw_copy(edition: Edition, number: int) -> None:
    """The edition once more, waiting, under this number, past all Python."""
    columns = [f.column for f in Edition._meta.concrete_fields if not f.generated and f.column not in WAITING]
    taken = ", ".join(str(number) if name == "number" else f'"{name}"' for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO publishing_edition ({names}, chain) SELECT {taken}, '' FROM publishing_edition WHERE id = %s",
            [edition.pk],
        )


def test_a_release_can_be_moved_but_not_into_the_past(noon_before):
    edition = published(make_topic(), release_at=HOUR)[0]
    reschedule(edition, approver(), HOUR + timedelta(days=1))
    assert Log.objects.get().next_release_at == HOUR + timedelta(days=1)
    with pytest.raises(ValidationError, match="must lie ahead"):
        reschedule(edition, approver(), HOUR - timedelta(days=2))


def test_what_is_out_can_be_neither_moved_nor_cancelled(noon_before):
    edition = published(make_topic(), release_at=HOUR)[0]
    release_due(HOUR)
    with pytest.raises(ValidationError, match="released already"):
        reschedule(edition, approver(), HOUR + timedelta(days=1))
    with pytest.raises(ValidationError, match="released already"):
        cancel_release(edition, approver())


def test_withdrawing_drops_what_was_scheduled(noon_before):
    topic = make_topic()
    published(topic)
    published(topic, release_at=HOUR)
    withdraw(topic, approver(), "All of it was wrong.")
    assert not Edition.objects.waiting().exists()


def test_an_hour_that_has_passed_means_now(noon_before):
    assert published(make_topic(), release_at=HOUR - timedelta(days=2))[0].position == 1


def test_a_reference_scheduled_no_later_counts_as_public_then(noon_before):
    heading, early, late = make_topic(), make_topic(), make_topic()
    published(heading, release_at=HOUR)
    early.topics.add(heading)
    late.topics.add(heading)
    approved(early, late)
    with pytest.raises(PublishingRefused, match="is not public"):
        publish([early], approver(), HOUR - timedelta(minutes=1))
    assert publish([late], approver(), HOUR)


def test_the_clock_of_the_record_never_runs_backwards(noon_before):
    published(make_topic())
    noon_before.move_to(HOUR - timedelta(days=30))
    published(make_topic())
    first, second = Edition.objects.order_by("position")
    assert second.released_at >= first.released_at


@pytest.mark.parametrize(
    "text", ["2", "99999999999999999999", "yesterday", "2026-13-01", "2022", "2031-01-01", "\u0661"]
)
def test_a_moment_the_record_does_not_know_is_refused(noon_before, text):
    published(make_topic())
    with pytest.raises(BadParameter):
        moment(as_of=text)


def test_as_of_takes_a_position_a_day_or_a_time(noon_before):
    topic = make_topic()
    published(topic)
    noon_before.move_to(HOUR)
    published(topic)
    assert moment(as_of="1").position == 1
    assert moment(as_of="2030-05-31").position == 1
    assert moment(as_of="2030-05-30").position == 0
    assert moment(as_of="2030-06-01").position == 2
    assert moment(as_of="2030-06-01T08:59:59Z").position == 1


def test_an_edition_that_others_await_is_neither_cancelled_nor_moved_behind_them(noon_before):
    heading, topic = make_topic(title="Embargoed"), make_topic()
    topic.topics.add(heading)
    published(heading, topic, release_at=HOUR)
    awaited = Edition.objects.get(entry=heading)
    with pytest.raises(ValidationError, match="name this entry"):
        cancel_release(awaited, approver())
    with pytest.raises(ValidationError, match="name this entry"):
        reschedule(awaited, approver(), HOUR + timedelta(hours=1))
    reschedule(awaited, approver(), HOUR - timedelta(hours=1))


def test_a_cancelled_correction_keeps_its_kind_and_note(noon_before):
    topic = make_topic()
    published(topic)
    edition = published(topic, action="corrected", note="The year was wrong.", release_at=HOUR)[0]
    cancel_release(edition, approver())
    topic.refresh_from_db()
    assert (topic.proposed_action, topic.proposed_note) == ("corrected", "The year was wrong.")


def test_the_address_of_a_scheduled_edition_is_taken(noon_before):
    first = make_topic(slug="nato")
    published(first, release_at=HOUR)
    Entry.objects.filter(pk=first.pk).update(slug="moved")
    second = make_topic(slug="nato")
    approved(second)
    with pytest.raises(PublishingRefused, match="belongs or belonged"):
        publish([second], approver())
