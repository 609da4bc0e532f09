"""Whether the address of a source still answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

GONE = (404, 410)
# A site that is down for a night is not dead.
SILENT = 3


class SourceCheckQuerySet(models.QuerySet):
    def dead(self):
        return self.filter(Q(status__in=GONE) | Q(failures__gte=SILENT))


class SourceCheck(models.Model):
    """The last answer. `status` 0: none at all; `failures`: how often in a row there was none."""

    source = models.OneToOneField("publishing.Source", on_delete=models.CASCADE, related_name="link_check")
    url = models.CharField(max_length=1000)
    checked_at = models.DateTimeField(_("checked"))
    status = models.PositiveSmallIntegerField(_("answer"), default=0)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    objects = SourceCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a source's address")
        verbose_name_plural = _("checks of sources' addresses")

    def __str__(self):
        return f"{self.status} {self.url}"
