"""What colleagues say to each other about an entry, a field of it or one of its facts."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CommentQuerySet(models.QuerySet):
    def open(self):
        """Threads nobody has settled. An answer is part of its thread."""
        return self.filter(parent=None, resolved_at=None)

    def shown(self):
        """As threads, the open ones first, newest first, each with its answers: two queries."""
        answers = Comment.objects.select_related("author").order_by("at", "id")
        rows = self.filter(parent=None).select_related("author", "resolved_by")
        settled_last = models.F("resolved_at").desc(nulls_first=True)
        return rows.prefetch_related(models.Prefetch("answers", answers)).order_by(settled_last, "-at", "-id")


class Comment(models.Model):
    """Never part of the document: readers do not see it, and it voids no approval."""

    entry = models.ForeignKey("publishing.Entry", on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    field = models.CharField(max_length=60, blank=True)
    fact = models.UUIDField(null=True, blank=True)
    text = models.TextField(_("comment"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["entry"], name="desk_comment_open", condition=models.Q(parent=None, resolved_at=None))
        ]
        constraints = [
            models.CheckConstraint(
                name="desk_comment_is_about_one_place",
                condition=models.Q(fact=None) | models.Q(field=""),
            )
        ]

    def __str__(self):
        return self.text[:60]

    def answer(self, by, text: str) -> "Comment":
        return Comment.objects.create(entry_id=self.entry_id, parent=self, author=by, text=text)

    def settle(self, by) -> bool:
        """Whether it was open until now."""
        still_open = Comment.objects.open().filter(pk=self.pk)
        return bool(still_open.update(resolved_by=by, resolved_at=timezone.now()))
