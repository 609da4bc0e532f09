"""Dated facts on the working copies: the rows editors type that become public `Fact`s."""

import uuid
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.models.source import Citation
from publishing.periods import Period, Precision


class Standing(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    DISPUTED = "disputed", _("disputed")
    SUPERSEDED = "superseded", _("superseded")


class Confidence(models.TextChoices):
    """How far the editors have checked a statement against its sources."""

    VERIFIED = "verified-in-search", _("a listed source was read and supports it")
    GENERAL_KNOWLEDGE = "general-knowledge", _("general knowledge; the source named is where to check")
    SEED = "seed", _("only the source document says so")


class DatedFact(Period):
    """One row of an entry that says: *subject, kind, object, from, until, value, according to*.

    A subclass names its public `kind` and the fields that hold the entry it belongs to, the subject and the object.
    A row without dates of its own takes those of the entry it belongs to (attendance takes the summit's).
    """

    kind: ClassVar[str]
    entry_field: ClassVar[str]
    subject_field: ClassVar[str]
    object_field: ClassVar[str] = ""
    # Accepted rows that agree in these fields never overlap; the table has the constraint to match.
    exclusive_by: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    standing = models.CharField(
        pgettext_lazy("of a fact", "standing"), max_length=10, choices=Standing, default=Standing.ACCEPTED
    )
    confidence = models.CharField(_("confidence"), max_length=20, choices=Confidence, default=Confidence.VERIFIED)
    note = models.TextField(_("note"), blank=True)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    check_again_on = models.DateField(_("check again on"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0, editable=False)
    citations = GenericRelation(Citation)

    class Meta(Period.Meta):
        abstract = True
        ordering = ["order", "starts_on", "id"]

    def __str__(self):
        parties = [getattr(self, field) for field in (self.subject_field, self.object_field) if field]
        return f"{self._meta.verbose_name}: {' – '.join(str(party) for party in parties)}"

    @property
    def is_exclusive(self) -> bool:
        return bool(self.exclusive_by) and self.standing == Standing.ACCEPTED

    @property
    def exclusive_key(self) -> tuple:
        return tuple(getattr(self, f"{field}_id") for field in self.exclusive_by)

    @property
    def has_own_dates(self) -> bool:
        """Whether the row says when; one that says nothing takes the dates of its entry."""
        silent = Precision.NOT_APPLICABLE
        return (self.starts_on, self.start_precision, self.ends_on, self.end_precision) != (None, silent, None, silent)

    @property
    def value(self) -> dict[str, Any]:
        """What the kind adds beyond who and when (a status, a number, a mode); JSON-ready."""
        return {}
