"""What every working copy is: a draft with hands in it, a stage, and verbs. An entry is one, a translation another."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.canonical import digest
from publishing.models.approval import Approval, Contribution


class Stage(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for approval")
    APPROVED = "approved", _("approved")


class WorkingCopyQuerySet(models.QuerySet):
    def locked(self):
        """The rows locked in id order, so that two publications never wait for each other in a circle."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


class WorkingCopy(models.Model):
    """The columns of the workflow and its verbs. Each verb is one transaction, checks the right to do it, and leaves
    a trace. Subclasses have a `title` and say whose hands count (`hands`), where they lie (`rows`), and what they
    publish (`document`)."""

    title: Any
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

    class Meta:
        abstract = True

    def hands(self) -> dict:
        """What contributions and approvals of this text have in common."""
        raise NotImplementedError

    def rows(self):
        """The manager of the table that holds these columns."""
        raise NotImplementedError

    def document(self) -> dict:
        """What publishing the working copy now would make public."""
        raise NotImplementedError

    @property
    def is_changed(self) -> bool:
        """Whether the working copy differs from what was last published."""
        return self.published_version != self.version

    @transaction.atomic
    def record_change(self, by) -> None:
        """Note that `by` changed this text or a row of it: any approval is void, and `by` may not approve it."""
        Contribution.objects.get_or_create(**self.hands(), user=by, published_in=None)
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
        locked = self._locked()
        if (action, note.strip()) != (locked.proposed_action, locked.proposed_note):
            # What readers are told of a change, or are no longer told, is part of the change.
            Contribution.objects.get_or_create(**self.hands(), user=by, published_in=None)
        self._set_state(stage=Stage.SUBMITTED, proposed_action=action, proposed_note=note.strip(), returned_note="")

    @transaction.atomic
    def recall(self, by) -> None:
        """Take back what was submitted and nobody has approved yet: for those who had a hand in it."""
        _require(by, "publishing.submit_entry")
        locked = self._locked()
        if locked.stage != Stage.SUBMITTED:
            raise ValidationError(_("“%s” does not wait for approval.") % self.title)
        if not locked.has_hand_in(by):
            raise PermissionDenied(_("Only those who had a hand in the change may take it back."))
        self._set_state(stage=Stage.DRAFT)

    @transaction.atomic
    def send_back(self, by, comment: str) -> None:
        """Return a submitted or approved text to its authors with a comment."""
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
        locked = self._locked()
        if locked.stage == Stage.DRAFT and not forced_reason:
            raise ValidationError(_("“%s” is a draft; submit it first.") % self.title)
        if not forced_reason and locked.has_hand_in(by):
            raise ValidationError(_("You changed “%s” yourself; someone else must approve it.") % self.title)
        now = digest(locked.document())
        if seen and seen != now:
            raise ValidationError(_("“%s” has changed since you looked at it; look again.") % self.title)
        approval = Approval.objects.create(**self.hands(), digest=now, by=by, forced_reason=forced_reason)
        self._set_state(stage=Stage.APPROVED)
        return approval

    def has_hand_in(self, user) -> bool:
        return Contribution.objects.filter(**self.hands(), user=user, published_in=None).exists()

    def _locked(self):
        return self.rows().locked().get(pk=self.pk)

    def _set_state(self, **values) -> None:
        """Write workflow columns alone, so that a verb never carries a stale copy of the text back."""
        self.rows().filter(pk=self.pk).update(**values)
        self.refresh_from_db(fields=list(values))


def _require(user, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied(_("This needs the right “%s”.") % permission)
