"""manage.py forget_callers: drop budgets of days that are over, and with them the traces of who called."""

from typing import Any

from django.core.management.base import BaseCommand

from syndication.budgets import forget_callers


class Command(BaseCommand):
    help = "Delete the budgets of days that are over, as the worker does daily."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget_callers()} forgotten.")
