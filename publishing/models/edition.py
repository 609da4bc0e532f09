"""Editions: what is public. One row is one published version of an entry in one language, for ever as it was."""

import uuid
from collections.abc import Iterable
from functools import cached_property

import orjson
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from publishing import kinds, languages
from publishing.models.searchable import CONFIG, involved, search_vector


class Action(models.TextChoices):
    PUBLISHED = "published", _("published")
    UPDATED = "updated", _("updated")
    CLARIFIED = "clarified", _("clarified")
    CORRECTED = "corrected", _("corrected")
    RETRACTED = "retracted", _("retracted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RESTORED = "restored", _("restored")


# What readers are told of beyond the new text itself.
ANNOUNCED = (Action.CLARIFIED, Action.CORRECTED, Action.RETRACTED, Action.WITHDRAWN, Action.RESTORED)


class ReleasedQuerySet(models.QuerySet):
    """The one rule of what the public may see, for editions and facts alike."""

    def at(self, position: int):
        """What was public when the record stood at `position`.

        What has since been withdrawn is not shown at any position.
        """
        return self.filter(
            Q(superseded_at_position=None) | Q(superseded_at_position__gt=position),
            position__lte=position,
            is_suppressed=False,
        )

    def current(self):
        return self.filter(position__isnull=False, superseded_at_position=None, is_suppressed=False)


class EditionQuerySet(ReleasedQuerySet):
    def readable_at(self, position: int):
        """`at`, without the tombstones: what a list, a search or a count may contain."""
        return self.at(position).exclude(action=Action.WITHDRAWN)

    def released(self):
        """Every edition that has a position, superseded and suppressed ones too: the log."""
        return self.filter(position__isnull=False)

    def withdrawn(self, entries: Iterable):
        """The ids of those among `entries` that are withdrawn now."""
        gone = self.filter(entry_id__in=list(entries), superseded_at_position=None, action=Action.WITHDRAWN)
        return gone.released().values_list("entry_id", flat=True)

    def waiting(self):
        """Scheduled editions: approved and built, without a position."""
        return self.filter(position=None)


# Rows are hidden exactly while the newest edition of their entry is a withdrawal.
HIDDEN_WHILE_WITHDRAWN = """
    IF NEW.is_suppressed <> coalesce((
        SELECT action = 'withdrawn' FROM publishing_edition
        WHERE entry_id = NEW.entry_id AND position IS NOT NULL ORDER BY position DESC LIMIT 1
    ), false) THEN
        RAISE EXCEPTION 'an edition is hidden while its entry is withdrawn, and only then'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class Edition(models.Model):
    entry = models.ForeignKey("publishing.Entry", on_delete=models.PROTECT, related_name="editions")
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    is_original = models.BooleanField(default=True)
    # Of a translation: the edition it was made from. Another one stands by now: the translation has fallen behind.
    translates = models.CharField(max_length=64, blank=True, default="", db_default="")
    translates_number = models.PositiveIntegerField(null=True)
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=10, choices=Action)
    note = models.TextField(blank=True)
    canonical = models.TextField()
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    batch = models.UUIDField(default=uuid.uuid4)
    approval = models.ForeignKey("publishing.Approval", on_delete=models.PROTECT, related_name="editions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    publisher = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_reviewed = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    release_at = models.DateTimeField(null=True)

    position = models.BigIntegerField(null=True, unique=True)
    chain = models.CharField(max_length=64, blank=True)
    released_at = models.DateTimeField(null=True)
    first_released_at = models.DateTimeField(null=True)
    superseded_at_position = models.BigIntegerField(null=True)
    is_suppressed = models.BooleanField(default=False)

    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    type = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=60, blank=True)
    dated_on = models.DateField(null=True)
    sort_on = models.DateField()
    topics = ArrayField(models.UUIDField(), default=list)
    # What the document's plain fields point to (an office's state, a force's organisation), and the short codes it
    # is known by (am, arm, csto): lists are filtered by the one, filters name their entry by the other.
    related = ArrayField(models.UUIDField(), default=list)
    codes = ArrayField(models.CharField(max_length=40), default=list)
    images = ArrayField(models.CharField(max_length=100), default=list)
    names = models.TextField(blank=True)
    text = models.TextField(blank=True)
    search = models.GeneratedField(expression=search_vector(), output_field=SearchVectorField(), db_persist=True)
    # What a search is narrowed by beside kind, topic and year.
    states = models.GeneratedField(
        expression=involved("state"), output_field=ArrayField(models.UUIDField()), db_persist=True
    )
    people = models.GeneratedField(
        expression=involved("person"), output_field=ArrayField(models.UUIDField()), db_persist=True
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        permissions = [("view_embargoed", "Can see scheduled editions before their hour")]
        indexes = [
            models.Index(fields=["kind", "slug", "position"], name="publishing_edition_slug"),
            models.Index(fields=["entry", "position"], name="publishing_edition_entry"),
            models.Index(fields=["kind", "sort_on", "entry"], name="publishing_edition_dated"),
            models.Index(fields=["kind", "title", "entry"], name="publishing_edition_title"),
            models.Index(fields=["title", "entry"], name="publishing_edition_every_title"),
            models.Index(fields=["kind", "position"], name="publishing_edition_kind"),
            models.Index(fields=["sort_on", "entry"], name="publishing_edition_timeline"),
            models.Index(fields=["released_at", "position"], name="publishing_edition_released"),
            models.Index(
                fields=["-position"],
                name="publishing_edition_corrections",
                condition=Q(action__in=["clarified", "corrected", "retracted", "withdrawn", "restored"]),
            ),
            models.Index(fields=["release_at", "id"], name="publishing_edition_waiting", condition=Q(position=None)),
            # Few: what reads a language other than that of the originals looks here first.
            models.Index(
                fields=["entry", "language", "position"],
                name="publishing_edition_translated",
                condition=Q(is_original=False),
            ),
            GinIndex(fields=["search"], name="publishing_edition_search"),
            GinIndex(fields=["topics"], name="publishing_edition_topics"),
            GinIndex(fields=["related"], name="publishing_edition_related"),
            GinIndex(fields=["codes"], name="publishing_edition_codes"),
            GinIndex(fields=["states"], name="publishing_edition_states"),
            GinIndex(fields=["people"], name="publishing_edition_people"),
            # What publishing/search asks of names alone: their words, and whole ones.
            GinIndex(SearchVector("names", config=CONFIG), name="publishing_edition_name_words"),
            GinIndex(
                Func(F("names"), Value(" \n"), function="string_to_array", output_field=ArrayField(models.TextField())),
                name="publishing_edition_whole_names",
            ),
            GinIndex(fields=["images"], name="publishing_edition_images", condition=~Q(images=[])),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="publishing_edition_number_once"),
            models.UniqueConstraint(
                fields=["entry", "language"],
                condition=Q(position__isnull=False, superseded_at_position=None),
                name="publishing_edition_one_current_per_language",
            ),
            models.UniqueConstraint(
                fields=["entry", "language"],
                condition=Q(position=None),
                name="publishing_edition_one_scheduled_per_language",
            ),
            models.CheckConstraint(
                name="publishing_edition_position_comes_with_its_hour",
                condition=Q(position=None, released_at=None, chain="")
                | Q(position__gt=0, released_at__isnull=False, chain__gt=""),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="edition_needs_approval",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("document", "jsonb")],
                func="""
                    IF NEW.position IS NOT NULL THEN
                        RAISE EXCEPTION 'an edition takes its position when it is released, not before'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    document := NEW.canonical::jsonb;
                    IF (NEW.entry_id::text, NEW.kind, NEW.language, NEW.note) IS DISTINCT FROM
                       (document->>'id', document->>'kind', document->>'language', document->>'note')
                       OR document ? 'title' AND (NEW.title, NEW.summary) IS DISTINCT FROM
                          (document->>'title', document->>'summary')
                       OR NOT document ? 'title' AND (NEW.title, NEW.summary, NEW.text, NEW.names) <> ('', '', '', '')
                    THEN
                        RAISE EXCEPTION 'what lists print of an edition is not what its document says'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    IF NEW.digest <> encode(sha256(convert_to(NEW.canonical, 'UTF8')), 'hex') THEN
                        RAISE EXCEPTION 'the digest is not that of the document'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    IF NOT EXISTS (
                        SELECT 1 FROM publishing_approval
                        WHERE id = NEW.approval_id AND entry_id = NEW.entry_id AND digest = NEW.digest
                          AND language = CASE WHEN NEW.is_original THEN '' ELSE NEW.language END
                          AND (forced_reason = '') = NEW.is_reviewed
                    ) THEN
                        RAISE EXCEPTION 'nothing is published without an approval of exactly this document'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="edition_translates_an_original",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("told", "jsonb")],
                func="""
                    told := NEW.canonical::jsonb->'translates';
                    IF NEW.is_original THEN
                        IF told IS NOT NULL OR (NEW.translates, NEW.translates_number) IS DISTINCT FROM ('', NULL) THEN
                            RAISE EXCEPTION 'an original translates nothing'
                            USING ERRCODE = 'integrity_constraint_violation';
                        END IF;
                        RETURN NEW;
                    END IF;
                    IF (NEW.translates, NEW.translates_number::text) IS DISTINCT FROM
                       (told->>'digest', told->>'edition')
                       OR NEW.action NOT IN ('published', 'updated', 'clarified', 'corrected')
                       OR NEW.canonical::jsonb->'facts' <> '[]'::jsonb
                    THEN
                        RAISE EXCEPTION 'a translation says which edition it translates, and states no facts'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    IF NOT EXISTS (
                        SELECT 1 FROM publishing_edition
                        WHERE entry_id = NEW.entry_id AND is_original AND position IS NOT NULL
                          AND digest = NEW.translates AND number = NEW.translates_number
                          AND language <> NEW.language
                    ) OR NOT EXISTS (
                        SELECT 1 FROM publishing_edition
                        WHERE entry_id = NEW.entry_id AND is_original AND position IS NOT NULL
                          AND superseded_at_position IS NULL AND action NOT IN ('retracted', 'withdrawn')
                    ) THEN
                        RAISE EXCEPTION 'only a public original is translated, from an edition that was released'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="edition_number_is_not_given_again",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM publishing_dropped WHERE entry_id = NEW.entry_id AND number = NEW.number
                    ) THEN
                        RAISE EXCEPTION 'the number of an edition that was dropped is not given again'
                        USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # After, not before: under a BEFORE UPDATE trigger PostgreSQL computes the search vector anew.
            pgtrigger.Protect(
                name="edition_is_immutable",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf(
                    "entry_id",
                    "kind",
                    "language",
                    "is_original",
                    "translates",
                    "translates_number",
                    "number",
                    "action",
                    "note",
                    "canonical",
                    "digest",
                    "version",
                    "batch",
                    "approval_id",
                    "is_reviewed",
                    "created_at",
                    "slug",
                    "title",
                    "summary",
                    "type",
                    "status",
                    "dated_on",
                    "sort_on",
                    "topics",
                    "related",
                    "codes",
                    "images",
                    "names",
                    "text",
                ),
            ),
            pgtrigger.Protect(
                name="edition_keeps_its_position",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("position", "chain", "released_at", "first_released_at", "release_at"),
                condition=pgtrigger.Q(old__position__isnull=False),
            ),
            pgtrigger.Protect(
                name="edition_stays_superseded",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("superseded_at_position"),
                condition=pgtrigger.Q(old__superseded_at_position__isnull=False),
            ),
            pgtrigger.Trigger(
                name="edition_is_hidden_while_withdrawn",
                operation=pgtrigger.UpdateOf("is_suppressed"),
                when=pgtrigger.After,
                condition=pgtrigger.Q(old__is_suppressed__df=pgtrigger.F("new__is_suppressed")),
                func=HIDDEN_WHILE_WITHDRAWN,
            ),
            pgtrigger.Protect(
                name="edition_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__position__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.kind} “{self.title}”, edition {self.number}"

    @cached_property
    def document(self) -> dict:
        """The published document, parsed. Its text, `canonical`, is what the digest covers."""
        return orjson.loads(self.canonical)

    @property
    def url(self) -> str | None:
        """Its page, in the language being read; elsewhere (feeds, API) that of a translation is in its own."""
        language = languages.spoken() or ("" if self.is_original else self.language)
        return languages.within(kinds.page_url(self.kind, self.slug), language)

    @property
    def has_second_reader(self) -> bool:
        """Whether somebody other than its author stands for it; a notice is decided by one person."""
        return self.is_reviewed and self.action not in (Action.RETRACTED, Action.WITHDRAWN)

    @property
    def is_withdrawn(self) -> bool:
        return self.action == Action.WITHDRAWN
