"""Receipts: what partners say became of corrections; and notices of partners who say nothing."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.models import Edition
from syndication.models.partners import Partner


class Outcome(models.TextChoices):
    DONE = "done", _("done")
    CANNOT = "cannot", _("cannot be done")


class Receipt(models.Model):
    """A partner's last word on the duty of one edition."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="receipts", verbose_name=_("partner"))
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("edition"))
    # Of the record when it was posted: which text the position meant to the partner.
    generation = models.UUIDField(_("generation"))
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    at = models.DateTimeField(_("posted"), default=timezone.now)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "edition"], name="syndication_one_receipt_per_edition"),
            models.CheckConstraint(name="syndication_receipt_outcome", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(name="syndication_receipt_says_why_not", condition=Q(outcome="done") | ~Q(note="")),
        ]

    def __str__(self):
        return f"{self.partner}: {self.edition}"

    @classmethod
    def post(
        cls, partner: Partner, edition: Edition, generation: UUID, outcome: str, note: str
    ) -> tuple["Receipt", bool]:
        """The receipt and whether it is the first; the same words again change nothing, others are the last word."""
        said = {"generation": generation, "outcome": outcome, "note": note}
        receipt, is_first = cls.objects.get_or_create(partner=partner, edition=edition, defaults=said)
        if {name: getattr(receipt, name) for name in said} != said:
            cls.objects.filter(pk=receipt.pk).update(**said, at=timezone.now())
            receipt.refresh_from_db(fields=[*said, "at"])
        return receipt, is_first


class Lapse(models.TextChoices):
    IDLE = "idle", _("stopped following the feed")
    SILENT = "silent", _("owes receipts")


class NoticeQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(settled_at=None)


class Notice(models.Model):
    """Something the partner manager should know of a partner, raised by the worker and settled by it."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="notices", verbose_name=_("partner"))
    lapse = models.CharField(_("what"), max_length=6, choices=Lapse)
    detail = models.CharField(_("detail"), max_length=300)
    raised_at = models.DateTimeField(_("raised"))
    settled_at = models.DateTimeField(_("settled"), null=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "lapse"],
                condition=Q(settled_at=None),
                name="syndication_one_standing_notice",
            ),
            models.CheckConstraint(name="syndication_notice_lapse", condition=Q(lapse__in=Lapse.values)),
        ]

    def __str__(self):
        return f"{self.partner}: {self.get_lapse_display()}"
