"""What was scheduled and is dropped leaves a row: who, when, and for which hour it was."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from desk.models import Cancellation
from publishing.models import Edition, Entry


@contextmanager
def noting_dropped(entries: Iterable[Entry], by) -> Iterator[None]:
    """Around any verb, in its transaction: scheduled editions that are gone afterwards are noted."""
    keys = [entry.pk for entry in entries]
    waited = list(Edition.objects.waiting().filter(entry__in=keys).only("id", "entry", "number", "release_at"))
    yield
    if not waited:
        return
    left = set(Edition.objects.filter(pk__in=[edition.pk for edition in waited]).values_list("pk", flat=True))
    Cancellation.objects.bulk_create(
        Cancellation(entry_id=each.entry_id, number=each.number, release_at=each.release_at, by=by)
        for each in waited
        if each.pk not in left
    )
