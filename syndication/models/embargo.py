"""What partners with the scope `embargo` are told of scheduled editions, and who was given one before its hour."""

from datetime import datetime
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.models import Edition, Entry
from syndication.models.partners import Key


class Turn(models.TextChoices):
    """What became of a scheduled edition."""

    SCHEDULED = "scheduled", _("scheduled")
    MOVED = "moved", _("moved to another hour")
    CANCELLED = "cancelled", _("cancelled")
    RELEASED = "released", _("released")


# After these it waits; after the others it does not.
WAITING = (Turn.SCHEDULED, Turn.MOVED)


class EmbargoTurn(models.Model):
    """One line of the stream that partners follow. It names the edition and has none of its words: what is cancelled
    leaves no more than this. Positions count from 1 without a gap, in the order of commits."""

    position = models.BigIntegerField(primary_key=True)
    turn = models.CharField(max_length=9, choices=Turn)
    at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    topics = ArrayField(models.UUIDField(), default=list)
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    batch = models.UUIDField()
    until = models.DateTimeField()
    # Of the edition in the public record, once it is there.
    released_position = models.BigIntegerField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["position"]
        indexes = [models.Index(fields=["entry", "position"], name="syndication_embargo_entry")]
        constraints = [
            models.CheckConstraint(name="syndication_embargo_turn", condition=Q(turn__in=Turn.values)),
            models.CheckConstraint(
                name="syndication_embargo_released",
                condition=Q(turn=Turn.RELEASED, released_position__isnull=False)
                | (~Q(turn=Turn.RELEASED) & Q(released_position=None)),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="embargo_turn_is_kept", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="embargo_turns_have_no_gap",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NEW.position <> 1 + coalesce((SELECT max(position) FROM syndication_embargoturn), 0) THEN
                        RAISE EXCEPTION 'the stream of embargoes has no gaps'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.position}: {self.turn} {self.entry_id}, edition {self.number}"

    @classmethod
    def of(cls, position: int, turn: Turn, edition: Edition, at: datetime) -> "EmbargoTurn":
        if edition.release_at is None:
            raise ValueError("what has no hour was never under embargo")
        return cls(
            position=position, turn=turn, at=at, entry_id=edition.entry_id, kind=edition.kind, topics=edition.topics,
            language=edition.language, number=edition.number, action=edition.action, digest=edition.digest,
            batch=edition.batch, until=edition.release_at, released_position=edition.position,
        )  # fmt: skip


_GIVEN = """
    INSERT INTO syndication_embargofetch AS f (key_id, entry_id, number, until, first_at, last_at, times)
    SELECT %(key)s, entry, number, until, %(at)s, %(at)s, 1
    FROM unnest(%(entries)s::uuid[], %(numbers)s::int[], %(untils)s::timestamptz[]) AS g(entry, number, until)
    ORDER BY entry, number
    ON CONFLICT (key_id, entry_id, number) DO UPDATE SET
        until = EXCLUDED.until, last_at = greatest(f.last_at, EXCLUDED.last_at), times = f.times + 1
"""


class EmbargoFetchQuerySet(models.QuerySet):
    def note(self, key: Key, editions: list[Edition], at: datetime | None = None) -> None:
        """Write down that these were given to the holder of `key`, before they are. Safe for two at once."""
        given = {(edition.entry_id, edition.number): edition.release_at for edition in editions}
        if not given:
            return
        values: dict[str, Any] = {
            "key": key.pk, "at": at or timezone.now(), "entries": [entry for entry, _number in given],
            "numbers": [number for _entry, number in given], "untils": list(given.values()),
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_GIVEN, values)


class EmbargoFetch(models.Model):
    """An edition given to a partner before its hour: by which key, first and last, how often."""

    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="embargo_fetches")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    until = models.DateTimeField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField()

    objects = EmbargoFetchQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-last_at", "-id"]
        indexes = [models.Index(fields=["entry", "-last_at"], name="syndication_embargo_fetched")]
        constraints = [
            models.UniqueConstraint(fields=["key", "entry", "number"], name="syndication_embargo_fetch_once"),
        ]

    def __str__(self):
        return f"{self.key}: {self.entry_id}, edition {self.number}"
