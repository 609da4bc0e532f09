"""Sources and where in them: what every fact and quotation must cite."""

import uuid
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.periods import Precision, partial_text

web_address = URLValidator(schemes=["http", "https"])


class Source(models.Model):
    """A document, report, page or data set outside this site that can be cited."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official")
        TREATY = "treaty", _("treaty text")
        NEWS = "news", _("news report")
        ANALYSIS = "analysis", _("analysis")
        REFERENCE = "reference", _("reference work")
        DATASET = "dataset", _("data set")
        SEED = "seed", _("source document of the project")
        OTHER = "other", _("other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("import key"), max_length=100, unique=True, null=True, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=500)
    title_is_descriptive = models.BooleanField(
        _("title worded here"), default=False, help_text=_("The source has no title of its own.")
    )
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    author = models.CharField(_("author"), max_length=300, blank=True)
    url = models.CharField(_("address"), max_length=1000, blank=True, validators=[web_address])
    archived_url = models.CharField(_("archived copy"), max_length=1000, blank=True, validators=[web_address])
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_precision = models.CharField(_("precision"), max_length=14, choices=Precision, default=Precision.UNKNOWN)
    accessed_on = models.DateField(_("read on"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NEWS)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_seen = models.BooleanField(
        _("read by us"), default=True, help_text=_("Off: named as a place to check, not opened.")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["published_on"])]

    def __str__(self):
        return f"{self.title} ({self.publisher})" if self.publisher else self.title

    def citing_entries(self) -> set[uuid.UUID]:
        """The entries whose documents name this source, for a fact or as a whole."""
        return set[uuid.UUID]().union(*(model.entries_using(self) for model in SourceUse.__subclasses__()))

    @property
    def published(self) -> str:
        """Publication date as a partial ISO date; empty when unknown."""
        return partial_text(self.published_on, self.published_precision)


class SourceUse(models.Model):
    """One use of a source, with the place in it. A subclass names the field that leads to the entry."""

    entry_field: ClassVar[str]

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))
    locator = models.CharField(_("where in it"), max_length=200, blank=True, help_text=_("Page, article, minute."))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "id"]

    def __str__(self):
        return f"{self.source}, {self.locator}" if self.locator else str(self.source)

    @classmethod
    def entries_using(cls, source: Source) -> set[uuid.UUID]:
        """The entries in which this kind of use names `source`."""
        return set(cls._default_manager.filter(source=source).values_list(cls.entry_field, flat=True))


class EntryCitation(SourceUse):
    """A source of an entry as a whole: of its text, its quotation, its plain fields."""

    entry_field = "entry"

    entry = models.ForeignKey("publishing.Entry", on_delete=models.CASCADE, related_name="citations")

    class Meta(SourceUse.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "source", "locator"],
                name="publishing_entry_cites_once",
                violation_error_message=_("This source is cited twice at the same place."),
            )
        ]


class Citation(SourceUse):
    """A source of one dated fact, whatever table the fact is in."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.UUIDField()
    fact = GenericForeignKey("content_type", "object_id")

    class Meta(SourceUse.Meta):
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "source", "locator"], name="publishing_fact_cites_once"
            )
        ]

    @classmethod
    def entries_using(cls, source):
        found: set[uuid.UUID] = set()
        uses = cls._default_manager.filter(source=source).order_by().values_list("content_type", "object_id")
        for content_type in {content_type for content_type, _fact in uses}:
            model: Any = ContentType.objects.get_for_id(content_type).model_class()
            facts = [fact for of_type, fact in uses if of_type == content_type]
            found.update(model.objects.filter(pk__in=facts).values_list(model.entry_field, flat=True))
        return found
