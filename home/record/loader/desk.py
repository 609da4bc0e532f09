"""The desk of the load: entries and their dated rows are prepared here, then entered, approved and published.

An entry whose key is in the database already is left as it is, its rows with it: an editor may have changed it.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.html import escape
from django.utils.text import slugify

from accounts.models import User
from home.record.loader.tally import Fate, Tally
from publishing.models import Alias, Citation, DatedFact, Entry, EntryCitation, Source
from publishing.releasing import publish
from summits.models import Event

Record = dict[str, Any]
SLUG_LENGTH = 90
PROGRESS = 100
WRITTEN = ("article", "commentary")


class UnknownId(LookupError):
    """The files name an entry or a source that they do not hold."""


class Desk:
    def __init__(self, sources: dict[str, Source], tally: Tally) -> None:
        self.sources, self.tally = sources, tally
        found = Entry.objects.exclude(key=None).exclude(key__startswith="generated/")
        self.ids: dict[str, UUID] = {key: uid for key, uid in found.values_list("key", "pk") if key}
        self.there = frozenset(self.ids.values())
        self.slugs: set[tuple[str, str]] = set(Entry.objects.values_list("kind", "slug"))
        self.entries: dict[str, Entry] = {}
        self.joins: set[str] = set()
        self.rows: list[DatedFact] = []
        self.others: list[models.Model] = []
        self.links: list[tuple[Entry, str, list[UUID]]] = []
        self.cited: dict[UUID, list[tuple[str, str]]] = {}

    # Preparing

    def entry[E: Entry](
        self, model: type[E], key: str, record: Record, *, title: str, slug: str = "", **fields: Any
    ) -> E:
        """Prepare an entry cited to the record's sources; its remarks are the record's notes."""
        remarks = [*fields.pop("remarks", ()), record.get("notes")]
        collection = fields.pop("counted_as", key.partition("/")[0])
        if key in self.ids:
            self.tally.add(collection, Fate.THERE)
            return model(pk=self.ids[key], id=self.ids[key], key=key)
        uid = self.ids[key] = uuid4()
        entry = model(
            pk=uid,  # the link to the parent row, which has the same key
            id=uid,
            key=key,
            kind=model.KIND,
            title=title,
            slug=self.free_slug(model.KIND, slug or title),
            confidence=record.get("confidence", "verified-in-search"),
            remarks="\n".join(filter(None, remarks)),
            **fields,
        )
        self.entries[key] = entry
        self.cited[entry.pk] = []
        self.cite(entry, record.get("sources", ()))
        self.tally.add(collection, Fate.LOADED)
        self.tally.written[model.KIND] += 1
        return entry

    def row(self, model: type[DatedFact], entry: Entry, record: Record, counted_as: str, **fields: Any) -> None:
        """Prepare a dated row of `entry`, cited to `record`'s sources, else to those of its entry."""
        if entry.pk in self.there:
            self.tally.add(counted_as, Fate.THERE)
            return
        fields = {"confidence": record.get("confidence") or entry.confidence} | fields
        sources = record.get("sources") or [key for key, locator in self.cited[entry.pk]]
        row = model(**{f"{model.entry_field}_id": entry.pk, "order": len(self.rows)} | fields)
        self.rows.append(row)
        self.others += [
            Citation(
                content_type=ContentType.objects.get_for_model(model),
                object_id=row.pk,
                source=self.source(key),
                order=order,
            )
            for order, key in enumerate(dict.fromkeys(sources))
        ]
        self.tally.add(counted_as, Fate.LOADED)
        self.tally.written[model.kind] += 1

    def joined(self, key: str, target: str, collection: str = "") -> None:
        """What the files list under `key` is filed as the entry `target`."""
        self.ids[key] = self.id(target)
        self.joins.add(key)
        self.tally.add(collection or key.partition("/")[0], Fate.JOINED)

    def name(self, entry: Entry, names: Iterable[str | None], kind: str, language: str = "") -> None:
        for name in dict.fromkeys(filter(None, names)):
            if self.is_new(entry) and name != entry.title:
                self.others.append(Alias(entry_id=entry.pk, name=name, kind=kind, language=language))

    def link(self, entry: Entry, field: str, keys: Iterable[str]) -> None:
        """Fill a many-to-many field when the entry is saved."""
        if self.is_new(entry):
            self.links.append((entry, field, [self.id(key) for key in keys]))

    def cite(self, entry: Entry, sources: Iterable[str], locator: str = "") -> None:
        for key in sources:
            self.source(key)
            if self.is_new(entry) and (key, locator) not in self.cited[entry.pk]:
                self.cited[entry.pk].append((key, locator))

    def remark(self, key: str, text: str) -> None:
        entry = self.entries.get(key)
        if entry:
            entry.remarks = "\n".join(filter(None, [entry.remarks, text]))
        elif key not in self.ids:
            raise UnknownId(key)

    def mention(self, entry: Entry, words: str, key: str, name: str) -> None:
        """Add to the account of an event a sentence that links to another entry."""
        if isinstance(entry, Event) and self.is_new(entry):
            entry.account += f'<p>{words} <a href="/id/{self.id(key)}/">{escape(name)}</a>.</p>'

    # Looking up

    def id(self, key: str) -> UUID:
        try:
            return self.ids[key]
        except KeyError:
            raise UnknownId(key) from None

    def optional(self, collection: str, key: str | None) -> UUID | None:
        return self.id(f"{collection}/{key}") if key else None

    def source(self, key: str) -> Source:
        try:
            return self.sources[key]
        except KeyError:
            raise UnknownId(f"source {key}") from None

    def is_new(self, entry: Entry) -> bool:
        return entry.pk not in self.there

    def free_slug(self, kind: str, text: str) -> str:
        words = slugify(text)[:SLUG_LENGTH]
        base = words if len(words) < SLUG_LENGTH else words.rpartition("-")[0]
        slug, number = base, 1
        while (kind, slug) in self.slugs:
            number += 1
            slug = f"{base}-{number}"
        self.slugs.add((kind, slug))
        return slug

    # Entering

    def enter(self, contributor: User, editor: User) -> Iterator[str]:
        """Save what was prepared, have it submitted and approved, publish it together. Yields what was done."""
        self._save()
        yield f"{len(self.entries)} entries and {len(self.rows)} dated rows entered by {contributor.username}"
        entries = list(self.entries.values())
        for number, entry in enumerate(entries, 1):
            entry.record_change(contributor)
            entry.submit(contributor)
            entry.approve(editor)
            if number % PROGRESS == 0 or number == len(entries):
                yield f"{number} of {len(entries)} approved by {editor.username}"
        for together in _by_release(entries):
            editions = publish(together, by=editor)
            yield f"{len(editions)} published together, up to position {editions[-1].position}"

    def _save(self) -> None:
        for entry in self.entries.values():
            _clean(entry)
            entry.save(force_insert=True)
        for entry, field, ids in self.links:
            getattr(entry, field).set(ids)
        uses = [
            EntryCitation(entry_id=entry, source=self.source(key), locator=locator, order=order)
            for entry, cited in self.cited.items()
            for order, (key, locator) in enumerate(cited)
        ]
        for row in self.rows:
            _clean(row)
        for model, rows in _by_model([*self.rows, *self.others, *uses]):
            model.objects.bulk_create(rows)


def _clean(row: models.Model) -> None:
    """The checks of the form fields; references and overlaps are the database's to check."""
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])


def _by_release(entries: list[Entry]) -> Iterator[list[Entry]]:
    """First what refers to each other in circles, then what is written about it."""
    texts = [entry for entry in entries if entry.kind in WRITTEN]
    yield from filter(None, ([entry for entry in entries if entry.kind not in WRITTEN], texts))


def _by_model(rows: Iterable[models.Model]) -> Iterator[tuple[Any, list[Any]]]:
    groups: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        groups.setdefault(type(row), []).append(row)
    yield from groups.items()
