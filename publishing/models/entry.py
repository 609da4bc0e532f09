"""The working copy: what editors change. Nothing here is public; publishing makes an edition of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import kinds
from publishing.canonical import digest
from publishing.models.approval import Approval, Contribution
from publishing.models.dated_fact import Confidence
from publishing.periods import Period
from publishing.spelling import Spelling


class Stage(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for approval")
    APPROVED = "approved", _("approved")


class EntryQuerySet(models.QuerySet):
    def of_kind(self, *names: str):
        return self.filter(kind__in=names)

    def locked(self):
        """The rows locked in id order, so that two publications never wait for each other in a circle."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


class Entry(Period):
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

    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    published_version = models.PositiveIntegerField(null=True, editable=False)
    proposed_action = models.CharField(max_length=10, blank=True, editable=False)
    proposed_note = models.TextField(blank=True, editable=False)
    returned_note = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
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

    @property
    def is_changed(self) -> bool:
        """Whether the working copy differs from what was last published."""
        return self.published_version != self.version

    def document(self) -> dict:
        """What publishing the working copy now would make public."""
        return kinds.get(self.kind).build(self)

    # Verbs. Each is one transaction, checks the right to do it, and leaves a trace.

    @transaction.atomic
    def record_change(self, by) -> None:
        """Note that `by` changed this entry or a row of it: any approval is void, and `by` may not approve it."""
        Contribution.objects.get_or_create(entry_id=self.pk, user=by, published_in=None)
        self._set_state(
            stage=Stage.DRAFT,
            version=models.F("version") + 1,
            changed_at=timezone.now(),
            changed_by=by,
        )

    @transaction.atomic
    def submit(self, by, action: str = "", note: str = "") -> None:
        """Ask for approval. `action` and `note` say what kind of change readers will be told of, and why."""
        _require(by, "publishing.submit_entry")
        if action and not note.strip():
            raise ValidationError(_("Say in the note what was wrong and what is right."))
        locked = Entry.objects.locked().get(pk=self.pk)
        if (action, note.strip()) != (locked.proposed_action, locked.proposed_note):
            # What readers are told of a change, or are no longer told, is part of the change.
            Contribution.objects.get_or_create(entry_id=self.pk, user=by, published_in=None)
        self._set_state(stage=Stage.SUBMITTED, proposed_action=action, proposed_note=note.strip(), returned_note="")

    @transaction.atomic
    def recall(self, by) -> None:
        """Take back what was submitted and nobody has approved yet: for those who had a hand in it."""
        _require(by, "publishing.submit_entry")
        locked = Entry.objects.locked().get(pk=self.pk)
        if locked.stage != Stage.SUBMITTED:
            raise ValidationError(_("“%s” does not wait for approval.") % self.title)
        if not locked.has_hand_in(by):
            raise PermissionDenied(_("Only those who had a hand in the change may take it back."))
        self._set_state(stage=Stage.DRAFT)

    @transaction.atomic
    def send_back(self, by, comment: str) -> None:
        """Return a submitted or approved entry to its authors with a comment."""
        _require(by, "publishing.approve_entry")
        if not comment.strip():
            raise ValidationError(_("Say what is to be changed."))
        self._set_state(stage=Stage.DRAFT, returned_note=comment.strip())

    @transaction.atomic
    def approve(self, by, forced_reason: str = "", seen: str = "") -> Approval:
        """Approve the working copy as it is now. The approval holds for exactly this document.

        Whoever had a hand in the change may not approve it; a managing editor may force it with a reason, and
        readers are told. `seen`: the digest of the document that was looked at; another one is refused.
        Raises ValidationError or PermissionDenied.
        """
        _require(by, "publishing.force_entry" if forced_reason else "publishing.approve_entry")
        locked = Entry.objects.locked().get(pk=self.pk)
        if locked.stage == Stage.DRAFT and not forced_reason:
            raise ValidationError(_("“%s” is a draft; submit it first.") % self.title)
        if not forced_reason and locked.has_hand_in(by):
            raise ValidationError(_("You changed “%s” yourself; someone else must approve it.") % self.title)
        now = digest(locked.document())
        if seen and seen != now:
            raise ValidationError(_("“%s” has changed since you looked at it; look again.") % self.title)
        approval = Approval.objects.create(entry_id=self.pk, digest=now, by=by, forced_reason=forced_reason)
        self._set_state(stage=Stage.APPROVED)
        return approval

    def has_hand_in(self, user) -> bool:
        return Contribution.objects.filter(entry_id=self.pk, user=user, published_in=None).exists()

    def _set_state(self, **values) -> None:
        """Write workflow columns alone, so that a verb never carries a stale copy of the text back."""
        Entry.objects.filter(pk=self.pk).update(**values)
        self.refresh_from_db(fields=list(values))


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


def _require(user, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied(_("This needs the right “%s”.") % permission)
