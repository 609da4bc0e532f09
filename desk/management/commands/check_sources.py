"""Ask the addresses of sources whether they still answer; the desk's front page counts the dead."""

import time

from django.core.management.base import BaseCommand
from django.db.models import F
from django.utils import timezone

from desk.links import answer_of
from desk.models import SourceCheck
from publishing.models import Source


class Command(BaseCommand):
    help = "Ask the addresses of sources whether they still answer, those asked longest ago first."
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=100, help="addresses asked in this run (100)")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two addresses (1)")

    def handle(self, *, most, pause, **options):
        waiting = Source.objects.exclude(url="").order_by(F("link_check__checked_at").asc(nulls_first=True), "pk")
        dead = 0
        for number, source in enumerate(waiting[: max(0, most)]):
            if number:
                time.sleep(max(0.0, pause))
            check = keep(source)
            if SourceCheck.objects.dead().filter(pk=check.pk).exists():
                dead += 1
                self.stdout.write(f"{check.status or check.error}: {source.title} <{source.url}>")
        self.stdout.write(f"{min(most, waiting.count())} asked, {dead} dead")


def keep(source: Source) -> SourceCheck:
    answer = answer_of(source.url)
    before = SourceCheck.objects.filter(source=source, url=source.url).first()
    failures = (before.failures if before else 0) + 1 if answer.status == 0 else 0
    values = {"url": source.url, "checked_at": timezone.now(), "status": answer.status, "failures": failures,
              "error": answer.error}  # fmt: skip
    return SourceCheck.objects.update_or_create(source=source, defaults=values)[0]
