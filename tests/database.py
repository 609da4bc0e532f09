"""The test run's own PostgreSQL: one server in a throw-away folder, started by pytest, not by its workers.

A pytest plugin (see pyproject.toml), loaded before settings are. DATABASE_URL, when set, is used as it is.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from config.embedded.server import Server

PREFIX = "alliance-record-tests-"

os.environ.setdefault("STATIC_HASHED", "0")
# All tests call from one address. What a budget refuses is tested with budgets of its own.
os.environ.setdefault("API_BUDGETS", "public=1000000/100000000")
server: Server | None = None

# The address is known before the server runs; xdist's workers inherit it and start nothing.
if "DATABASE_URL" not in os.environ:
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)
    (folder / "static").mkdir()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = Server(folder / "postgres", disposable=True)
    os.environ["DATABASE_URL"] = server.url
    os.environ["DATA_DIR"] = str(folder)
    os.environ.setdefault("SECRET_KEY", "only for tests")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if server and not config.option.help and not config.option.version:
        remove_left_behind()
        server.start()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if server:
        server.leave()
        server.remove()


def remove_left_behind() -> None:
    """Servers of runs that were killed."""
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/postgres"):
        if os.access(home, os.W_OK) and Server(home, disposable=True).remove_if_abandoned():
            shutil.rmtree(home.parent, ignore_errors=True)
