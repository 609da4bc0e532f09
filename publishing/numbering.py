"""Giving positions: the head row, the chain, and what a release does to the tables.

Positions are handed out under the head's lock, which is held until commit, so they follow the order of commits and
have no gaps. releasing.py and reading.py are its only callers.
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from publishing.canonical import chain_link, chain_start
from publishing.models import Edition, Log
from publishing.search.vocabulary import learn

BATCH = 5000
# Any number no other program uses in this database: the bytes of “head”.
HEAD_LOCK = 0x68656164
# A position that was told must outlive a crash, on servers that are allowed to forget their last commits too.
LASTING = """SELECT set_config('synchronous_commit', 'on', true)
             WHERE current_setting('synchronous_commit') IN ('off', 'local')"""


Note = Callable[[list[Edition]], None]
# Other rooms' bookkeeping of what was released, in the transaction that releases it. The kernel knows none of them.
ON_RELEASE: list[Note] = [learn]


def release_due(now: datetime | None = None) -> int:
    """Number the scheduled editions whose hour has come, in order of their hours. Returns how many.

    Called by whoever notices: a request, a publication, a worker. Two at once are one after the other.
    """
    now = now or timezone.now()
    with transaction.atomic():
        log = lock_log()
        return number_due(log, now)


def lock_log() -> Log:
    """The head row, locked until the transaction ends; made on first use.

    Writers queue on an advisory lock and find the row free. Queueing on the row itself can deadlock: who waits for
    a row locked in a released savepoint waits for the whole transaction, which may roll back to an outer savepoint
    and queue again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HEAD_LOCK])
        cursor.execute(LASTING)
    log = Log.objects.select_for_update(no_key=True).first()
    if log is None:
        generation = uuid.uuid4()
        Log.objects.bulk_create([Log(generation=generation, chain=chain_start(generation))], ignore_conflicts=True)
        log = Log.objects.select_for_update(no_key=True).get()
    return log


def release(log: Log, editions: list[Edition], now: datetime) -> None:
    """Give `editions` the next positions and move the record's head. The caller holds the head row's lock."""
    number_due(log, now)
    _number(log, editions, now)
    tell(ON_RELEASE, editions)


def number_due(log: Log, now: datetime) -> int:
    if log.next_release_at is None or log.next_release_at > now:
        return 0
    due = list(Edition.objects.waiting().filter(release_at__lte=now).order_by("release_at", "batch", "id"))
    for edition in due:
        _number(log, [edition], edition.release_at)
    set_next_release(log)
    tell(ON_RELEASE, due)
    return len(due)


def tell(notes: list[Note], editions: list[Edition]) -> None:
    for note in notes:
        note(editions)


def _number(log: Log, editions: list[Edition], at: datetime) -> None:
    # The record's clock never runs backwards, whatever the machine's does.
    at = max(at, log.last_released_at or at)
    for edition in editions:
        log.position += 1
        log.chain = chain_link(
            log.chain, log.position, edition.entry_id, edition.number, edition.action, edition.digest
        )
        edition.position, edition.chain, edition.released_at = log.position, log.chain, at
    log.last_released_at = at
    for start in range(0, len(editions), BATCH):
        _write_positions(editions[start : start + BATCH], at)
    log.save(update_fields=["position", "chain", "last_released_at"])


def _write_positions(editions: list[Edition], at: datetime) -> None:
    ids, entries, positions, chains, languages, originals, actions = zip(
        *((e.pk, e.entry_id, e.position, e.chain, e.language, e.is_original, str(e.action)) for e in editions),
        strict=True,
    )
    released = (
        "unnest(%(ids)s::bigint[], %(entries)s::uuid[], %(positions)s::bigint[], %(chains)s::text[],"
        " %(languages)s::text[], %(originals)s::boolean[], %(actions)s::text[])"
        " AS r(id, entry, position, chain, language, original, action)"
    )
    values: dict[str, Any] = {
        "ids": list(ids), "entries": list(entries), "positions": list(positions), "chains": list(chains),
        "languages": list(languages), "originals": list(originals), "actions": list(actions), "at": at,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in _RELEASE:
            cursor.execute(statement.replace("{released}", released), values)


# What a release does to the tables, in order: close what it replaces (an original replaces the original, whatever
# its language; what is retracted or withdrawn is so in every language),
# number the new rows, hide what is withdrawn, bring back what is restored.
_RELEASE = (
    """UPDATE publishing_edition e SET superseded_at_position = r.position FROM {released}
       WHERE e.entry_id = r.entry
         AND (e.language = r.language OR (e.is_original AND r.original)
              OR (r.original AND r.action IN ('retracted', 'withdrawn')))
         AND e.position < r.position AND e.superseded_at_position IS NULL""",
    """UPDATE publishing_fact f SET superseded_at_position = r.position FROM {released}
       WHERE f.entry_id = r.entry AND r.original AND f.position < r.position
         AND f.superseded_at_position IS NULL""",
    """UPDATE publishing_edition e
       SET position = r.position, chain = r.chain, released_at = %(at)s,
           first_released_at = coalesce(
               (SELECT min(o.first_released_at) FROM publishing_edition o
                WHERE o.entry_id = r.entry AND o.position IS NOT NULL), %(at)s)
       FROM {released} WHERE e.id = r.id""",
    """UPDATE publishing_fact f SET position = r.position FROM {released} WHERE f.edition_id = r.id""",
    """UPDATE publishing_edition e SET is_suppressed = (r.action = 'withdrawn') FROM {released}
       WHERE r.action IN ('withdrawn', 'restored') AND e.entry_id = r.entry AND e.position < r.position
         AND e.action <> 'withdrawn'""",
    """UPDATE publishing_fact f SET is_suppressed = (r.action = 'withdrawn') FROM {released}
       WHERE r.action IN ('withdrawn', 'restored') AND f.entry_id = r.entry AND f.position < r.position""",
)


def set_next_release(log: Log) -> None:
    next_one = Edition.objects.waiting().order_by("release_at").values_list("release_at", flat=True).first()
    log.next_release_at = next_one
    log.save(update_fields=["next_release_at"])
