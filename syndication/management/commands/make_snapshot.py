"""manage.py make_snapshot: what the worker does once a day, now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from syndication.snapshots.making import BeingMade, make_snapshot


class Command(BaseCommand):
    help = "Make a snapshot of the whole public record and remove old ones."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            snapshot = make_snapshot()
        except BeingMade:
            raise CommandError("A snapshot is being made just now.") from None
        if snapshot is None:
            self.stdout.write("Nothing has been published yet.")
            return
        for kind, file in snapshot.contents["kinds"].items():
            self.stdout.write(f"  {kind:<14} {file['entries']:>8} entries {file['bytes']:>12,} bytes")
        self.stdout.write(f"Position {snapshot.position} in {snapshot.path}")
