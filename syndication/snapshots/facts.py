"""Facts as tables for researchers: one row a statement, and what changed in them since the release before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import FETCH_RAISE, QuerySet

from publishing import kinds
from publishing.models import Fact
from syndication.v1.addresses import edition_url

BATCH = 500
WHO = ("id", "kind", "subject_id", "subject_kind", "subject", "object_id", "object_kind", "object")
WHEN = ("from", "from_precision", "to", "to_precision", "standing", "confidence")
BASIS = ("note", "checked_on", "sources")
# Where it stands: these move with every edition of the entry, and by themselves are no change of the fact.
PLACE = ("entry_id", "entry_kind", "edition", "position", "edition_url")
CHANGES = ["change", "kind", "id", "entry_id", "columns"]
COLUMNS = (
    "uid", "entry_id", "kind", "statement", "edition_id", "edition__entry_id", "edition__kind", "edition__number",
    "edition__position",
)  # fmt: skip

# What the values of each kind of fact consist of, as far as anything has been published of it.
VALUES = """
    SELECT DISTINCT kind, key, jsonb_typeof(value) = 'object' FROM publishing_fact, jsonb_each(statement->'value')
    WHERE position <= %(at)s AND (superseded_at_position IS NULL OR superseded_at_position > %(at)s)
      AND NOT is_suppressed
    ORDER BY 1, 2, 3
"""


def columns_by_kind(position: int) -> dict[str, list[str]]:
    """The columns of each kind's table. What a value consists of stands in the middle, in columns of its own."""
    values: dict[str, list[str]] = {kind: [] for kind in kinds.facts()}
    with connection.cursor() as cursor:
        cursor.execute(VALUES, {"at": position})
        for kind, key, is_object in cursor.fetchall():
            names = [f"value_{key}", f"value_{key}_id"] if is_object else [f"value_{key}"]
            values.setdefault(kind, []).extend(name for name in names if name not in values[kind])
    return {kind: [*WHO, *WHEN, *names, *BASIS, *PLACE] for kind, names in values.items()}


def table(kind: str, position: int) -> Iterator[dict[str, Any]]:
    for fact in tabled(Fact.objects.at(position).filter(kind=kind)):
        yield row(fact)


def tabled(facts: QuerySet[Fact]) -> Iterable[Fact]:
    """In order of their ids, a batch in memory at a time."""
    facts = facts.select_related("edition").only(*COLUMNS).order_by("uid", "entry_id").fetch_mode(FETCH_RAISE)
    return facts.iterator(chunk_size=BATCH)


def row(fact: Fact) -> dict[str, Any]:
    said, edition = fact.statement, fact.edition
    valid = said["valid"]
    return {
        "id": said["id"],
        "kind": said["kind"],
        **_named("subject", said["subject"]),
        **_named("object", said["object"]),
        "from": valid["from"],
        "from_precision": valid["precision"]["from"],
        "to": valid["to"],
        "to_precision": valid["precision"]["to"],
        "standing": said["standing"],
        "confidence": said["confidence"],
        **_value(said["value"]),
        "note": said["note"],
        "checked_on": said["checked_on"],
        "sources": " | ".join(_source(citation) for citation in said["citations"]),
        "entry_id": fact.entry_id,
        "entry_kind": edition.kind,
        "edition": edition.number,
        "position": edition.position,
        "edition_url": edition_url(edition.kind, fact.entry_id, edition.number),
    }


def _named(end: str, reference: dict[str, Any] | None) -> dict[str, Any]:
    told = reference or {}
    return {f"{end}_id": told.get("id"), f"{end}_kind": told.get("kind"), end: told.get("title")}


def _value(value: dict[str, Any]) -> dict[str, Any]:
    told = {}
    for key, part in value.items():
        is_reference = isinstance(part, dict) and "title" in part
        told[f"value_{key}"] = part["title"] if is_reference else part
        if is_reference:
            told[f"value_{key}_id"] = part["id"]
    return told


def _source(citation: dict[str, Any]) -> str:
    parts = (citation["title"], citation["publisher"], citation["locator"], citation["url"])
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Span:
    """From the release before (0: there was none) to this one."""

    since: int
    until: int

    def ended(self) -> QuerySet[Fact]:
        """Stood in the release before and does not any more in that form; of the withdrawn only ids are told."""
        superseded = {"superseded_at_position__gt": self.since, "superseded_at_position__lte": self.until}
        return Fact.objects.filter(position__lte=self.since, **superseded)

    def begun(self) -> QuerySet[Fact]:
        return Fact.objects.at(self.until).filter(position__gt=self.since)

    def changes(self) -> Iterator[dict[str, Any]]:
        """Rows added, changed and removed, each by the fact's id; for a changed one which columns differ."""
        for before, after in paired(tabled(self.ended()), tabled(self.begun())):
            fact = after or before
            told = {"kind": fact.kind, "id": fact.uid, "entry_id": fact.entry_id}
            if before is None:
                yield told | {"change": "added"}
            elif after is None:
                yield told | {"change": "removed"}
            elif differing := _differing(row(before), row(after)):
                yield told | {"change": "changed", "columns": " ".join(differing)}


def _differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    names = dict.fromkeys([*after, *before])
    return [name for name in names if name not in PLACE and before.get(name) != after.get(name)]


def paired(before: Iterable[Fact], after: Iterable[Fact]) -> Iterator[tuple[Any, Any]]:
    """Both, sorted by id and entry, side by side; None where one has no row. Only two rows are held at a time."""
    left, right = iter(before), iter(after)
    one, other = next(left, None), next(right, None)
    while one or other:
        if other is None or (one is not None and _key(one) < _key(other)):
            yield one, None
            one = next(left, None)
        elif one is None or _key(other) < _key(one):
            yield None, other
            other = next(right, None)
        else:
            yield one, other
            one, other = next(left, None), next(right, None)


def _key(fact: Fact) -> tuple[Any, Any]:
    return fact.uid, fact.entry_id
