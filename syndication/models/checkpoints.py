"""Checkpoints: the chain at one position, signed. Whoever holds one can tell when history was written anew."""

from datetime import UTC
from typing import Self
from uuid import UUID

import pgtrigger
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

FORMAT = "alliance-record-checkpoint/1"


class CheckpointKey(models.Model):
    """The public half of a key that signed checkpoints, in hex; its name is the beginning of its SHA-256."""

    name = models.CharField(max_length=16, unique=True)
    public = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("checkpoint key")
        verbose_name_plural = _("checkpoint keys")
        ordering = ["id"]
        triggers = [pgtrigger.Protect(name="checkpoint_key_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.name


class CheckpointQuerySet(models.QuerySet):
    def of(self, generation: UUID | OuterRef) -> Self:
        return self.filter(generation=generation)


class Checkpoint(models.Model):
    generation = models.UUIDField()
    position = models.BigIntegerField()
    chain = models.CharField(max_length=64)
    # Whole seconds: it is signed as it is told.
    at = models.DateTimeField()
    key = models.ForeignKey(CheckpointKey, on_delete=models.PROTECT, related_name="checkpoints")
    signature = models.CharField(max_length=128)

    objects = CheckpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["generation", "position"], name="syndication_one_checkpoint_per_position"),
            models.CheckConstraint(name="syndication_checkpoint_of_something", condition=Q(position__gt=0)),
        ]
        triggers = [
            pgtrigger.Protect(name="checkpoint_is_kept", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="checkpoint_is_of_this_record",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM publishing_edition e, publishing_log l
                        WHERE e.position = NEW.position AND e.chain = NEW.chain AND l.generation = NEW.generation
                    ) THEN
                        RAISE EXCEPTION 'a checkpoint says what the chain of the record is'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.generation} at {self.position}"

    @property
    def text(self) -> str:
        """What the signature is of, in UTF-8: five lines, each ended by a newline."""
        lines = (FORMAT, self.generation, self.position, self.chain, f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
        return "".join(f"{line}\n" for line in lines)
