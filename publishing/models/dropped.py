"""Scheduled editions that did not come out. The edition is deleted; that its number was given is remembered."""

import pgtrigger
from django.db import models


class Dropped(models.Model):
    """Whoever was given the edition before its hour knows it by this number, which other content never gets."""

    entry = models.ForeignKey("publishing.Entry", on_delete=models.PROTECT, related_name="dropped")
    number = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="publishing_dropped_once")]
        triggers = [pgtrigger.Protect(name="dropped_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.entry_id}, edition {self.number}"
