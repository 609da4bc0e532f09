"""manage.py forget_callers: drop budgets of days that are over, and with them the traces of who called."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from syndication.models import Spending


class Command(BaseCommand):
    help = "Delete the budgets of days that are over; run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted, _by_model = Spending.objects.lapsed(timezone.now()).delete()
        self.stdout.write(f"{deleted} forgotten.")
