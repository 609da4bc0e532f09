"""The embedded PostgreSQL: started on demand, shared, stopped by the last, and unbothered by hard kills."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import database
from config.embedded.server import Server

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def server():
    """Not in pytest's own folders: they are private, and as root the server's user is another."""
    folder = Path(tempfile.mkdtemp(prefix="alliance-record-server-"))
    folder.chmod(0o711)
    server = Server(folder / "postgres", disposable=True)
    server.join()
    yield server
    server.leave()
    server.remove()
    shutil.rmtree(folder)


def test_address_with_password_port_and_options_is_understood():
    found = database.named("postgresql://ann:p%40ss@db.example.org:5433/record?sslmode=require")
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "record",
        "USER": "ann",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_address_of_a_socket_folder_is_understood():
    found = database.named("postgresql://postgres@/record?host=%2Frun%2Fpg")
    assert (found["HOST"], found["USER"], found["OPTIONS"]) == ("/run/pg", "postgres", {})


@pytest.mark.parametrize("url", ["sqlite:///record.db", "postgresql://localhost", "record"])
def test_address_of_anything_else_is_refused(url):
    with pytest.raises(ImproperlyConfigured):
        database.named(url)


def test_naming_the_embedded_server_starts_nothing(tmp_path):
    database.embedded(tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


def test_extensions_locale_and_reach(server):
    server.join()
    wanted = "SELECT count(*) FROM pg_available_extensions WHERE name IN ('btree_gist', 'pg_trgm', 'unaccent')"
    assert server.query(wanted) == (3,)
    assert server.query("SELECT 'É' ILIKE 'é'") == (True,)
    assert server.query("SHOW listen_addresses") == ("",)
    assert server.query("SELECT current_setting('max_connections')::int >= 200") == (True,)


def test_two_processes_starting_at_once_share_one_server_and_the_last_stops_it(server):
    server.leave()
    assert not server.answers()
    script = (
        "import sys, time; from pathlib import Path; from config.embedded.server import Server;"
        "server = Server(Path(sys.argv[1]), disposable=True); server.join();"
        "print(server.query('SELECT pg_postmaster_start_time()::text')[0], flush=True);"
        "sys.stdin.read(); server.leave()"
    )
    command = [sys.executable, "-c", script, str(server.home)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    first, second = (subprocess.Popen(command, **pipes) for _ in range(2))
    assert first.stdout.readline() == second.stdout.readline() != ""
    first.communicate()
    assert server.answers()
    second.communicate()
    assert not server.answers()


def test_server_comes_back_after_a_hard_kill(server):
    server.join()
    os.kill(postmaster(server), signal.SIGKILL)
    wait_until(lambda: not server.answers())
    server.start()
    assert server.query("SELECT 1") == (1,)


def test_process_id_taken_over_by_another_program_is_no_obstacle(server):
    server.leave()
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        (server.data / "postmaster.pid").write_text(f"{bystander.pid}\n{server.data}\n1\n5432\n\n\n")
        server.join()
        assert server.query("SELECT 1") == (1,)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def wait_until(condition, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
