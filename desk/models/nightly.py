"""What the gate found of public entries when it was last asked: facts change after a text was approved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.gate import Level

KEPT = [(Level.BLOCKER.value, _("blocker")), (Level.WARNING.value, _("warning"))]


class RecordCheck(models.Model):
    """One run over all that is public, kept so that the front page can say how old its answer is."""

    at = models.DateTimeField(_("asked at"))
    entries = models.PositiveIntegerField(_("public entries"))

    class Meta:
        verbose_name = _("check of the record")
        verbose_name_plural = _("checks of the record")

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}: {self.entries}"


class StandingFinding(models.Model):
    """A blocker or warning that the last run found, and since when it has been found."""

    entry = models.ForeignKey("publishing.Entry", on_delete=models.CASCADE, related_name="standing_findings")
    identity = models.CharField(max_length=64)
    level = models.CharField(_("level"), max_length=10, choices=KEPT)
    code = models.CharField(_("rule"), max_length=60)
    message = models.TextField(_("finding"))
    first_seen_at = models.DateTimeField(_("first found"))

    class Meta:
        verbose_name = _("finding of the record's check")
        verbose_name_plural = _("findings of the record's check")
        constraints = [models.UniqueConstraint(fields=["entry", "identity"], name="desk_standing_finding_once")]
        indexes = [models.Index(fields=["entry", "-first_seen_at"], name="desk_standing_finding_newest")]

    def __str__(self):
        return f"{self.code}: {self.message[:60]}"
