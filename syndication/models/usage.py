"""What callers spend: the budget of the running minute and day, and a partner's usage by day."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from syndication.models.partners import Partner

DAYS = 30


class SpendingQuerySet(models.QuerySet):
    def lapsed(self, now: datetime):
        """Budgets of days that are over: nobody needs to know any more who called."""
        return self.filter(day__lt=now - timedelta(days=2))


class Spending(models.Model):
    """What one holder of a budget has spent in its running minute and day. Read and written by budgets.py alone.

    The table is UNLOGGED: a crash of the database forgets it, which costs nobody anything.
    """

    holder = models.CharField(max_length=80, primary_key=True)
    minute = models.DateTimeField()
    in_minute = models.PositiveIntegerField()
    day = models.DateTimeField()
    in_day = models.PositiveIntegerField()
    granted = models.PositiveIntegerField()

    objects = SpendingQuerySet.as_manager()

    def __str__(self):
        return f"{self.holder}: {self.in_minute}, {self.in_day}"


class UsageQuerySet(models.QuerySet):
    def of_last_days(self, today: date, days: int = DAYS):
        return self.filter(day__gt=today - timedelta(days=days), day__lte=today)


class Usage(models.Model):
    """What a partner called for on one day (of UTC)."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="usage", verbose_name=_("partner"))
    day = models.DateField(_("day"))
    calls = models.PositiveIntegerField(_("calls"), default=0, db_default=0)
    free = models.PositiveIntegerField(_("free"), default=0, db_default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0, db_default=0)
    deprecated = models.PositiveIntegerField(_("deprecated"), default=0, db_default=0)

    objects = UsageQuerySet.as_manager()

    class Meta:
        verbose_name = _("usage of a day")
        verbose_name_plural = _("usage by day")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["partner", "day"], name="syndication_usage_of_a_day")]

    def __str__(self):
        return f"{self.partner_id} {self.day}"
