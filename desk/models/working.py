"""What is kept while people work on entries: unsaved text, who has what open, and what a save replaced."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.models import Entry

# A tab says every BEAT seconds that it is open; after STALE seconds of silence it is taken for closed. While somebody
# looks at it, it asks every LOOK seconds who else is there, which writes nothing.
LOOK, BEAT, STALE = 2, 20, 60
# Unsaved text nobody came back for, and states that only a form opened that long ago could still refer to.
KEPT = timedelta(days=30)
# What one person may leave unsaved at a time; the oldest goes first.
MAX_AUTOSAVES = 40


class Autosave(models.Model):
    """The unsaved form of one tab of one person. It never touches the entry, and nobody else may read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=100)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="+")
    tab = models.CharField(max_length=40)
    # What the browser would have sent: a list of (name, value).
    data = models.JSONField()
    base_version = models.PositiveIntegerField(null=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        ordering = ["-saved_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "model", "entry", "tab"], name="desk_autosave_one_a_tab", nulls_distinct=False
            )
        ]

    def __str__(self):
        return f"{self.model} {self.saved_at:%Y-%m-%d %H:%M}"

    @classmethod
    def forget_old(cls, user) -> None:
        """Keep the newest of `user`, and none that is older than KEPT."""
        mine = cls.objects.filter(user=user)
        newest = mine.filter(saved_at__gte=timezone.now() - KEPT).values_list("pk", flat=True)[:MAX_AUTOSAVES]
        mine.exclude(pk__in=list(newest)).delete()


class PresenceQuerySet(models.QuerySet):
    def note(self, user, entry: Entry, tab: str, is_unsaved: bool) -> None:
        """The tab is open. Written only where the row says something else, or would soon be taken for closed."""
        here = {"user": user, "entry_id": entry.pk, "tab": tab}
        soon = timezone.now() - timedelta(seconds=BEAT / 2)
        if self.filter(**here, is_unsaved=is_unsaved, seen_at__gt=soon).exists():
            return
        self.update_or_create(**here, defaults={"seen_at": timezone.now(), "is_unsaved": is_unsaved})
        self.filter(entry=entry.pk).exclude(pk__in=self.alive().values("pk")).delete()

    def alive(self):
        return self.filter(seen_at__gte=timezone.now() - timedelta(seconds=STALE))


class Presence(models.Model):
    """A tab in which somebody has an entry open."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    tab = models.CharField(max_length=40)
    is_unsaved = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("open entry")
        verbose_name_plural = _("open entries")
        ordering = ["since", "id"]
        constraints = [models.UniqueConstraint(fields=["entry", "user", "tab"], name="desk_presence_one_a_tab")]

    def __str__(self):
        return f"{self.user}: {self.entry}"


class Snapshot(models.Model):
    """How the form of an entry stood at a version that a save replaced: what two people's changes are compared with."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    state = models.JSONField()
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("replaced state")
        verbose_name_plural = _("replaced states")
        constraints = [models.UniqueConstraint(fields=["entry", "version"], name="desk_snapshot_one_a_version")]

    def __str__(self):
        return f"{self.entry} {self.version}"

    @classmethod
    def keep(cls, entry: Entry, version: int, state: dict) -> None:
        """Once a version: a second save of the same one would have been refused."""
        cls.objects.filter(entry=entry.pk, taken_at__lt=timezone.now() - KEPT).delete()
        cls.objects.get_or_create(entry_id=entry.pk, version=version, defaults={"state": state})
