"""Published facts: who was what, when, according to whom. They relate entries to each other."""

import pgtrigger
from django.contrib.postgres.indexes import GistIndex
from django.db import models

from publishing.models.dated_fact import Standing
from publishing.models.edition import HIDDEN_WHILE_WITHDRAWN, Edition, ReleasedQuerySet
from publishing.periods import Period


class FactQuerySet(ReleasedQuerySet):
    def on(self, day):
        """Facts whose attested period contains `day`."""
        return self.filter(valid__contains=day)

    def accepted(self):
        return self.filter(standing=Standing.ACCEPTED)


class Fact(Period):
    """One statement of one edition. `statement` is its public form, word for word as in the edition's document."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="facts")
    entry = models.ForeignKey("publishing.Entry", on_delete=models.PROTECT, related_name="+")
    uid = models.UUIDField()
    kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    object = models.UUIDField(null=True)
    term = models.CharField(max_length=40, blank=True)
    standing = models.CharField(max_length=10, choices=Standing)
    sort_on = models.DateField()
    statement = models.JSONField()

    position = models.BigIntegerField(null=True)
    superseded_at_position = models.BigIntegerField(null=True)
    is_suppressed = models.BooleanField(default=False)

    objects = FactQuerySet.as_manager()

    class Meta(Period.Meta):
        ordering = ["sort_on", "id"]
        indexes = [
            models.Index(fields=["subject", "kind", "sort_on"], name="publishing_fact_subject"),
            models.Index(fields=["object", "kind", "sort_on"], name="publishing_fact_object"),
            models.Index(fields=["kind", "sort_on", "uid"], name="publishing_fact_kind"),
            models.Index(fields=["sort_on", "uid"], name="publishing_fact_dated"),
            models.Index(fields=["entry", "position"], name="publishing_fact_entry"),
            models.Index(fields=["uid"], name="publishing_fact_uid"),
            GistIndex(fields=["valid"], name="publishing_fact_valid"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fact_comes_with_its_edition",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    -- By primary key alone: asked for `position IS NULL`, the planner walks all waiting editions.
                    IF NEW.position IS NOT NULL OR NOT coalesce((
                        SELECT entry_id = NEW.entry_id AND position IS NULL AND is_original
                        FROM publishing_edition WHERE id = NEW.edition_id
                    ), false) THEN
                        RAISE EXCEPTION 'a fact is written with its edition, before it is released'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="fact_stands_in_its_document",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                level=pgtrigger.Statement,
                referencing=pgtrigger.Referencing(new="written"),
                func="""
                    IF EXISTS (
                        SELECT w.edition_id, w.statement FROM written w
                        EXCEPT
                        SELECT e.id, said FROM publishing_edition e,
                            LATERAL jsonb_array_elements(e.canonical::jsonb->'facts') said
                        WHERE e.id IN (SELECT edition_id FROM written)
                    ) THEN
                        RAISE EXCEPTION 'a fact stands word for word in the document of its edition'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="fact_is_hidden_while_withdrawn",
                operation=pgtrigger.UpdateOf("is_suppressed"),
                when=pgtrigger.After,
                condition=pgtrigger.Q(old__is_suppressed__df=pgtrigger.F("new__is_suppressed")),
                func=HIDDEN_WHILE_WITHDRAWN,
            ),
            pgtrigger.Protect(
                name="fact_is_immutable",
                operation=pgtrigger.UpdateOf(
                    "edition_id",
                    "entry_id",
                    "uid",
                    "kind",
                    "subject",
                    "object",
                    "term",
                    "standing",
                    "sort_on",
                    "statement",
                    "starts_on",
                    "start_precision",
                    "ends_on",
                    "end_precision",
                ),
            ),
            pgtrigger.Protect(
                name="fact_keeps_its_position",
                operation=pgtrigger.UpdateOf("position"),
                condition=pgtrigger.Q(old__position__isnull=False),
            ),
            pgtrigger.Protect(
                name="fact_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__position__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.subject} – {self.object}"
