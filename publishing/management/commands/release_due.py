"""Number the scheduled editions whose hour has come. Requests do the same; this is for a worker or cron."""

from django.core.management.base import BaseCommand

from publishing.numbering import release_due


class Command(BaseCommand):
    help = "Release the scheduled editions whose hour has come."
    requires_migrations_checks = True

    def handle(self, **options):
        self.stdout.write(f"{release_due()} released")
