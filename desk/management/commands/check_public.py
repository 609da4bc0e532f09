"""Run the gate over everything public and keep what it finds for the desk's front page; for cron or a timer."""

from django.core.management.base import BaseCommand

from desk.nightly import check_public


class Command(BaseCommand):
    help = "Ask the gate about every public entry and keep its blockers and warnings for the desk's front page."
    requires_migrations_checks = True

    def handle(self, **options):
        told = check_public()
        self.stdout.write(f"{told.entries} public entries: {told.new} new, {told.known} known, {told.gone} gone")
