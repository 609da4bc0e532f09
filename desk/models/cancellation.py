"""A release that was planned and did not come: the scheduled edition itself is gone when it is dropped."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Cancellation(models.Model):
    """Written in the transaction that drops the edition, by whoever cancelled it or took the entry down."""

    entry = models.ForeignKey("publishing.Entry", on_delete=models.CASCADE, related_name="cancellations")
    number = models.PositiveIntegerField(_("edition"))
    release_at = models.DateTimeField(_("was to be released at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("cancelled at"), default=timezone.now)

    class Meta:
        verbose_name = _("cancelled release")
        verbose_name_plural = _("cancelled releases")
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.entry_id}: {self.release_at:%Y-%m-%d %H:%M}"
