"""manage.py work: do what is due in the background, until SIGTERM or Ctrl-C."""

import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from syndication.work.worker import Worker, work_off_everything


class Command(BaseCommand):
    help = "Run background work: snapshots, webhooks, scheduled editions. As many workers as you like may run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now and leave.")
        parser.add_argument(
            "--leave-with", type=int, metavar="PID", help="Leave when this process, which started it, is gone."
        )

    def handle(self, *args: Any, once: bool, leave_with: int | None, **options: Any) -> None:
        if once:
            work_off_everything()
            return
        worker = Worker(lambda: leave_with is not None and os.getppid() != leave_with)
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        worker.run()
