"""What editors mean to do: a plan changes nothing and releases nothing."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Plan(models.Model):
    """Something meant for a day. Only scheduling an edition brings anything out."""

    day = models.DateField(_("day"))
    what = models.CharField(_("what is planned"), max_length=300)
    entry = models.ForeignKey(
        "publishing.Entry",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("entry"),
        help_text=_("What it is about, if that exists already."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    is_done = models.BooleanField(_("done"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["day", "id"]
        indexes = [models.Index(fields=["day"], name="desk_plan_day")]

    def __str__(self):
        return f"{self.day}: {self.what}"
