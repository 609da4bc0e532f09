"""What was imported, by whom, and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.models import Entry, Source


class ImportQuerySet(models.QuerySet):
    def undone(self):
        return self.filter(done_at=None)


class Import(models.Model):
    """A text under review or a table checked, kept with every decision; the working copies it made are linked."""

    class Form(models.TextChoices):
        TEXT = "text", _("article")
        TABLE = "table", _("table")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.CharField(_("form"), max_length=5, choices=Form)
    kind = models.CharField(_("kind"), max_length=20)
    title = models.CharField(_("title"), max_length=300)
    # A text: [[tag, words], …]. A table: {columns: […], rows: [[number, {column: text}], …]}.
    content = models.JSONField(default=list)
    day = models.CharField(_("day it is about"), max_length=10, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en", choices=settings.LANGUAGES)
    # The source the text is from; a new one becomes a row when drafts are made.
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    new_source = models.JSONField(default=dict, blank=True)
    # {key of a proposal: "accept" or "refuse"}; what is not in it is undecided.
    decisions = models.JSONField(default=dict, blank=True)
    # [{label, decision, entry}, …] as it was when drafts were made.
    outcome = models.JSONField(default=list, blank=True)
    entries = models.ManyToManyField(Entry, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at"]
        indexes = [models.Index(fields=["kind", "form", "-at"])]

    def __str__(self):
        return self.title
