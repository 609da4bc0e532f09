"""manage.py load_generated --entries N: fill a database for load tests, up to N generated entries in all."""

import time
from argparse import ArgumentParser
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import is_allowed
from home.record.generated import KEY_PREFIX
from home.record.generated.catalogue import Catalogue
from home.record.generated.loading import analyse, load, loaded
from publishing.models import Entry


class Command(BaseCommand):
    help = "Publish generated entries in bulk, for load tests. They cannot be removed again but with the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--entries", type=int, required=True, help="how many there shall be in all")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--force", action="store_true", help="beside entries that are not generated")

    def handle(self, *args: Any, entries: int, seed: int, force: bool, **options: Any) -> None:
        self.refuse_real_record(force)
        there = loaded(seed)
        began = time.monotonic()

        def tell(done: int) -> None:
            rate = (done - there) / (time.monotonic() - began)
            self.stdout.write(f"{done:>9,} of {entries:,} entries  {rate:6.0f} a second")
            self.stdout.flush()

        if there < entries:
            with pghistory.context(command="load_generated"):
                load(Catalogue(seed), there, entries, tell)
            self.stdout.write("Settling the tables")
            # What autovacuum would get round to within minutes; figures taken before it mean nothing.
            analyse("VACUUM (ANALYZE)")
        self.stdout.write(f"{loaded(seed):,} generated entries, {time.monotonic() - began:.0f} s")

    def refuse_real_record(self, force: bool) -> None:
        if not is_allowed():
            raise CommandError("DATABASE_URL names a real database; generated entries have no place there.")
        if not force and Entry.objects.exclude(key__startswith=KEY_PREFIX).exists():
            raise CommandError(
                "This database holds entries that are not generated. What is published stays for ever, so use"
                " another one (DATA_DIR=.data/bench), or --force."
            )
