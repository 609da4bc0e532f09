"""The head of the record: one row that says how far it goes."""

import uuid

import pgtrigger
from django.db import models


class Log(models.Model):
    """The single head row. Locked last in every publication, so positions follow the order of commits."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    generation = models.UUIDField(default=uuid.uuid4)
    position = models.BigIntegerField(default=0)
    chain = models.CharField(max_length=64)
    last_released_at = models.DateTimeField(null=True)
    next_release_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="publishing_log_has_one_row", condition=models.Q(id=1))]
        triggers = [
            pgtrigger.Trigger(
                name="log_advances_without_gaps",
                operation=pgtrigger.UpdateOf("position"),
                when=pgtrigger.Before,
                func="""
                    IF NEW.position < OLD.position OR NEW.position - OLD.position <> (
                        SELECT count(*) FROM publishing_edition
                        WHERE position > OLD.position AND position <= NEW.position
                    ) THEN
                        RAISE EXCEPTION 'the log may only advance over numbered editions, without gaps'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="log_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.generation} at {self.position}"
