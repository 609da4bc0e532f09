"""The working copy: what editors change. Nothing here is public; publishing makes an edition of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from publishing import kinds
from publishing.models.dated_fact import Confidence
from publishing.models.working_copy import WorkingCopy, WorkingCopyQuerySet
from publishing.periods import Period
from publishing.spelling import Spelling


class EntryQuerySet(WorkingCopyQuerySet):
    def of_kind(self, *names: str):
        return self.filter(kind__in=names)


class Entry(WorkingCopy, Period):
    """An identity: a thing with a page. Its dates are when it happened, was adopted, was said or was founded."""

    KIND: ClassVar[str] = ""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=150, unique=True, null=True, editable=False)  # noqa: DJ001 - unique, mostly absent
    kind = models.CharField(max_length=20, editable=False)
    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(
        _("address"), max_length=120, help_text=_("Last part of the page's address. An old one redirects for ever.")
    )
    language = models.CharField(_("language"), max_length=10, default="en", choices=settings.LANGUAGES)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences for lists and search."))
    topics = models.ManyToManyField("publishing.Topic", blank=True, related_name="+", verbose_name=_("topics"))
    wikidata = models.CharField(_("Wikidata id"), max_length=20, blank=True)
    confidence = models.CharField(_("confidence"), max_length=20, choices=Confidence, default=Confidence.VERIFIED)
    remarks = models.TextField(
        _("remarks"), blank=True, help_text=_("Published: what is doubtful, what was not found, how it was counted.")
    )

    objects = EntryQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["kind", "-changed_at"]),
            models.Index(fields=["stage", "-changed_at"]),
            models.Index(Lower("title"), name="publishing_entry_title"),
            GinIndex(OpClass(Spelling("title"), name="gin_trgm_ops"), name="publishing_entry_spelling"),
        ]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="publishing_entry_has_its_own_address",
                violation_error_message=_("Another entry of this kind already has this address."),
            ),
        ]
        permissions = [
            ("submit_entry", "Can submit entries for approval"),
            ("approve_entry", "Can approve entries of others"),
            ("publish_entry", "Can publish approved entries"),
            ("withdraw_entry", "Can retract and withdraw public entries"),
            ("force_entry", "Can publish without a second pair of eyes, with a reason"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.KIND:
            self.kind = self.KIND
        super().save(*args, **kwargs)

    @property
    def specific(self) -> "Entry":
        """This entry as the model of its kind."""
        model = kinds.get(self.kind).model
        return self if isinstance(self, model) else model.objects.get(pk=self.pk)

    def document(self) -> dict:
        """What publishing the working copy now would make public."""
        return kinds.get(self.kind).build(self)

    def hands(self):
        # The language of a hand is that of a translation; the entry's own text has none.
        return {"entry_id": self.pk, "language": ""}

    def rows(self):
        return Entry.objects


def entry_link() -> models.OneToOneField:
    """The parent link of a kind. Declared, because the accessor Django would add to Entry (`entry.state`,
    `entry.document`) hides fields and methods of that name."""
    return models.OneToOneField(
        Entry, on_delete=models.CASCADE, parent_link=True, primary_key=True, editable=False, related_name="+"
    )


class Topic(Entry):
    """A subject heading from the curated list."""

    KIND = "topic"

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Alias(models.Model):
    """Another name of an entry: an abbreviation, the native script, an older or variant form."""

    class Kind(models.TextChoices):
        ABBREVIATION = "abbreviation", _("abbreviation")
        NATIVE = "native", _("name in the original language")
        OFFICIAL = "official", _("official name")
        FORMER = "former", _("former name")
        VARIANT = "variant", _("variant")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.VARIANT)
    language = models.CharField(_("language"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["id"]
        indexes = [GinIndex(OpClass(Spelling("name"), name="gin_trgm_ops"), name="publishing_alias_spelling")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "name"],
                name="publishing_alias_once",
                violation_error_message=_("This name is already listed."),
            )
        ]

    def __str__(self):
        return self.name


class Image(models.Model):
    """A picture of an entry. The file is named by its own SHA-256, so an address never shows another picture."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="images")
    file = models.ImageField(_("file"), upload_to="images", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(_("alternative text"), max_length=300, blank=True)
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["order", "id"]

    def __str__(self):
        return self.alt or self.file.name
