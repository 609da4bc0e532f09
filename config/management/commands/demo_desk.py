"""manage.py demo_desk: something to see on the editors' desk of the demonstration."""

from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import is_allowed
from config.demo_desk import lay
from publishing.models import Entry


class Command(BaseCommand):
    help = "Put drafts, plans and house rules on the demonstration's desk; safe to repeat. Run load_record first."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_allowed():
            raise CommandError("DATABASE_URL names a real database; set ALLOW_DEMO=1 to lay demo texts on its desk.")
        if not Entry.objects.filter(key="organisations/CSTO").exists():
            raise CommandError("The record is not loaded; run load_record first.")
        with pghistory.context(command="demo_desk"):
            made = lay()
        self.stdout.write(f"  {made} texts laid on the desk")
