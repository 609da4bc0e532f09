"""manage.py demo: the whole site with its record, accounts and a worker, served until Ctrl-C."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from gunicorn.app.base import BaseApplication

from accounts.demo import is_allowed
from config.ports import is_free


class Command(BaseCommand):
    help = "Set up the demonstration and serve it on 127.0.0.1."
    requires_system_checks: list[str] = []  # migrate runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not is_allowed():
            raise CommandError("DATABASE_URL names a real database; set ALLOW_DEMO=1 to load the demo into it.")
        if not is_free(port):
            raise CommandError(f"Port {port} is taken; choose another with `make demo PORT=8123`.")
        self.refuse_without_database()
        self.prepare()
        self.introduce(f"http://127.0.0.1:{port}")
        connections.close_all()  # no connection survives the fork
        Gunicorn(port, start_worker()).run()

    def refuse_without_database(self) -> None:
        try:
            connections["default"].ensure_connection()
        except OperationalError as problem:
            raise CommandError(f"The database cannot be reached: {str(problem).strip()}") from None

    def prepare(self) -> None:
        self.stdout.write("Preparing the database")
        self.stdout.flush()
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Loading the record")
        self.stdout.flush()
        call_command("load_record")
        call_command("demo_desk", stdout=self.stdout)
        call_command("collectstatic", verbosity=0, interactive=False)

    def introduce(self, address: str) -> None:
        self.stdout.write(f"\n  Site   {address}/\n  Admin  {address}/admin/")
        self.stdout.write(f"  API    {address}/api/v1/\n  Docs   {address}/api/v1/docs/\n")
        self.stdout.write("  Account          Role             Password")
        call_command("demo_accounts", stdout=self.stdout)
        self.stdout.write("")
        call_command("demo_partner", stdout=self.stdout)
        self.stdout.write("\nCtrl-C stops it; the data stays in the data folder.\n")
        self.stdout.flush()


def start_worker() -> subprocess.Popen:
    """Background work in a process of its own, which leaves when this one is gone, however it went."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    return subprocess.Popen([*manage, "work", "--leave-with", str(os.getpid())])


class Gunicorn(BaseApplication):
    """In this process: the embedded database stops after the last worker; workers leave a killed master.

    `worker`: of background work, stopped with the site; the bench has none.
    """

    def __init__(self, port: int, worker: subprocess.Popen | None = None) -> None:
        self.port, self.worker = port, worker
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": f"127.0.0.1:{self.port}",
            "worker_class": "gthread",
            "workers": 2,
            "threads": 8,
            # What gunicorn refuses by itself it refuses in bare HTML; this is the most that it lets through.
            "limit_request_line": 8190,
        }
        for name, value in (settings | {"loglevel": "warning", "proc_name": "alliance-record"}).items():
            self.cfg.set(name, value)
        self.cfg.set("on_exit", lambda _master: self.stop_worker())

    def stop_worker(self) -> None:
        """It finishes what it has in hand."""
        if self.worker:
            self.worker.terminate()
            self.worker.wait()

    def load(self) -> Any:
        from config.wsgi import application

        return application
