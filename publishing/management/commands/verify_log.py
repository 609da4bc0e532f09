"""Recompute every digest and the whole chain; exit 1 when anything does not hold."""

from django.core.management.base import BaseCommand, CommandError

from publishing.models import Log
from publishing.verifying import faults


class Command(BaseCommand):
    help = "Recompute every digest and the hash chain, and look for gaps."
    requires_migrations_checks = True

    def handle(self, **options):
        found = 0
        for fault in faults():
            found += 1
            self.stderr.write(str(fault))
        if found:
            raise CommandError(f"{found} faults: the record is not what was published.")
        log = Log.objects.first()
        position = log.position if log else 0
        self.stdout.write(
            f"{position} editions verified; generation {log and log.generation}, chain {log and log.chain}"
        )
