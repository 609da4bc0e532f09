"""The public shape of entries: working model → document. OpenAPI is drawn from the same serializers."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

import orjson
from django.db.models import FETCH_PEERS, Prefetch, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from publishing import kinds
from publishing.facts import citation, every_reference, implied, reference, stated
from publishing.live import settled
from publishing.models import Citation, Edition, Entry, EntryCitation
from publishing.richtext import entry_ids, plain_text


class Reference(serializers.Serializer):
    """Another entry, as it was named at publication."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField(allow_null=True)

    def to_representation(self, instance):
        return reference(instance)


class PeriodPrecision(serializers.Serializer):
    # `from` is a Python keyword, so the field is declared by name.
    def get_fields(self):
        return {"from": serializers.CharField(), "to": serializers.CharField()}


class Dates(serializers.Serializer):
    """A half-open period: `from` is the first day, `to` the first day after; each with its precision."""

    def get_fields(self):
        return {
            "from": serializers.DateField(allow_null=True),
            "to": serializers.DateField(allow_null=True),
            "precision": PeriodPrecision(),
        }

    def to_representation(self, instance):
        return instance


class CitationShape(serializers.Serializer):
    source = serializers.UUIDField()  # type: ignore[assignment]  # the field DRF calls source is not one of ours
    title = serializers.CharField()
    publisher = serializers.CharField()
    author = serializers.CharField()
    url = serializers.CharField(allow_null=True)
    archived_url = serializers.CharField(allow_null=True)
    published = serializers.CharField(allow_null=True, help_text="ISO 8601 date cut to its precision")
    kind = serializers.CharField()
    language = serializers.CharField()
    read = serializers.BooleanField(help_text="false: named as a place to check, not opened by the editors")
    locator = serializers.CharField()

    def to_representation(self, instance):
        return citation(instance)


class FactShape(serializers.Serializer):
    """A dated, sourced statement."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    subject = Reference()
    object = Reference(allow_null=True)
    valid = Dates()
    standing = serializers.ChoiceField(["accepted", "disputed", "superseded"])
    confidence = serializers.CharField()
    value = serializers.DictField()
    note = serializers.CharField()
    checked_on = serializers.DateField(allow_null=True)
    citations = CitationShape(many=True)


class Name(serializers.Serializer):
    name = serializers.CharField()
    kind = serializers.CharField()
    language = serializers.CharField()


class Picture(serializers.Serializer):
    src = serializers.CharField(source="file.name")
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField()
    caption = serializers.CharField()
    credit = serializers.CharField()
    licence = serializers.CharField()


class RichText(serializers.CharField):
    """Sanitised HTML. Links to entries are `/id/<uuid>/`, footnotes `#source-<uuid>`, live facts `<data>`."""

    def get_attribute(self, instance):
        # What its live facts say and what its figures credit hangs on the entry, not on the text alone.
        return settled(super().get_attribute(instance) or "", instance)


class EntryDocument(serializers.Serializer):
    """What every kind of entry publishes. Subclasses add their fields and name their facts."""

    fact_rows: ClassVar[tuple[str, ...]] = ()
    # The kinds of fact that follow from plain fields: see `implied_facts`.
    implies: ClassVar[tuple[str, ...]] = ()
    rich_fields: ClassVar[tuple[str, ...]] = ()
    text_fields: ClassVar[tuple[str, ...]] = ()
    # Those of the text fields that give somebody's own words.
    quoted_fields: ClassVar[tuple[str, ...]] = ()
    # Those of the text fields that read the same in every language: codes, and words in somebody's own language.
    as_they_are: ClassVar[tuple[str, ...]] = ()
    # What else of the entry is read row by row: named here, it costs one query, not one a row.
    prefetch: ClassVar[tuple[str, ...]] = ()

    id = serializers.UUIDField()
    kind = serializers.CharField()
    language = serializers.CharField()
    slug = serializers.CharField()
    title = serializers.CharField()
    names = Name(many=True, source="aliases")
    summary = serializers.CharField()
    dates = Dates()
    topics = Reference(many=True)
    wikidata = serializers.CharField()
    confidence = serializers.CharField()
    remarks = serializers.CharField()
    images = Picture(many=True)
    sources = CitationShape(many=True, source="citations")
    facts = serializers.SerializerMethodField()
    note = serializers.CharField(source="proposed_note", help_text="What readers are told of this change")

    @extend_schema_field(FactShape(many=True))
    def get_facts(self, entry) -> list[dict[str, Any]]:
        rows = [stated(row) for name in self.fact_rows for row in getattr(entry, name).all()]
        return [*rows, *self.implied_facts(entry), *self.mentions(entry)]

    def implied_facts(self, entry) -> Iterable[dict[str, Any]]:
        """Facts that follow from plain fields. Subclasses yield them with `implied()`."""
        return ()

    def mentions(self, entry) -> list[dict[str, Any]]:
        """A `mentions` fact for each entry that the rich text links to or quotes a fact of."""
        ids = [key for name in self.rich_fields for key in entry_ids(settled(getattr(entry, name), entry))]
        named = Entry.objects.in_bulk(dict.fromkeys(ids))
        return [implied(entry, "mentions", entry, target) for target in named.values() if target != entry]


def with_public_names(document: dict) -> dict:
    """The same document, naming every other public entry as its current edition does.

    A working copy that is being renamed is nobody's business yet: its new name has its own approval to wait for.
    """
    named = [ref for ref in every_reference(document) if ref["id"] != document["id"]]
    public = Edition.objects.current().filter(is_original=True, entry__in={ref["id"] for ref in named})
    names = {
        str(entry): (title, kinds.page_url(kind, slug))
        for entry, kind, title, slug in public.exclude(action="withdrawn").values_list(
            "entry_id", "kind", "title", "slug"
        )
    }
    for ref in named:
        if ref["id"] in names:
            ref["title"], ref["url"] = names[ref["id"]]
    return document


def builder(serializer: type[EntryDocument]) -> Callable[[Entry], dict]:
    """The function a kind builds its documents with: plain JSON types only, ready for canonical form.

    The document is of the rows as they stand in the database, read afresh.
    """

    def build(entry: Entry) -> dict:
        whole = _whole(entry, serializer)
        return with_public_names(orjson.loads(orjson.dumps(serializer(whole).data, default=str)))

    return build


def _whole(entry: Entry, serializer: type[EntryDocument]) -> Entry:
    """The entry with its parts, at a few queries a table however many rows it has."""
    model = kinds.get(entry.kind).model
    parts: list[Any] = [Prefetch("citations", EntryCitation.objects.select_related("source"))]
    for name in serializer.fact_rows:
        table = model._meta.get_field(name).related_model
        parts.append(Prefetch(name, with_named(table.objects.all(), but=table.entry_field).fetch_mode(FETCH_PEERS)))
        parts.append(Prefetch(f"{name}__citations", Citation.objects.select_related("source")))
    rows = with_named(model.objects.all())
    rows = rows.prefetch_related("aliases", "images", "topics", *serializer.prefetch, *parts)
    return rows.fetch_mode(FETCH_PEERS).get(pk=entry.pk)


def with_named(rows: QuerySet, but: str = "") -> QuerySet:
    """The rows together with the entries that their plain fields name."""
    fields = [field for field in rows.model._meta.fields if field.is_relation and not field.primary_key]
    names = [field.name for field in fields if issubclass(field.related_model, Entry) and field.name != but]
    return rows.select_related(*names) if names else rows


def searchable_text(serializer: type[EntryDocument], document: dict) -> str:
    """All words of a document that a reader may look for."""
    parts = [document["remarks"]]
    parts += [_words(document[name]) for name in serializer.text_fields if document[name]]
    parts += [plain_text(document[name]) for name in serializer.rich_fields if document[name]]
    return " ".join(filter(None, parts))


def _words(value) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)


def register(
    model: type[Entry],
    serializer: type[EntryDocument],
    section: str,
    collection: str = "",
    checks=(),
    has_page=True,
    is_written=False,
    has_days=False,
) -> None:
    """Make `model` a kind of entry: pages under `section`, items in the API's `collection` (the same when empty)."""
    kinds.register(
        kinds.Kind(
            name=model.KIND,
            section=section,
            collection=collection or section,
            label=model._meta.verbose_name,
            label_plural=model._meta.verbose_name_plural,
            model=model,
            serializer=serializer,
            build=builder(serializer),
            checks=checks,
            has_page=has_page,
            is_written=is_written,
            has_days=has_days,
        )
    )
