"""The site as it is really served: gunicorn as in `make demo`, files hashed and compressed, with the whole record."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.conf import settings

from tests.record import copied

PATIENCE_SECONDS = 120


@pytest.fixture(scope="session")
def served_record(loaded_record, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """The address of a server of its own that holds the whole record."""
    folder = tmp_path_factory.mktemp("served")
    with django_db_blocker.unblock(), copied(loaded_record, "served") as name, serving(name, folder) as address:
        yield address


@contextmanager
def serving(database: str, folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl(),
        "DATA_DIR": str(folder),
        "SITE_URL": address,
        "STATIC_HASHED": "1",
        "SECRET_KEY": "only for tests, and long enough for a server that believes it is a real one",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--verbosity=0", "--no-input"]
    subprocess.run(collect, cwd=settings.BASE_DIR, env=environment, check=True)
    server = subprocess.Popen([sys.executable, "-m", "tests.serve", str(port)], cwd=settings.BASE_DIR, env=environment)
    try:
        wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def wait_for(address: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), urlopen(f"{address}/readyz", timeout=10) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise AssertionError("The server did not start.")
