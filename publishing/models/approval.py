"""Four eyes: who had a hand in a change, and who approved exactly which document."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone


# Hands and approvals are of one text: the entry's own (no language), or its translation into a language.
def of_language() -> models.CharField:
    return models.CharField(max_length=10, blank=True, default="", db_default="")


class Contribution(models.Model):
    """`user` changed a working copy of `entry`; open until the change is published."""

    entry = models.ForeignKey("publishing.Entry", on_delete=models.CASCADE, related_name="contributions")
    language = of_language()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    published_in = models.ForeignKey(
        "publishing.Edition", null=True, on_delete=models.SET_NULL, related_name="contributions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "language", "user"],
                condition=models.Q(published_in=None),
                name="publishing_open_contribution_once",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="contribution_is_kept_with_its_entry",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func="""
                    IF EXISTS (SELECT 1 FROM publishing_entry WHERE id = OLD.entry_id) AND NOT EXISTS (
                        SELECT 1 FROM publishing_contribution
                        WHERE entry_id = OLD.entry_id AND language = OLD.language AND user_id = OLD.user_id
                    ) THEN
                        RAISE EXCEPTION 'who had a hand in an entry is not forgotten'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.entry_id}"


class Approval(models.Model):
    """`by` has seen the document with this digest and found it right. Never changed, never deleted."""

    entry = models.ForeignKey("publishing.Entry", on_delete=models.PROTECT, related_name="approvals")
    language = of_language()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    forced_reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["entry", "digest"])]
        triggers = [
            pgtrigger.Protect(name="approval_is_kept", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="approval_needs_other_eyes",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NEW.forced_reason = '' AND EXISTS (
                        SELECT 1 FROM publishing_contribution
                        WHERE entry_id = NEW.entry_id AND language = NEW.language AND user_id = NEW.by_id
                          AND published_in_id IS NULL
                    ) THEN
                        RAISE EXCEPTION 'who had a hand in a change may not approve it'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.digest[:12]} by {self.by}"
