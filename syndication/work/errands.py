"""Errands: what has to be done again and again, by whichever worker gets hold of its row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from publishing.models import Log
from publishing.numbering import release_due
from syndication.models import Errand
from syndication.work.queues import Queue, register

# Seconds the hour of a scheduled edition may be noticed late when nobody reads the site.
LOOK_FOR_DUE = timedelta(seconds=15)


@dataclass(frozen=True)
class Round:
    """`run` is done every so often; it may say itself when it wants to be run next."""

    name: str
    every: timedelta
    run: Callable[[], datetime | None]


_rounds: dict[str, Round] = {}


def comes_again(name: str, every: timedelta) -> Callable:
    """Decorates what is to be done every so often, by one worker at a time."""

    def noted(run: Callable[[], datetime | None]) -> Callable[[], datetime | None]:
        _rounds[name] = Round(name, every, run)
        return run

    return noted


def ensure_rows() -> None:
    """A row for every errand; those there are keep their hour."""
    Errand.objects.bulk_create([Errand(name=name) for name in _rounds], ignore_conflicts=True)


def run_errand(row: Errand) -> None:
    errand = _rounds.get(row.name)
    if errand is None:
        # Left by a newer or older version of the program; whoever knows it will do it.
        row.come_again(timezone.now() + timedelta(hours=1))
        return
    wanted = errand.run()
    row.come_again(wanted or timezone.now() + errand.every)


@comes_again("release", LOOK_FOR_DUE)
def release_what_is_due() -> datetime | None:
    """Scheduled editions come out at their hour also when nobody is reading."""
    log = Log.objects.first()
    if log is None or log.next_release_at is None:
        return None
    if log.next_release_at <= timezone.now():
        release_due()
        return None
    return min(log.next_release_at, timezone.now() + LOOK_FOR_DUE)


register(Queue(Errand, run_errand, lanes=3))
