"""manage.py make_checkpoint: what the worker does once a day, now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from syndication.checkpoints import UnusableKey, make_checkpoint


class Command(BaseCommand):
    help = "Sign where the chain of the record stands."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            checkpoint = make_checkpoint(timezone.now())
        except UnusableKey as problem:
            raise CommandError(str(problem)) from None
        if checkpoint is None:
            self.stdout.write("Nothing has been published yet.")
            return
        self.stdout.write(f"Position {checkpoint.position}, chain {checkpoint.chain}, signed by {checkpoint.key}")
