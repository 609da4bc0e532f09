"""Editors at work while web, worker and mirror are killed at random: the mirror equals the site, nothing is lost.

`make soak MINUTES=30` is the long one, alone on its database server, which it kills too.
"""

import os
import random
import socket
import time
from collections import Counter

import pytest
from django.db import OperationalError, connection

from publishing.models import Edition
from publishing.verifying import faults
from syndication.mirror.copies import Copies
from tests.embargoes import followed
from tests.mirrors import assert_equal_to_the_site, key_for_all, run
from tests.partners import bearer
from tests.snapshots import snapshot_folder, take  # noqa: F401
from tests.soak import Desk, keep_promises, kill_database, site_and_mirror

MINUTES = float(os.environ.get("SOAK_MINUTES", "0"))
SECONDS = MINUTES * 60 or 40


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, patience: float = 120) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.2)


def database_is_up() -> bool:
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return True


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("snapshot_folder")
def test_killed_at_random_the_mirror_equals_the_site_and_nothing_is_lost(tmp_path):
    keep_promises()
    desk, chance, port, key = Desk(9), random.Random(9), free_port(), key_for_all()
    take()
    database_kills = 0
    with site_and_mirror(tmp_path, port, key) as running:
        end = time.monotonic() + SECONDS
        next_kill = time.monotonic() + 8
        while time.monotonic() < end:
            desk.work_on()
            until(database_is_up)
            time.sleep(chance.uniform(0, 0.2))
            if time.monotonic() > next_kill:
                victim = chance.choice(["web", "worker", "mirror", *(["database"] if MINUTES else [])])
                if victim == "database":
                    kill_database()
                    database_kills += 1
                    until(database_is_up)
                else:
                    running[victim].again()
                next_kill = time.monotonic() + chance.uniform(2, 8)
        # The worker brings out what is still waiting for its hour.
        until(lambda: not Edition.objects.waiting().exists())
        run(tmp_path / "partner", "mirror", "follow", f"http://127.0.0.1:{port}", "--once", key=key)
        run(tmp_path / "partner", "mirror", "verify", "--against-site", key=key)
        assert [name for name, process in running.items() if process.has_left()] == [], "ended, killed by nobody"
    told = {name: process.kills for name, process in running.items()} | {"database": database_kills}
    print(f"{len(desk.promised)} moments promised, {desk.broken_off} deeds broken off, killed: {told}")
    assert list(faults()) == []
    standing = dict(Edition.objects.released().values_list("position", "chain"))
    assert {position: standing.get(position) for position in desk.promised if position} == {
        position: chain for position, chain in desk.promised.items() if position
    }
    assert_embargoes_told(bearer(key), standing)
    copies = Copies(tmp_path / "partner" / "mirror.sqlite")
    assert_equal_to_the_site(copies)
    copies.close()


def assert_embargoes_told(partner, standing: dict[int, str]) -> None:
    """The stream before the hour has no gap, and of each scheduled edition it tells how that ended."""
    rows = followed(partner)
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    last = {row["id"]: row for row in rows}
    assert {row["event"] for row in last.values()} <= {"released", "cancelled"}
    assert {row["released_position"] for row in rows if row["event"] == "released"} <= set(standing)
    print(f"told before the hour: {Counter(row['event'] for row in rows)}")
