"""What has to be read again because something it tells of has changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReviewTaskQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_at=None)


class ReviewTask(models.Model):
    """`entry` is to be read again: `because` changed what it tells of. Written with the release of `because`."""

    entry = models.ForeignKey("publishing.Entry", on_delete=models.CASCADE, related_name="review_tasks")
    because = models.ForeignKey("publishing.Edition", on_delete=models.CASCADE, related_name="review_tasks")
    changed = models.TextField(_("what changed"))
    created_at = models.DateTimeField(default=timezone.now)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(null=True)
    note = models.TextField(_("note"), blank=True)

    objects = ReviewTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("review task")
        verbose_name_plural = _("review tasks")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["-created_at"], name="desk_review_open", condition=models.Q(done_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry", "because"], name="desk_review_once_an_edition"),
        ]

    def __str__(self):
        return f"{self.entry_id}: {self.changed[:60]}"

    def close(self, by, note: str) -> bool:
        """Whether it was open until now."""
        still_open = ReviewTask.objects.open().filter(pk=self.pk)
        return bool(still_open.update(done_by=by, done_at=timezone.now(), note=note))
