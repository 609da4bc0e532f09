"""manage.py new_generation: after restoring a backup, so that no partner goes on from what was lost."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publishing.generations import Unsound, begin_generation
from syndication.hearing import notify
from syndication.models import Partner
from syndication.snapshots.making import BeingMade, make_snapshot


class Command(BaseCommand):
    help = "Begin another generation of the record; run it after restoring a backup, before the site is open again."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            log = begin_generation()
        except Unsound as fault:
            raise CommandError(f"Nothing was changed, because the record does not verify: {fault}") from None
        Partner.objects.update(feed_position=None, feed_asked_at=None)
        notify()
        self.stdout.write(f"Generation {log.generation}, {log.position} editions, chain {log.chain}")
        try:
            snapshot = make_snapshot()
        except BeingMade:
            self.stdout.write("A snapshot is being made by somebody else just now.")
        else:
            self.stdout.write(f"Snapshot at position {snapshot.position}" if snapshot else "Nothing to take.")
