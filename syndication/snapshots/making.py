"""Making a snapshot: one moment of the record, written beside its place, put there whole, and old ones taken away."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from publishing import kinds
from publishing.models import Log
from publishing.numbering import release_due
from publishing.reading import Moment
from syndication.models import Snapshot
from syndication.snapshots.facts import CHANGES, Span, columns_by_kind, table
from syndication.snapshots.files import write_lines, write_table
from syndication.snapshots.items import lines, translation_lines, withdrawn_lines
from syndication.terms import rights

FORMAT = "alliance-record-snapshot/1"
WITHDRAWN, TRANSLATIONS = "withdrawn", "translations"
# Any number no other program uses in this database: the bytes of “snap”.
MAKER_LOCK = 0x736E6170
DRAFT = ".new"
# Only folders of this name are ever removed.
FOLDER = re.compile(rf"[0-9a-f]{{8}}-[0-9]+(?:{re.escape(DRAFT)})?")


class BeingMade(Exception):
    """Another process is making a snapshot just now."""


def make_snapshot() -> Snapshot | None:
    """A snapshot of the record as it stands: the newest one when nothing was published since, None of an empty record.

    Also removes what should not lie there any more. Raises BeingMade.
    """
    with only_maker():
        release_due()
        with one_moment():
            snapshot = taken(Log.objects.first())
        if snapshot and snapshot.pk is None:
            keep(snapshot)
        remove_old()
    return snapshot


@contextmanager
def only_maker() -> Iterator[None]:
    """Held by the connection, so a killed maker leaves no lock behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [MAKER_LOCK])
        if not cursor.fetchone()[0]:
            raise BeingMade
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MAKER_LOCK])


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything is read as it was at one instant. A position alone would not do: a withdrawal hides old editions."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def taken(head: Log | None) -> Snapshot | None:
    """The snapshot at the head, its files written and in their place; unsaved, unless it was there before."""
    if head is None or not head.position:
        return None
    before = Snapshot.objects.of(head.generation).filter(position__lte=head.position).first()
    if before and before.position == head.position and before.removed_at is None and before.is_there:
        return before
    folder = f"{head.generation.hex[:8]}-{head.position}"
    place, draft = settings.SNAPSHOT_DIR / folder, settings.SNAPSHOT_DIR / f"{folder}{DRAFT}"
    # Whatever a killed maker left: nobody else is writing here.
    for left in (draft, place):
        shutil.rmtree(left, ignore_errors=True)
    (draft / "facts").mkdir(parents=True)
    earlier = Snapshot.objects.of(head.generation).filter(position__lt=head.position).first()
    contents = written(draft, Moment(head, head.position), earlier.position if earlier else 0)
    draft.rename(place)
    return Snapshot(
        generation=head.generation,
        position=head.position,
        chain=head.chain,
        made_at=timezone.now(),
        folder=folder,
        contents=contents,
    )


def written(folder: Path, moment: Moment, since: int) -> dict[str, Any]:
    """Every file of the snapshot, and what the manifest says of them."""
    names = sorted(kind.name for kind in kinds.every())
    told = {name: write_lines(folder / f"{name}.ndjson.gz", lines(name, moment)) for name in names}
    told[TRANSLATIONS] = write_lines(folder / f"{TRANSLATIONS}.ndjson.gz", translation_lines(moment))
    told[WITHDRAWN] = write_lines(folder / f"{WITHDRAWN}.ndjson.gz", withdrawn_lines(moment))
    return {"rights": rights(), "kinds": told, "facts": written_facts(folder / "facts", moment.position, since)}


def written_facts(folder: Path, position: int, since: int) -> dict[str, Any]:
    changes = write_table(folder / "changes.csv", CHANGES, Span(since, position).changes())
    told = {
        kind: write_table(folder / f"{kind}.csv", columns, table(kind, position))
        for kind, columns in sorted(columns_by_kind(position).items())
    }
    for part in (changes, *told.values()):
        part["file"] = f"facts/{part['file']}"
    return {"version": position, "since": since, "changes": changes, "kinds": told}


def keep(snapshot: Snapshot) -> None:
    """Its row, after its files are whole. A row whose files were lost is written anew."""
    with transaction.atomic():
        Snapshot.objects.of(snapshot.generation).filter(position=snapshot.position).delete()
        snapshot.save()


def remove_old(now: datetime | None = None) -> None:
    """Take out of offer what was withdrawn from and what is not among the newest; then every folder nobody offers."""
    generation = Log.objects.values_list("generation", flat=True).first()
    offered = Snapshot.objects.of(generation).intact()[: settings.SNAPSHOTS_KEPT] if generation else ()
    names = {snapshot.folder for snapshot in offered}
    Snapshot.objects.kept().exclude(folder__in=names).update(removed_at=now or timezone.now())
    for folder in _folders():
        if folder.name not in names:
            shutil.rmtree(folder)


def _folders() -> list[Path]:
    place = settings.SNAPSHOT_DIR
    return [path for path in place.iterdir() if FOLDER.fullmatch(path.name)] if place.exists() else []
