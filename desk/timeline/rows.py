"""The history of everything that belongs to one entry, in one query: rows of many tables, grouped by request."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from publishing import history, kinds
from publishing.history import Kept
from publishing.models import Citation, DatedFact, Entry, Source

# The bookkeeping of every save. What signed requests write there is not news; what nobody signed is shown.
BOOKKEEPING = ("version", "published_version", "changed_at", "changed_by_id", "created_at")

Part = tuple[str, list[Any]]


@dataclass(frozen=True)
class Row:
    """A row as it was after a change, and `before` it. `label`: insert, update, delete, found, or a verb's name."""

    group: str
    table: str
    label: str
    at: datetime
    context: dict | None
    key: str
    data: dict
    before: dict | None


def rows_of(thing: Entry | Source, start: int, stop: int) -> tuple[list[Row], int]:
    """The rows of the groups from `start` up to `stop`, newest first, and how many groups there are."""
    parts = [*_tables(thing)]
    if isinstance(thing, Entry):
        parts += [_approvals(thing.pk), _editions(thing.pk), _releases(thing.pk)]
    union = " UNION ALL ".join(sql for sql, _params in parts)
    params = [value for _sql, values in parts for value in values]
    with connection.cursor() as cursor:
        cursor.execute(QUERY.replace("{union}", union), [*params, list(BOOKKEEPING), list(BOOKKEEPING), start, stop])
        found = cursor.fetchall()
    total = found[0][-1] if found else 0
    return [_row(*row[:-1]) for row in found if row[0]], total


def _row(group, table, label, at, context, key, data, before) -> Row:
    return Row(group, table, label, at, _parsed(context), key, orjson.loads(data), _parsed(before))


def _parsed(value: str | None) -> dict | None:
    return None if value is None else orjson.loads(value)


# A request is a group; what nobody signed is grouped by the second, and what was there before is one.
QUERY = """
WITH kept AS ({union}),
told AS (
    SELECT *, lag(data) OVER (PARTITION BY model, key ORDER BY number) AS before FROM kept
),
news AS (
    SELECT *, coalesce(context, CASE label WHEN 'found' THEN label ELSE date_trunc('second', at)::text END) AS grp
    FROM told
    WHERE label <> 'update' OR context IS NULL OR (data - %s::text[]) IS DISTINCT FROM (before - %s::text[])
),
latest AS (SELECT *, max(at) OVER (PARTITION BY grp) AS last FROM news),
ranked AS (SELECT *, dense_rank() OVER (ORDER BY last DESC, grp) AS rank FROM latest),
counted AS (SELECT coalesce(max(rank), 0) AS groups FROM ranked)
SELECT r.grp, r.model, r.label, r.at, c.metadata, r.key, r.data, r.before, counted.groups
FROM counted
LEFT JOIN ranked r ON r.rank > %s AND r.rank <= %s
LEFT JOIN pghistory_context c ON c.id::text = r.context
ORDER BY r.rank, r.at, r.number
"""


def _tables(thing: Entry | Source) -> Iterator[Part]:
    if isinstance(thing, Source):
        yield from (_table(kept, "%s", [thing.pk]) for kept in history.every() if kept.model is Source)
        return
    belongs_to = {Entry, kinds.get(thing.kind).model}
    facts = []
    for kept in history.every():
        if owner_of(kept) in belongs_to:
            yield _table(kept, "%s", [thing.pk])
            if issubclass(kept.model, DatedFact):
                facts.append(f'SELECT id FROM "{kept.history._meta.db_table}" WHERE "{kept.leads_to}" = %s')
    if facts:
        cited = next(kept for kept in history.every() if kept.model is Citation)
        yield _table(cited, " UNION ".join(facts), [thing.pk] * len(facts))


def owner_of(kept: Kept) -> Any:
    """The model of what rows of this table belong to; of an entry or source itself, its own."""
    concrete: Any = kept.model._meta.concrete_model
    if kept.leads_to == concrete._meta.pk.column:
        return concrete
    field = next(field for field in concrete._meta.fields if field.column == kept.leads_to)
    return field.related_model


def _table(kept: Kept, wanted: str, params: list[Any]) -> Part:
    table = kept.history._meta.db_table
    return (
        f"""SELECT '{kept.model._meta.label}' AS model, h.pgh_id AS number, h.pgh_created_at AS at,
            h.pgh_label AS label, h.pgh_context_id::text AS context, h."{kept.key}"::text AS key,
            to_jsonb(h) - '{{pgh_id,pgh_created_at,pgh_label,pgh_context_id}}'::text[] AS data
        FROM "{table}" h WHERE h."{kept.leads_to}" IN ({wanted})""",
        params,
    )


# A verb writes its own row and then the entry's, under the entry's lock: the next row of the entry is of the same
# request. A clock of the database that is far from ours only sets the verb apart.
_REQUEST = """coalesce((
    SELECT h.pgh_context_id::text FROM publishing_entryhistory h
    WHERE h.id = v.entry_id AND h.pgh_created_at BETWEEN v.{at} AND v.{at} + interval '10 seconds'
    ORDER BY h.pgh_id LIMIT 1
), '{label} ' || v.id)"""


def _verb(table: str, label: str, at: str, columns: str, where: str, entry: UUID) -> Part:
    context = _REQUEST.format(at=at, label=label)
    pairs = ", ".join(f"'{name}', v.{name}" for name in columns.split())
    return (
        f"""SELECT '', v.id, v.{at}, '{label}', {context}, v.id::text, jsonb_build_object({pairs})
        FROM {table} v WHERE v.entry_id = %s AND {where}""",
        [entry],
    )


def _approvals(entry: UUID) -> Part:
    return _verb("publishing_approval", "approval", "at", "by_id forced_reason", "true", entry)


def _editions(entry: UUID) -> Part:
    columns = "number action note publisher_id release_at language position"
    return _verb("publishing_edition", "edition", "created_at", columns, "true", entry)


def _releases(entry: UUID) -> Part:
    where = "v.release_at IS NOT NULL AND v.position IS NOT NULL"
    return _verb("publishing_edition", "release", "released_at", "number action position", where, entry)
