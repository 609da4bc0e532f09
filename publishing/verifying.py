"""Recomputing the record's proof: digests, chain, positions. What `verify_log` prints and tests call."""

from collections.abc import Iterator
from dataclasses import dataclass

from publishing.building import columns
from publishing.canonical import canonical, chain_link, chain_start, digest_of_text
from publishing.models import Action, Edition, Log

BATCH = 500
PRINTED = ("title", "summary", "type", "status", "dated_on", "sort_on")


@dataclass(frozen=True)
class Fault:
    position: int | None
    message: str

    def __str__(self):
        return f"position {self.position}: {self.message}"


def faults() -> Iterator[Fault]:
    """Everything that does not hold: gaps, digests that are not the document's, a chain that does not join up.

    Reads every released edition once; memory does not grow with the record.
    """
    log = Log.objects.first()
    if log is None:
        if Edition.objects.released().exists():
            yield Fault(0, "there are released editions but no head row")
        return
    expected, chain, released_at = 0, chain_start(log.generation), None
    for edition in Edition.objects.released().prefetch_related("facts").order_by("position").iterator(chunk_size=BATCH):
        expected += 1
        if edition.position != expected:
            yield Fault(edition.position, f"follows position {expected - 1}: a gap")
            expected = edition.position
        yield from _digest_faults(edition)
        yield from _fact_faults(edition)
        chain = chain_link(chain, edition.position, edition.entry_id, edition.number, edition.action, edition.digest)
        if edition.chain != chain:
            yield Fault(edition.position, "the chain does not join up")
            chain = edition.chain
        if released_at and edition.released_at < released_at:
            yield Fault(edition.position, "released before its predecessor")
        released_at = edition.released_at
    if (log.position, log.chain) != (expected, chain):
        yield Fault(log.position, f"the head does not match the last edition, {expected}")


def _digest_faults(edition: Edition) -> Iterator[Fault]:
    if digest_of_text(edition.canonical) != edition.digest:
        yield Fault(edition.position, "the digest is not that of the document")
    elif canonical(edition.document) != edition.canonical:
        yield Fault(edition.position, "the document is not in canonical form")
    elif any(getattr(edition, name) != value for name, value in columns(edition.document).items() if name in PRINTED):
        yield Fault(edition.position, "what lists print is not what the document says")


def _fact_faults(edition: Edition) -> Iterator[Fault]:
    said = [] if edition.action in (Action.RETRACTED, Action.WITHDRAWN) else edition.document["facts"]
    if sorted(fact.statement["id"] for fact in edition.facts.all()) != sorted(fact["id"] for fact in said):
        yield Fault(edition.position, "its facts are not those of the document")
    elif any(fact.statement not in said for fact in edition.facts.all()):
        yield Fault(edition.position, "a fact does not say what the document says")
