"""The processes of a site and its mirror, each of which may be killed at any moment and is started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.utils import timezone

from publishing.gate import PublishingRefused
from publishing.models import Edition, Log
from publishing.releasing import cancel_release, publish, reschedule
from tests.factories import approved, approver
from tests.mirrors import program
from tests.test_snapshots_proof import Newsroom

ROOT = Path(__file__).resolve().parent.parent


class Desk(Newsroom):
    """Works on while the database goes down under it. `promised`: what the record said it had published."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.promised: dict[int, str] = {}
        self.broken_off = 0

    def schedule(self) -> None:
        publish(approved(self.change(self.any())), approver(), timezone.now() + timedelta(seconds=1))

    def reconsider(self) -> None:
        """What waits for its hour is moved or cancelled, unless it comes out meanwhile."""
        waiting = Edition.objects.waiting().first()
        if waiting is None:
            return
        try:
            if self.chance.random() < 0.5:
                cancel_release(waiting, approver())
            else:
                reschedule(waiting, approver(), timezone.now() + timedelta(seconds=2))
        except (PublishingRefused, ValidationError):
            return

    def work_on(self) -> None:
        try:
            self.work(1)
            if self.chance.random() < 0.15:
                self.reconsider()
            self.promised.update(Log.objects.values_list("position", "chain"))
        except OperationalError:
            self.broken_off += 1
            connection.close()


class Process:
    """A command in a process group of its own, so that nothing of it is left when it is killed."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        self.command, self.folder, self.environment, self.kills = command, folder, environment, 0
        self.start()

    def start(self) -> None:
        with (self.folder / "said").open("ab") as said:
            self.running = subprocess.Popen(
                self.command, cwd=self.folder, env=self.environment, stdout=said, stderr=said, start_new_session=True
            )

    def kill(self) -> None:
        if not self.has_left():
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()

    def has_left(self) -> bool:
        return self.running.poll() is not None

    def again(self) -> None:
        self.kill()
        self.kills += 1
        self.start()


def kill_database() -> None:
    """One of its processes killed is all of it: PostgreSQL ends the others and recovers from its log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        os.kill(cursor.fetchone()[0], signal.SIGKILL)
    connection.close()


def keep_promises() -> None:
    """The databases of tests may lose what they said was written; this one may not."""
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{connection.settings_dict["NAME"]}" SET synchronous_commit = on')
    connection.close()


def database_url() -> str:
    known = connection.settings_dict
    user, password = quote(known["USER"], safe=""), quote(known["PASSWORD"], safe="")
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgresql://{user}:{password}@localhost{port}/{known['NAME']}?host={quote(known['HOST'], safe='')}"


def environment_of_site(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(folder),
        "SNAPSHOT_DIR": str(folder / "snapshots"),
        "SECRET_KEY": "only for a soak, where nobody signs in",
    }


def web(folder: Path, port: int) -> Process:
    gunicorn = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4", "config.wsgi"]
    return Process([sys.executable, *gunicorn], folder, environment_of_site(folder))


@contextmanager
def site_and_mirror(folder: Path, port: int, key: str) -> Iterator[dict[str, Process]]:
    own = folder / "partner"
    own.mkdir()
    follow = program(own, "mirror", "follow", f"http://127.0.0.1:{port}", "--every", "0.2", "--page", "3")
    running: dict[str, Process] = {}
    try:
        running["web"] = web(folder, port)
        work = [sys.executable, str(ROOT / "manage.py"), "work"]
        running["worker"] = Process(work, folder, environment_of_site(folder))
        running["mirror"] = Process(follow, own, {"PATH": os.environ["PATH"], "ALLIANCE_RECORD_KEY": key})
        yield running
    finally:
        for process in running.values():
            process.kill()
