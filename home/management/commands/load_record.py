"""manage.py load_record: the fact base and what is written about it, entered, approved and published."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from home.record.loader.desk import UnknownId
from home.record.loader.faults import ProseRefused
from home.record.loader.load import load
from home.record.loader.report import Report
from publishing.gate import PublishingRefused


class Command(BaseCommand):
    help = "Load the record into the database; what is there already is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="no progress, only what is wrong")

    def handle(self, *args: Any, quiet: bool, **options: Any) -> None:
        started = monotonic()

        def say(step: str) -> None:
            if not quiet:
                self.stdout.write(f"  {monotonic() - started:5.1f} s  {step}")
                self.stdout.flush()

        try:
            with pghistory.context(command="load_record"):
                report = Report(load(say))
        except ProseRefused as refused:
            raise CommandError("Nothing was loaded. In the prose:\n" + "\n".join(refused.found)) from refused
        except PublishingRefused as refused:
            found = "\n".join(f"{finding.entry}: {finding.message}" for finding in refused.findings)
            raise CommandError(f"Nothing was loaded. The gate refuses:\n{found}") from refused
        except UnknownId as unknown:
            raise CommandError(
                f"Nothing was loaded. The fact base names “{unknown}”, which it does not hold."
            ) from unknown
        except IntegrityError as refused:
            raise CommandError(f"Nothing was loaded. The database refuses: {refused}") from refused
        if not quiet:
            self.stdout.write("\n".join(report.text()))
        if not report.is_complete():
            raise CommandError("The record is not complete:\n" + "\n".join(report.shortfalls()))
        say("done")
