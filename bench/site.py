"""One site under test: its own embedded database with so many generated entries, and its own server."""

import contextlib
import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from config.embedded.server import Server, running

ROOT = Path(__file__).resolve().parent.parent
# What decides the rows of a generated database. Migrations are applied to a kept one, so they are not here.
GENERATOR = [
    "home/record/generated/*.py", "home/record/*.json", "home/record/articles/*.json", "home/record/commentary/*.json",
    "publishing/building.py", "publishing/facts.py",
]  # fmt: skip


class BenchError(Exception):
    """The bench cannot go on; the message says why."""


def fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in GENERATOR:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass
class Site:
    entries: int
    folder: Path
    server: Server
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        unset = ("DATABASE_URL", "REDIS_URL", "DEBUG", "STATIC_HASHED")
        kept = {name: value for name, value in os.environ.items() if name not in unset}
        return kept | {
            "DATA_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "SITE_URL": self.address,
            "PYTHONPATH": str(ROOT),
        }

    def manage(self, *arguments: str, quiet: bool = True) -> None:
        command = [sys.executable, "manage.py", *arguments]
        with child(command, self.environment, subprocess.DEVNULL if quiet else None) as process:
            if process.wait():
                raise BenchError(f"`manage.py {' '.join(arguments)}` failed in {self.folder}.")

    def fill(self) -> None:
        """Load the entries, unless they are there from an earlier run of the same generator."""
        stamp = self.folder / "generated"
        self.manage("migrate", "--verbosity=0")
        if not stamp.exists():
            made_by = fingerprint()
            self.manage("load_generated", f"--entries={self.entries}", quiet=False)
            stamp.write_text(made_by)
        self.manage("collectstatic", "--verbosity=0", "--no-input")


@contextlib.contextmanager
def child(command: list[str], environment: dict[str, str], output=None) -> Iterator[subprocess.Popen]:
    """A process of ours, ended by its id whatever happens. Ctrl-C reaches us alone, and we end it."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def filled(entries: int, data_dir: Path) -> Iterator[Site]:
    """The site's database, running and filled."""
    folder = data_dir / f"bench-{entries}"
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "generated"
    if stamp.exists() and stamp.read_text() != fingerprint():
        print(f"The generator has changed: {folder} is made anew", flush=True)
        stamp.unlink()
    if not stamp.exists():
        Server(folder / "postgres").remove()
    with running(folder / "postgres") as server:
        site = Site(entries, folder, server)
        site.fill()
        yield site


@contextlib.contextmanager
def served(site: Site) -> Iterator[Site]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        site.port = probe.getsockname()[1]
    with child([sys.executable, "-m", "bench.serve", str(site.port)], site.environment) as process:
        wait_for(site, process)
        yield site


def wait_for(site: Site, process: subprocess.Popen, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urlopen(f"{site.address}/healthz", timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise BenchError(f"The server with {site.entries:,} entries did not start.")
