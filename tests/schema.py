"""The migrated, empty database that every test database is copied from.

Rendering fifty migrations costs some twenty seconds; a copy of what they made, a fraction of one. It is made once per
run, and kept between runs as an SQL dump under a name that follows from the migrations' own text.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.embedded import place

ROOT = Path(__file__).resolve().parent.parent
LOCK = 0x736368656D


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, request, django_db_blocker) -> None:
    """Before a worker makes its test database: names the one to copy."""
    cache = getattr(request.config, "cache", None)
    with django_db_blocker.unblock():
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template(cache and cache.mkdir("schema"))


def template(kept: Path | None) -> str:
    name = f"schema_{fingerprint()}"
    with maintenance() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            make(cursor, name, kept and kept / f"{name}.sql")
    return name


def make(cursor, name: str, dump: Path | None) -> None:
    """Under another name until it is whole, so that a run that was killed leaves nothing to trust."""
    draft = f"{name}_making"
    cursor.execute(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{draft}"')
    if dump and dump.exists():
        client("psql", draft, "--quiet", "--set=ON_ERROR_STOP=1", f"--file={dump}")
    else:
        with connected_to(draft):
            call_command("migrate", verbosity=0)
        if dump:
            keep(draft, dump)
    cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


def keep(name: str, dump: Path) -> None:
    for older in dump.parent.glob("*.sql"):
        older.unlink(missing_ok=True)
    part = dump.with_suffix(f".{os.getpid()}")
    client("pg_dump", name, f"--file={part}")
    part.rename(dump)


def client(program: str, database: str, *arguments: str) -> None:
    known = connection.settings_dict
    given = {f"PG{name}": known[name] for name in ("HOST", "PORT", "USER", "PASSWORD") if known[name]}
    command = [str(place.engine() / "bin" / program), f"--dbname={database}", *arguments]
    subprocess.run(command, check=True, env=os.environ | given, stdout=subprocess.DEVNULL)


def fingerprint() -> str:
    digest = sha256()
    migrations = ROOT.glob("[a-z]*/migrations/*.py")
    for path in sorted([*migrations, ROOT / "uv.lock", ROOT / "config" / "embedded" / "server.py"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def maintenance() -> Iterator:
    """A cursor on no database in particular, ours being closed."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        yield cursor


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    known, before = connection.settings_dict, connection.settings_dict["NAME"]
    connection.close()
    known["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        known["NAME"] = before
