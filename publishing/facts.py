"""From working rows to published facts. A fact stands in its entry's document; the same words go into `Fact`."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from publishing import kinds
from publishing.models import Confidence, DatedFact, Edition, Entry, Fact, Standing
from publishing.models.source import SourceUse
from publishing.periods import Period

# What a text links to needs no source: the text itself shows it.
UNSOURCED = {"mentions", "about"}


def reference(entry: Entry) -> dict[str, Any]:
    """`{id, kind, title, url}`: how a document names another entry, as it was at publication."""
    return {
        "id": str(entry.pk),
        "kind": entry.kind,
        "title": entry.title,
        "url": kinds.page_url(entry.kind, entry.slug),
    }


def every_reference(value) -> Iterator[dict]:
    """Every `{id, kind, title, url}` anywhere in a document."""
    if isinstance(value, dict):
        if value.keys() == {"id", "kind", "title", "url"}:
            yield value
        else:
            for part in value.values():
                yield from every_reference(part)
    elif isinstance(value, list):
        for part in value:
            yield from every_reference(part)


def references_in(document: dict) -> list[dict]:
    """The references of a document, each entry once, in order."""
    return list({ref["id"]: ref for ref in every_reference(document)}.values())


def citation(use: SourceUse) -> dict[str, Any]:
    source = use.source
    return {
        "source": str(source.pk),
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "url": source.url or None,
        "archived_url": source.archived_url or None,
        "published": source.published or None,
        "kind": source.kind,
        "language": source.language,
        "read": source.is_seen,
        "locator": use.locator,
    }


def stated(row: DatedFact) -> dict[str, Any]:
    """One dated row in its public shape. A row without dates takes those of the entry it belongs to."""
    entry: Entry = getattr(row, row.entry_field)
    subject = getattr(row, row.subject_field)
    target = getattr(row, row.object_field) if row.object_field else None
    dated: Period = row if row.has_own_dates else entry
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "subject": reference(subject),
        "object": reference(target) if target else None,
        "valid": dated.dates,
        "standing": str(row.standing),
        "confidence": str(row.confidence),
        "value": row.value,
        "note": row.note,
        "checked_on": row.checked_on.isoformat() if row.checked_on else None,
        "citations": [citation(use) for use in row.citations.all()],
    }


def implied_id(entry_id: UUID, kind: str, subject_id: object, object_id: object = None) -> str:
    """The same words always have the same id, though no row of their own."""
    return str(uuid5(entry_id, f"{kind}:{subject_id}:{object_id or ''}"))


def stands_in_a_row(entry_id: UUID, statement: dict) -> bool:
    """Whether editors typed it as a dated fact; otherwise it follows from a plain field."""
    target = statement["object"]
    return statement["id"] != implied_id(
        entry_id, statement["kind"], statement["subject"]["id"], target and target["id"]
    )


def implied(
    entry: Entry,
    kind: str,
    subject: Entry,
    target: Entry | None,
    valid: dict | None = None,
    value: dict | None = None,
) -> dict[str, Any]:
    """A fact that follows from a plain field (host, chair, speaker, about …); it cites the sources of the entry."""
    return {
        "id": implied_id(entry.pk, kind, subject.pk, target and target.pk),
        "kind": kind,
        "subject": reference(subject),
        "object": reference(target) if target else None,
        "valid": valid or entry.dates,
        "standing": str(Standing.ACCEPTED),
        "confidence": str(Confidence(entry.confidence)),
        "value": value or {},
        "note": "",
        "checked_on": None,
        "citations": [] if kind in UNSOURCED else [citation(use) for use in entry.citations.all()],
    }


def rows(edition: Edition, statements: Iterable[dict]) -> list[Fact]:
    """The `Fact` rows of an edition, unsaved."""
    return [_row(edition, statement) for statement in statements]


def _row(edition: Edition, statement: dict) -> Fact:
    valid, value = statement["valid"], statement["value"]
    starts_on = date.fromisoformat(valid["from"]) if valid["from"] else None
    return Fact(
        edition=edition,
        entry_id=edition.entry_id,
        uid=UUID(statement["id"]),
        kind=statement["kind"],
        subject=UUID(statement["subject"]["id"]),
        object=UUID(statement["object"]["id"]) if statement["object"] else None,
        term=value.get("status") or value.get("mode") or "",
        standing=statement["standing"],
        sort_on=starts_on or date.min,
        statement=statement,
        starts_on=starts_on,
        start_precision=valid["precision"]["from"],
        ends_on=date.fromisoformat(valid["to"]) if valid["to"] else None,
        end_precision=valid["precision"]["to"],
    )
