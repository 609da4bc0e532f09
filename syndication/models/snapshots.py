"""Snapshots: the whole public record at one position, as files. A row says where they lie and what is in them."""

from pathlib import Path
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from publishing.models import Action, Edition


def withdrawn_since(position: OuterRef) -> models.QuerySet[Edition]:
    """Withdrawals, standing now, of entries that were readable at `position` of the row outside."""
    at = OuterRef(position)
    readable = Edition.objects.filter(
        Q(superseded_at_position=None) | Q(superseded_at_position__gt=at),
        entry_id=OuterRef("entry_id"),
        position__lte=at,
    ).exclude(action=Action.WITHDRAWN)
    return Edition.objects.current().filter(Exists(readable), action=Action.WITHDRAWN, position__gt=position)


class SnapshotQuerySet(models.QuerySet):
    def of(self, generation: UUID) -> Self:
        return self.filter(generation=generation)

    def kept(self) -> Self:
        return self.filter(removed_at=None)

    def spoilt(self) -> Self:
        """Those that contain what has been withdrawn since."""
        return self.filter(Exists(withdrawn_since(OuterRef("position"))))

    def intact(self) -> Self:
        """Those whose files may be given out, newest first."""
        return self.kept().exclude(Exists(withdrawn_since(OuterRef("position")))).order_by("-position")


class Snapshot(models.Model):
    generation = models.UUIDField()
    position = models.BigIntegerField()
    chain = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    # The name of its folder in SNAPSHOT_DIR, and what lies in there (syndication/snapshots/making.py).
    folder = models.CharField(max_length=60, unique=True)
    contents = models.JSONField()
    removed_at = models.DateTimeField(null=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["-position"]
        constraints = [
            models.UniqueConstraint(fields=["generation", "position"], name="syndication_one_snapshot_per_position"),
        ]

    def __str__(self):
        return self.folder

    @property
    def path(self) -> Path:
        return settings.SNAPSHOT_DIR / self.folder

    @property
    def is_there(self) -> bool:
        return self.path.is_dir()

    def files(self) -> list[dict[str, Any]]:
        facts = self.contents["facts"]
        return [*self.contents["kinds"].values(), *facts["kinds"].values(), facts["changes"]]

    def file(self, name: str) -> dict[str, Any] | None:
        """What the contents say of the file of this name; None when there is none."""
        return next((file for file in self.files() if file["file"] == name), None)
