"""A database that holds the whole record, loaded once per test run and copied for each worker that asks.

A test that takes `record` finds it loaded and leaves it unchanged: what it writes is rolled back. It must not take
`db` as well. A loaded copy costs a fraction of a second, the loading itself about half a minute.
"""

import os
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts.demo import make_accounts
from home.record.loader.files import facts
from tests.schema import connected_to, maintenance

PREFIX = "test_record_"
LOCK = 0x7265636F


@pytest.fixture(scope="session")
def record_database(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The name of this worker's own copy of the loaded database."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "alone")[:12]
    loaded, worker = f"{PREFIX}{run}", os.environ.get("PYTEST_XDIST_WORKER", "main")
    own = f"{loaded}_{worker}"
    with django_db_blocker.unblock():
        with maintenance() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            if not exists(cursor, loaded):
                load_into(cursor, loaded)
            cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{loaded}"')
        yield own
        with maintenance() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')


@pytest.fixture
def record(record_database, django_db_blocker) -> Iterator[None]:
    """The whole record, as `manage.py load_record` leaves it."""
    with django_db_blocker.unblock(), connected_to(record_database), transaction.atomic():
        yield
        transaction.set_rollback(True)


def exists(cursor, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def load_into(cursor, name: str) -> None:
    """Load under another name and rename when it is whole, so that a run that was killed leaves nothing to trust."""
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    for (left,) in cursor.fetchall():
        cursor.execute(f'DROP DATABASE "{left}" WITH (FORCE)')
    schema = connection.settings_dict["TEST"]["TEMPLATE"]
    cursor.execute(f'CREATE DATABASE "{PREFIX}loading" TEMPLATE "{schema}"')
    with connected_to(f"{PREFIX}loading"):
        make_accounts("only for tests")
        call_command("load_record", quiet=True)
    cursor.execute(f'ALTER DATABASE "{PREFIX}loading" RENAME TO "{name}"')


def expected_status(state: str, day: date) -> str | None:
    """The status of a state (ISO code) in the alliance that day, read from the files alone; None without one.

    A period known by its year only begins with that year.
    """
    for period in facts("membership")["periods"]:
        start, end = first_day(period["start"]), period["end"]
        if period["state"] == state and start <= day and not (end and day >= first_day(end)):
            return period["status"]
    return None


def first_day(value: dict) -> date:
    return date.fromisoformat(f"{value['value']}-01-01"[:10])


def months(first: int = 1992, last: int = 2025) -> Iterator[date]:
    """The first of every month."""
    for year in range(first, last + 1):
        yield from (date(year, month, 1) for month in range(1, 13))
