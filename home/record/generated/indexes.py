"""Sets the large tables’ search indexes aside: building one after a bulk load costs a fraction of growing it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from publishing.models import Edition, Fact

# What numbering looks up by, while the load runs.
KEPT = ("publishing_edition_entry", "publishing_fact_entry")

SECONDARY = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique AND c.relname <> ALL(%s)
  AND c.relname NOT LIKE 'publishing_fact_edition_id%%'
ORDER BY 1
"""


@contextmanager
def set_aside(worth_it: bool) -> Iterator[None]:
    """Inside one transaction: whoever fails or is killed in between loses no index."""
    if not worth_it:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute(SECONDARY, [[Edition._meta.db_table, Fact._meta.db_table], list(KEPT)])
        definitions = cursor.fetchall()
        for name, _ in definitions:
            cursor.execute(f"DROP INDEX {name}")
        yield
        # No open checks may be left when an index is built.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for _, definition in definitions:
            cursor.execute(definition)
