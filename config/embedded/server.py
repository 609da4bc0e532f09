"""Starts, shares and stops one embedded PostgreSQL.

Every process that uses the server holds a shared lock on its `users` file; the last one to leave stops it.
The kernel drops the lock of a killed process, so nobody is counted who is gone.
"""

import atexit
import contextlib
import functools
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from config.embedded import place
from config.embedded.locks import Lock, one_at_a_time

LONGEST_SOCKET_FOLDER = 85  # a Unix socket's whole path may have 103 characters on macOS, 107 on Linux
INITDB = [
    # Not the environment's locale: with LC_ALL=C, ILIKE would not find é.
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"),
    *("--auth=trust", "--username=postgres", "--no-instructions"),
]
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "250",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "jit": "off",
}
DISPOSABLE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class ServerError(Exception):
    """The embedded PostgreSQL cannot run here; the message says why."""


class Server:
    user = "postgres"
    database = "alliance_record"

    def __init__(self, home: Path, disposable: bool = False) -> None:
        self.home = place.for_server(home)
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.sockets = socket_folder(self.home)
        self.disposable = disposable
        self.users = Lock(self.home / "users")

    @property
    def url(self) -> str:
        return f"postgresql://{self.user}@/{self.database}?host={quote(str(self.sockets), safe='')}"

    # Use it and leave it

    def join(self) -> None:
        """Count this process among the users; start the server for the first of them."""
        if not self.users.held:
            self.start()

    def start(self) -> None:
        self.prepare_folders()
        with one_at_a_time(self.home / "guard"):
            if not self.users.held:
                self.users.share()
                atexit.register(self.leave)
            if not self.answers():
                self.bring_up()

    def leave(self) -> None:
        """The last user out stops the server."""
        atexit.unregister(self.leave)
        if not self.home.exists():
            return
        with one_at_a_time(self.home / "guard"):
            self.users.release()
            if self.users.try_alone():
                self.stop()
                self.users.release()

    # What start and stop consist of

    def prepare_folders(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        if place.needs_other_user():
            self.home.chmod(0o711)
            place.open_neutral_folder()
        place.private_folder(self.sockets)

    def bring_up(self) -> None:
        if not self.data.exists():
            self.create()
        self.forget_dead_postmaster()
        self.launch()
        if self.query("SELECT 1 FROM pg_database WHERE datname = %s", self.database) is None:
            self.query(f'CREATE DATABASE "{self.database}"')

    def create(self) -> None:
        """Beside its place first, so that an interrupted initdb is never taken for a database."""
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        place.private_folder(draft)
        sync = ["--no-sync"] if self.disposable else []
        self.run("initdb", *INITDB, *sync, "--pgdata", str(draft))
        draft.rename(self.data)

    def launch(self, patience: float = 15) -> None:
        """After a hard kill the old server's children linger for a moment and hold its memory: try again."""
        place.private_file(self.log)
        deadline = time.monotonic() + patience
        while True:
            try:
                arguments = ["--pgdata", str(self.data), "--log", str(self.log), "--wait", "--timeout=60"]
                self.run("pg_ctl", "start", *arguments, "--options", self.options())
                return
            except ServerError:
                if self.answers():
                    return
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)

    def options(self) -> str:
        settings = SETTINGS | (DISPOSABLE if self.disposable else {})
        settings["unix_socket_directories"] = str(self.sockets)
        return " ".join(f"-c {name}='{value}'" for name, value in settings.items())

    def stop(self) -> None:
        if self.data.exists():
            with contextlib.suppress(ServerError):  # it may be down already
                self.run("pg_ctl", "stop", "--pgdata", str(self.data), "--mode=fast", "--wait")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def remove_if_abandoned(self) -> bool:
        """Whatever a killed command left: nobody holds its lock any more."""
        if not (self.home / "guard").exists():
            return False
        with one_at_a_time(self.home / "guard"):
            abandoned = self.users.try_alone()
            if abandoned:
                self.remove()
                self.users.release()
        return abandoned

    def forget_dead_postmaster(self) -> None:
        """In a restarted container another program may have the dead server's process id."""
        note = self.data / "postmaster.pid"
        try:
            pid = int(note.read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return
        if "postgres" not in command_of(pid):
            note.unlink(missing_ok=True)

    def answers(self) -> bool:
        import psycopg

        if not (self.sockets / ".s.PGSQL.5432").exists():
            return False
        try:
            return self.query("SELECT 1") is not None
        except psycopg.OperationalError:
            return False

    def query(self, statement: str, *parameters: str) -> tuple[object, ...] | None:
        import psycopg

        address = {"host": str(self.sockets), "user": self.user, "dbname": "postgres", "connect_timeout": 5}
        with psycopg.connect(**address, autocommit=True) as connection:  # type: ignore[arg-type]
            cursor = connection.execute(statement.encode(), parameters or None)
            return cursor.fetchone() if cursor.description else None

    def run(self, program: str, *arguments: str) -> None:
        command = [str(place.engine() / "bin" / program), *arguments]
        environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        # A file, not a pipe: the server inherits it and would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                command,
                **place.other_user(),
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for us; the server stops when we say so
            )
            output.seek(0)
            said = output.read().strip()
        if done.returncode:
            raise ServerError(f"{program} failed: {said[-800:]}\n{self.last_words()}".strip())

    def last_words(self) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
        return ""


@functools.cache
def shared_server(home: str) -> Server:
    return Server(Path(home))


def socket_folder(home: Path) -> Path:
    if len(str(home)) + 4 <= LONGEST_SOCKET_FOLDER:
        return home / "run"
    name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"alliance-record-{os.getuid()}-{name}"


def command_of(pid: int) -> str:
    done = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
    return done.stdout.strip()


@contextlib.contextmanager
def running(home: Path, disposable: bool = False) -> Iterator[Server]:
    server = Server(home, disposable)
    server.join()
    try:
        yield server
    finally:
        server.leave()
