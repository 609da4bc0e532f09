"""A new generation: after a backup was restored, positions handed out since it was made mean something else."""

import uuid

import pgtrigger
from django.db import connection, transaction

from publishing.canonical import chain_link, chain_start
from publishing.models import Edition, Log
from publishing.numbering import lock_log
from publishing.verifying import faults

BATCH = 5000
KEPT = "publishing.Edition:edition_keeps_its_position"
_WRITE = """
    UPDATE publishing_edition e SET chain = r.chain
    FROM unnest(%s::bigint[], %s::text[]) AS r(position, chain) WHERE e.position = r.position
"""


class Unsound(Exception):
    """The record does not hold what its proof says; a new proof would cover that up."""


@transaction.atomic
def begin_generation() -> Log:
    """Another generation of the same editions: their chain begins anew and joins up. All or nothing.

    Raises Unsound when the record does not verify before or after.
    """
    log = lock_log()
    require_sound()
    log.generation = uuid.uuid4()
    chain = chain_start(log.generation)
    # Nobody else can write here: every release waits for the head's lock. No other column is touched.
    with pgtrigger.ignore(KEPT):
        for start in range(0, log.position, BATCH):
            chain = rewrite(start, chain)
    log.chain = chain
    log.save(update_fields=["generation", "chain"])
    require_sound()
    return log


def rewrite(after: int, chain: str) -> str:
    """The chain of one batch of positions, from `chain` before it; returns the chain at its end."""
    columns = ("position", "entry_id", "number", "action", "digest")
    rows = Edition.objects.filter(position__gt=after, position__lte=after + BATCH).order_by("position")
    positions, chains = [], []
    for position, entry_id, number, action, digest in rows.values_list(*columns):
        chain = chain_link(chain, position, entry_id, number, action, digest)
        positions.append(position)
        chains.append(chain)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [positions, chains])
    return chain


def require_sound() -> None:
    found = next(faults(), None)
    if found is not None:
        raise Unsound(str(found))
