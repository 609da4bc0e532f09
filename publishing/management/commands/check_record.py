"""Run the gate over working copies: the same findings as in the admin."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from publishing import kinds
from publishing.gate import Level, examine
from publishing.models import Entry


class Command(BaseCommand):
    help = "List what the gate has to say of every working copy; exit 1 when there are blockers."
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("--kind", choices=kinds.names(), help="only entries of this kind")
        parser.add_argument("--level", choices=Level.values, default=Level.HINT, help="leave out what is less grave")

    def handle(self, *, kind, level, **options):
        shown = Level.values[: Level.values.index(level) + 1]
        entries = Entry.objects.filter(kind=kind) if kind else Entry.objects.all()
        counts: Counter[str] = Counter()
        for entry in entries.order_by("kind", "title").iterator(chunk_size=200):
            for finding in examine(entry):
                counts[finding.level] += 1
                if finding.level in shown:
                    self.stdout.write(f"{finding.level}: {entry.kind} “{entry.title}”: {finding.message}")
        summary = ", ".join(_counted(counts[name], name, f"{name}s") for name in Level.values)
        self.stdout.write(f"{_counted(entries.count(), 'entry', 'entries')}: {summary}")
        if counts[Level.BLOCKER]:
            raise CommandError("Blockers stand in the way of publishing.")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
