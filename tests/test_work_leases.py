"""Leased rows: one holder at a time, a fence against those who lost the lease, an end to what cannot be done."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from publishing.models import Edition
from syndication.models import Errand, LeaseLost, State
from syndication.work.errands import comes_again, ensure_rows, release_what_is_due, run_errand
from syndication.work.queues import Queue
from syndication.work.worker import work_off_everything, work_off_one
from tests.factories import make_topic, published

pytestmark = pytest.mark.django_db
NOON = datetime(2030, 6, 1, 12, tzinfo=UTC)
LATER = NOON + Errand.lease


def make_row(name: str = "task", **values) -> Errand:
    return Errand.objects.create(name=name, **{"due_at": NOON} | values)


def fresh(row: Errand) -> Errand:
    return Errand.objects.get(pk=row.pk)


@pytest.fixture
def three_tries(monkeypatch):
    monkeypatch.setattr(Errand, "max_attempts", 3)


def test_a_row_is_claimed_when_it_is_due_and_by_one_alone():
    row = make_row()
    assert Errand.objects.claim(NOON - timedelta(seconds=1)) is None
    assert Errand.objects.claim(NOON) == row
    assert Errand.objects.claim(NOON) is None


def test_the_longest_due_comes_first():
    make_row("second", due_at=NOON - timedelta(minutes=1))
    make_row("first", due_at=NOON - timedelta(minutes=2))
    assert [Errand.objects.claim(NOON).name for _ in range(2)] == ["first", "second"]


def test_a_claim_may_be_narrowed():
    make_row("one"), make_row("two")
    assert Errand.objects.filter(name="two").claim(NOON).name == "two"
    assert Errand.objects.filter(name="two").claim(NOON) is None


def test_the_database_clock_counts_when_no_time_is_given():
    make_row("past", due_at=datetime(2020, 1, 1, tzinfo=UTC))
    make_row("future", due_at=datetime(2120, 1, 1, tzinfo=UTC))
    row = Errand.objects.claim()
    assert (row.name, Errand.objects.claim()) == ("past", None)
    assert abs(row.lease_until - datetime.now(UTC) - Errand.lease) < timedelta(seconds=30)


def test_a_lease_that_ran_out_is_claimed_again_and_an_extended_one_is_not():
    make_row()
    first = Errand.objects.claim(NOON)
    first.extend(NOON + timedelta(seconds=30))
    assert Errand.objects.claim(LATER) is None
    second = Errand.objects.claim(LATER + timedelta(seconds=30))
    assert (first.attempts, second.attempts) == (1, 2)


@pytest.mark.parametrize(
    "verb",
    [
        lambda row: row.finish(),
        lambda row: row.extend(LATER),
        lambda row: row.postpone("late"),
        lambda row: row.bury("late"),
        lambda row: row.come_again(LATER),
    ],
    ids=["finish", "extend", "postpone", "bury", "come_again"],
)
def test_who_lost_the_lease_can_do_nothing_with_the_row(verb):
    make_row()
    slow, quick = Errand.objects.claim(NOON), Errand.objects.claim(LATER)
    with pytest.raises(LeaseLost):
        verb(slow)
    quick.finish()
    with pytest.raises(LeaseLost):
        verb(slow)
    assert fresh(slow).state == State.DONE


def test_the_fence_holds_over_success_and_revival():
    make_row()
    slow = Errand.objects.claim(NOON)
    Errand.objects.claim(LATER).come_again(LATER)
    again = Errand.objects.claim(LATER)
    assert (again.attempts, again.tries) == (3, 1)
    with pytest.raises(LeaseLost):
        slow.finish()


def test_backoff_grows_is_jittered_and_capped():
    row = make_row()
    spans = []
    for row.attempts in (1, 2, 3, 40):
        spans.append({row.backoff() for _ in range(20)})
    assert all(len(span) > 1 for span in spans)
    assert [max(span) <= timedelta(seconds=10 * 2**n) for n, span in enumerate(spans[:3])] == [True] * 3
    assert [min(span) >= timedelta(seconds=5 * 2**n) for n, span in enumerate(spans[:3])] == [True] * 3
    assert Errand.backoff_longest / 2 <= max(spans[3]) <= Errand.backoff_longest


def test_what_fails_is_postponed_and_given_up_after_so_many_tries(three_tries):
    row = make_row()
    for _ in range(3):
        assert fresh(row).state == State.WAITING
        Errand.objects.claim(NOON).postpone("It broke.", until=NOON)
    assert (fresh(row).state, fresh(row).problem) == (State.DEAD, "It broke.")
    assert Errand.objects.claim(LATER) is None


def test_who_kills_its_worker_every_time_is_given_up_and_delays_nobody(three_tries):
    poison, healthy = make_row("poison", due_at=NOON - timedelta(hours=1)), make_row("healthy")
    hour = NOON
    for _ in range(3):
        assert Errand.objects.claim(hour) == poison
        hour += Errand.lease
    assert Errand.objects.claim(hour) == healthy
    assert Errand.objects.bury_exhausted(hour) == 1
    assert fresh(poison).state == State.DEAD
    assert "worker died" in fresh(poison).problem


def test_the_operator_revives_what_was_given_up(three_tries):
    row = make_row()
    Errand.objects.claim(NOON).bury("Hopeless.")
    assert Errand.objects.revive() == 1
    assert fresh(row).tries == 0
    assert Errand.objects.claim() == row


def test_brought_forward_while_held_it_is_done_once_more():
    make_row()
    row = Errand.objects.claim(NOON)
    Errand.objects.bring_forward(NOON - timedelta(hours=1))
    row.come_again(NOON + timedelta(days=1))
    assert fresh(row).due_at == NOON - timedelta(hours=1)


def test_only_waiting_rows_can_be_held():
    row = make_row()
    with pytest.raises(IntegrityError), transaction.atomic():
        Errand.objects.filter(pk=row.pk).update(state=State.DONE, lease_until=NOON)


def failing(row: Errand) -> None:
    raise RuntimeError("No bread today.")


def test_a_handler_that_raises_postpones_with_its_words():
    row = make_row(due_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert work_off_one(Queue(Errand, failing))
    assert fresh(row).problem == "RuntimeError: No bread today."
    assert fresh(row).due_at > datetime.now(UTC)


def test_a_handler_whose_transaction_fails_after_it_finished_is_tried_again():
    def finish_and_fail(row):
        with transaction.atomic():
            row.finish()
            raise RuntimeError("after all")

    row = make_row(due_at=datetime(2020, 1, 1, tzinfo=UTC))
    work_off_one(Queue(Errand, finish_and_fail))
    assert (fresh(row).state, fresh(row).problem) == (State.WAITING, "RuntimeError: after all")


def test_a_handler_that_lost_its_lease_leaves_the_row_to_the_other(caplog):
    def overtaken(row):
        Errand.objects.filter(pk=row.pk).update(attempts=row.attempts + 1)

    row = make_row(due_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert work_off_one(Queue(Errand, overtaken))
    assert (fresh(row).state, fresh(row).lease_until is None) == (State.WAITING, False)
    assert "was taken by another worker" in caplog.text


def test_errands_have_their_rows_and_come_again(monkeypatch):
    monkeypatch.setattr("syndication.work.errands._rounds", {})
    runs = []
    comes_again("bread", timedelta(days=1))(lambda: runs.append("bread"))
    comes_again("milk", timedelta(days=1))(lambda: runs.append("milk") or NOON)
    assert work_off_everything() == 2
    assert work_off_everything() == 0
    assert sorted(runs) == ["bread", "milk"]
    assert Errand.objects.get(name="milk").due_at == NOON
    assert Errand.objects.get(name="bread").due_at > datetime.now(UTC) + timedelta(hours=23)
    ensure_rows()
    assert Errand.objects.count() == 2


def test_what_is_tried_for_ever_is_never_given_up():
    """Rows that appear between a claim in vain and the burial of the exhausted, as at a first start."""
    row = make_row(due_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert Errand.max_attempts is None
    assert Errand.objects.bury_exhausted() == 0
    assert fresh(row).state == State.WAITING


def test_scheduled_editions_come_out_at_their_hour_while_nobody_reads():
    with time_machine.travel(NOON - timedelta(minutes=1), tick=False) as traveller:
        published(make_topic(), release_at=NOON)
        assert release_what_is_due() == NOON - timedelta(seconds=45)
        traveller.move_to(NOON - timedelta(seconds=5))
        assert release_what_is_due() == NOON
        assert not Edition.objects.released().exists()
        traveller.move_to(NOON)
        release_what_is_due()
        assert Edition.objects.get().released_at == NOON


def test_an_errand_nobody_here_knows_is_left_for_who_does():
    row = make_row("of-tomorrow", due_at=datetime(2020, 1, 1, tzinfo=UTC))
    claimed = Errand.objects.claim()
    run_errand(claimed)
    assert fresh(row).state == State.WAITING


def test_the_claim_is_served_by_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "errand_due" in Errand.objects.free(NOON).order_by("due_at", "pk")[:1].explain()
