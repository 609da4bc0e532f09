"""Asks the gate about everything public and keeps what it says, so that nobody has to open an entry to learn of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from desk.models import RecordCheck, StandingFinding
from publishing.gate import Finding, Level, examine
from publishing.models import Action, Edition, Entry

Findings = dict[tuple[UUID, str], Finding]


@dataclass(frozen=True)
class Outcome:
    """How many public entries were asked, and of their findings how many are new, were known, and are gone."""

    entries: int
    new: int
    known: int
    gone: int


def public_entries() -> QuerySet[Entry]:
    shown = Edition.objects.current().filter(entry=OuterRef("pk")).exclude(action=Action.WITHDRAWN)
    return Entry.objects.filter(Exists(shown)).order_by("pk")


def check_public(at: datetime | None = None) -> Outcome:
    """Examine the working copy of every public entry; of those nobody has touched since, that is what readers see."""
    at = at or timezone.now()
    asked, found = 0, Findings()
    for entry in public_entries().iterator(chunk_size=200):
        asked += 1
        found |= {(entry.pk, finding.identity): finding for finding in _kept(examine(entry))}
    return _keep(found, asked, at)


def _kept(findings: list[Finding]) -> Iterator[Finding]:
    yield from (finding for finding in findings if finding.level != Level.HINT and finding.counts)


@transaction.atomic
def _keep(found: Findings, asked: int, at: datetime) -> Outcome:
    """What is still found keeps the day it was first found on."""
    before = {(row.entry_id, row.identity): row.pk for row in StandingFinding.objects.all()}
    gone = [pk for key, pk in before.items() if key not in found]
    StandingFinding.objects.filter(pk__in=gone).delete()
    new = [
        StandingFinding(
            entry_id=entry,
            identity=identity,
            level=finding.level,
            code=finding.code,
            message=finding.message,
            first_seen_at=at,
        )
        for (entry, identity), finding in found.items()
        if (entry, identity) not in before
    ]
    StandingFinding.objects.bulk_create(new)
    RecordCheck.objects.create(at=at, entries=asked)
    return Outcome(asked, len(new), len(found) - len(new), len(gone))
