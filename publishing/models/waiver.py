"""A warning that somebody has looked at and let stand, with the reason. Kept, also after it was taken back."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WaiverQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(withdrawn_at=None)


class Waiver(models.Model):
    """Holds for one finding as long as that says the same of the same facts: `identity` is its fingerprint."""

    entry = models.ForeignKey("publishing.Entry", on_delete=models.CASCADE, related_name="waivers")
    identity = models.CharField(max_length=64)
    code = models.CharField(_("rule"), max_length=60)
    message = models.TextField(_("warning"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "identity"],
                condition=models.Q(withdrawn_at=None),
                name="publishing_waiver_in_force_once",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="publishing_waiver_has_its_reason"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="publishing_waiver_withdrawn_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="waiver_says_what_it_said",
                operation=pgtrigger.UpdateOf("entry_id", "identity", "code", "message", "reason", "by_id", "at"),
            ),
        ]

    def __str__(self):
        return f"{self.code}: {self.reason[:60]}"
