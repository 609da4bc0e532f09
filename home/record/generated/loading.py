"""Writes generated entries as published ones, in bulk: COPY for the rows, the kernel's own numbering for positions.

Every trigger stays in force: digests, approvals and the chain are right, and `verify_log` passes.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import orjson
from django.db import connection, models, transaction
from psycopg.types.json import Jsonb

from accounts.models import User
from home.record.generated import KEY_PREFIX
from home.record.generated.catalogue import Catalogue
from home.record.generated.indexes import set_aside
from home.record.generated.rows import Batch, Press, Publication
from publishing.models import Approval, Edition, Entry, Fact
from publishing.numbering import lock_log, release

BATCH = 1000
SET_ASIDE_FROM = 5000  # entries; fewer are quicker to add to the indexes as they are
TOGETHER = 50  # editions released at one instant
FIRST_RELEASE, INTERVAL = datetime(2016, 1, 4, 6, tzinfo=UTC), timedelta(minutes=30)


def loaded(seed: int) -> int:
    """How many entries of this seed are there."""
    return Entry.objects.filter(key__startswith=f"{KEY_PREFIX}{seed}/").count()


@transaction.atomic
def load(catalogue: Catalogue, start: int, stop: int, tell: Callable[[int], None]) -> None:
    """Publish the entries from number `start` up to `stop`, all or none; `tell` hears how many there are so far."""
    press = Press(catalogue, account("generator"), account("generator-approver"))
    pieces = [range(first, min(first + BATCH, stop)) for first in range(start, stop, BATCH)]

    def prepare(numbers: range) -> Batch:
        return press.prepare([catalogue.identity(number) for number in numbers])

    known = 0
    with set_aside(stop - start > max(SET_ASIDE_FROM, start)), ThreadPoolExecutor(1) as ahead:
        # Else the checks of all foreign keys pile up in memory until the end.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        coming = ahead.submit(prepare, pieces[0])
        for place, numbers in enumerate(pieces):
            batch = coming.result()
            if numbers is not pieces[-1]:
                coming = ahead.submit(prepare, pieces[place + 1])  # while the database works
            write(batch)
            if numbers.stop >= 2 * known:
                analyse()
                known = numbers.stop
            tell(numbers.stop)


def account(name: str) -> User:
    """Nobody can sign in as it."""
    return User.objects.get_or_create(username=name, defaults={"is_active": False, "password": "!"})[0]


def analyse(how: str = "ANALYZE") -> None:
    """Plans made for an empty table walk it from end to end, and are kept until the planner hears that it grew."""
    with connection.cursor() as cursor:
        for model in (Entry, Approval, Edition, Fact):
            cursor.execute(f"{how} {connection.ops.quote_name(model._meta.db_table)}")


def write(batch: Batch) -> None:
    copy(Entry, batch.entries)
    publish(batch.first)
    publish(batch.second)


def publish(publication: Publication) -> None:
    """What `publishing.publish` does to approved working copies, for many new ones at once."""
    count = len(publication.editions)
    publication.number(next_ids(Approval, count), next_ids(Edition, count))
    copy(Approval, publication.approvals)
    copy(Edition, publication.editions)
    copy(Fact, publication.facts)
    log = lock_log()
    for first in range(0, count, TOGETHER):
        at = (log.last_released_at or FIRST_RELEASE) + INTERVAL
        release(log, publication.editions[first : first + TOGETHER], min(at, datetime.now(UTC)))


def next_ids(model: type[models.Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """COPY the rows into the model's table; an `id` that the database hands out is left to it."""
    if not rows:
        return
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    if rows[0].pk is None:
        fields.remove(model._meta.pk)
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    attributes = [(field.attname, isinstance(field, models.JSONField)) for field in fields]
    with connection.cursor() as cursor, cursor.copy(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN") as out:
        for row in rows:
            values = row.__dict__
            out.write_row(
                [Jsonb(values[name], orjson.dumps) if is_json else values[name] for name, is_json in attributes]
            )
