"""The stream of embargoes: what became of scheduled editions, written as it happens, read as one agreement sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import connection
from django.db.models import Max, QuerySet
from django.utils import timezone

from publishing.models import Edition
from syndication.models import EmbargoTurn, Partner, Turn

# Any number no other program uses in this database: the bytes of “embg”. Always taken after the head of the record.
STREAM_LOCK = 0x656D6267


def scheduled(editions: list[Edition]) -> None:
    _write(Turn.SCHEDULED, editions)


def moved(editions: list[Edition]) -> None:
    _write(Turn.MOVED, editions)


def cancelled(editions: list[Edition]) -> None:
    _write(Turn.CANCELLED, editions)


def released(editions: list[Edition]) -> None:
    _write(Turn.RELEASED, [edition for edition in editions if edition.release_at])


def _write(turn: Turn, editions: Sequence[Edition]) -> None:
    """The next positions, under a lock held until commit: they follow the order of commits and have no gaps."""
    if not editions:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STREAM_LOCK])
    start, now = last_turn() + 1, timezone.now()
    EmbargoTurn.objects.bulk_create(
        EmbargoTurn.of(position, turn, edition, now) for position, edition in enumerate(editions, start)
    )


def last_turn() -> int:
    return EmbargoTurn.objects.aggregate(last=Max("position"))["last"] or 0


@dataclass(frozen=True)
class Stream:
    """The stream of one partner: the turns its agreement covers, counted from 1 without a gap.

    Of what lies outside the agreement not even a gap tells; the price is that whoever has agreed on kinds or topics is
    counted for. Another agreement, or another generation of the record, is another stream.
    """

    partner: Partner
    generation: UUID

    @property
    def name(self) -> str:
        agreed = [*sorted(self.partner.kinds), "", *sorted(map(str, self.partner.topics))]
        return sha256("\n".join([str(self.generation), *agreed]).encode()).hexdigest()[:8]

    @property
    def turns(self) -> QuerySet[EmbargoTurn]:
        return self.partner.permitted(EmbargoTurn.objects.order_by("position"))

    def head(self) -> int:
        if not self.generation.int:
            # Read before the record had a beginning: what was scheduled since belongs to a generation not yet known,
            # and a cursor that named this one would be refused with the next question.
            return 0
        return last_turn() if self.partner.is_given_everything else self.turns.count()

    def after(self, place: int, limit: int) -> list[tuple[int, EmbargoTurn]]:
        """The next turns, each with its place in this stream."""
        rows = self.turns.filter(position__gt=place) if self.partner.is_given_everything else self.turns[place:]
        return list(enumerate(rows[:limit], place + 1))
